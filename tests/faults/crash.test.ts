import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { agentApi } from '@saoy/contracts/agent-api';
import { staffApi } from '@saoy/contracts/staff-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentClient } from '../fixtures/agent-client.ts';
import { patienceMs, TestInstance } from '../fixtures/instance.ts';
import { drawMarkedPage, readShownPages, sha256Of } from '../fixtures/instance-page.ts';
import {
  confirm,
  confirmationOf,
  downloadCopy,
  type SentRequest,
  sendDraft,
  untilAnswered,
  waitUntilRead,
  waitUntilSettled,
} from '../fixtures/instance-request.ts';
import { hasPostgres, type PostgresCluster, startPostgres } from '../fixtures/postgres.ts';
import { requireProgram } from '../programs.ts';

/** Time from the approval to the kill: over numbering, rendering, signing and release, which take about a second. */
const killDelaysMs = [0, 60, 150, 300, 600, 1000];

interface Arrangement {
  readonly name: string;
  readonly isPossible: boolean;
  start(): Promise<TestInstance>;
}

let postgres: PostgresCluster | undefined;

const arrangements: Arrangement[] = [
  { name: 'embedded database, one process', isPossible: true, start: () => TestInstance.start() },
  {
    name: 'PostgreSQL, server and worker apart',
    isPossible: hasPostgres(),
    start: async () => {
      postgres ??= await startPostgres();
      return TestInstance.start({ databaseUrl: await postgres.createDatabase() });
    },
  },
];

afterAll(() => postgres?.stop());

describe.each(arrangements.filter(({ isPossible }) => isPossible))(
  '$name: killed by SIGKILL',
  (arrangement) => {
    let instance: TestInstance;
    let kiosk: AgentClient;
    const confirmed: SentRequest[] = [];

    beforeAll(async () => {
      instance = await arrangement.start();
      kiosk = instance.clientOf('kiosk-1');
    }, 300_000);
    afterAll(() => instance?.stop(), 60_000);

    const killAndStart = async () => {
      await instance.killCentral();
      await instance.startCentral();
    };
    const readDraft = async (): Promise<SentRequest> => {
      const request = await sendDraft(kiosk, [await drawMarkedPage()]);
      await waitUntilRead(request);
      return request;
    };
    const approve = ({ requestId }: SentRequest) =>
      untilAnswered(() => instance.certifier.approve(requestId));

    it('reads the pages of a draft that was being read', async () => {
      const request = await sendDraft(kiosk, [await drawMarkedPage()]);
      await killAndStart();
      const read = await waitUntilRead(request);
      expect(read.status).toBe('draft');
      await confirm(request);
      confirmed.push(request);
    }, 300_000);

    it('keeps a confirmation whose answer never came, and takes it again for the same', async () => {
      const request = await readDraft();
      const { requestId } = request;
      const body = await confirmationOf(request);
      const answer = kiosk.try(agentApi.confirmRequest, { params: { requestId }, body }).catch(() => null);
      await sleep(randomInt(20));
      await killAndStart();
      await answer;
      const again = await untilAnswered(() =>
        kiosk.call(agentApi.confirmRequest, { params: { requestId }, body }),
      );
      expect(again.status).toBe('awaiting-decision');
      confirmed.push(request);
    }, 300_000);

    it('keeps what waits for a decision, and lets an approval that was cut be given anew', async () => {
      const waiting = confirmed.map(({ requestId }) => requestId).sort();
      await instance.certifier.call(staffApi.beginApproval, {
        params: { requestId: waiting[0]! },
        body: { isIdentityConfirmed: true },
      });
      await killAndStart();
      const queue = await untilAnswered(() => instance.certifier.listQueue());
      expect(queue.map(({ id }) => id).sort()).toEqual(waiting);
      for (const request of confirmed) await approve(request);
      for (const request of confirmed) expect((await waitUntilSettled(request)).status).toBe('issued');
    }, 300_000);

    it.each(killDelaysMs)(
      'finishes what was approved %i ms before',
      async (delayMs) => {
        const requests = [await readDraft(), await readDraft()];
        for (const request of requests) await confirm(request);
        for (const request of requests) await approve(request);
        await sleep(delayMs);
        await killAndStart();
        for (const request of requests) {
          expect(await waitUntilSettled(request)).toMatchObject({ status: 'issued' });
          confirmed.push(request);
        }
      },
      300_000,
    );

    it('has by then one register row and one number for each, without a gap, and one copy that is its own', async () => {
      const { rows, isGapFree } = await instance.readRegister();
      expect(isGapFree).toBe(true);
      expect(rows.map(({ number }) => number)).toEqual(confirmed.map((_, i) => i + 1));
      expect(rows.map(({ requestId }) => requestId).sort()).toEqual(
        confirmed.map(({ requestId }) => requestId).sort(),
      );
      expect(rows.every(({ state }) => state === 'issued')).toBe(true);
      for (const request of confirmed) {
        const { actions } = await instance.certifier.call(staffApi.getRequest, {
          params: { requestId: request.requestId },
        });
        for (const type of ['confirmed', 'approved', 'numbered', 'logged', 'issued'])
          expect(actions.filter(({ event }) => event.type === type)).toHaveLength(1);
      }
    }, 120_000);

    it.runIf(requireProgram('pdftoppm'))(
      'has by then copies and print files that show the page of their own request',
      async () => {
        for (const request of confirmed) {
          const { requestId, pages } = request;
          const { copy } = await waitUntilSettled(request);
          const file = await downloadCopy(copy!.downloadUrl!);
          expect(sha256Of(file)).toBe(copy!.sha256);
          const print = await untilAnswered(() => kiosk.call(agentApi.getPrint, { params: { requestId } }));
          for (const pdf of [file, print])
            expect((await readShownPages(pdf)).flatMap(({ marks }) => marks)).toEqual(
              pages.map(({ mark }) => mark),
            );
        }
      },
      patienceMs(120_000),
    );
  },
);
