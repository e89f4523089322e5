import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kioskApi } from '@saoy/contracts/kiosk-api';
import { staffApi } from '@saoy/contracts/staff-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RobotCitizen } from '../../cli/demo/robot-citizen.ts';
import { filesInTray } from '../../cli/start/instance.ts';
import { openKioskClient } from '../../kiosk-agent/client.ts';
import type { AgentClient } from '../fixtures/agent-client.ts';
import { patienceMs, TestInstance } from '../fixtures/instance.ts';
import { drawMarkedPage, type MarkedPage, readShownPages } from '../fixtures/instance-page.ts';
import { waitForView, waitUntilSettled } from '../fixtures/instance-request.ts';
import { requireProgram } from '../programs.ts';

const copies = 2;
const sheetDurationMs = 400;

interface Confirmed {
  readonly requestId: string;
  readonly page: MarkedPage;
}

describe('a kiosk agent killed by SIGKILL', () => {
  let instance: TestInstance;
  let server: AgentClient;
  const confirmed: Confirmed[] = [];
  const tray = () => filesInTray(instance.dataDir, 'kiosk-1');

  beforeAll(async () => {
    instance = await TestInstance.start({
      kiosks: ['kiosk-1'],
      agentEnv: { SHEET_DURATION_MS: String(sheetDurationMs) },
    });
    server = instance.clientOf('kiosk-1');
  }, 300_000);
  afterAll(() => instance?.stop(), 60_000);

  const scanNew = async (): Promise<{ citizen: RobotCitizen; page: MarkedPage }> => {
    const page = await drawMarkedPage();
    const citizen = await RobotCitizen.arrive(instance.kiosk().url, 'mai');
    await citizen.begin('certified');
    await citizen.proveIdentityByStaff();
    await citizen.layOnGlass(await citizen.addPaper('page', page.jpeg, 300));
    await citizen.scanPage();
    return { citizen, page };
  };
  const confirmNew = async (): Promise<Confirmed & { citizen: RobotCitizen }> => {
    const { citizen, page } = await scanNew();
    await citizen.finishScan();
    const delivery = { print: true, download: true, email: null };
    const [requestId] = await citizen.confirm({ product: 'certified', copies, delivery });
    confirmed.push({ requestId: requestId!, page });
    return { citizen, page, requestId: requestId! };
  };
  const killAndStart = async (citizen: RobotCitizen) => {
    await instance.killKiosk();
    citizen.close();
    await instance.startKiosk('kiosk-1');
  };
  /** The next person uses the kiosk while the former request is finished; answers what came out of the printer. */
  const visitNextUntilIssued = async (requestId: string, isApproved: boolean): Promise<string[]> => {
    const before = tray();
    const next = await RobotCitizen.arrive(instance.kiosk().url, 'mai');
    await next.begin('certified');
    if (!isApproved) {
      await waitForView(
        { client: server, requestId },
        'the confirmation',
        ({ status }) => status !== 'draft',
      );
      await instance.certifier.approve(requestId);
    }
    expect(await waitUntilSettled({ client: server, requestId, visitId: '', pages: [] })).toMatchObject({
      status: 'issued',
    });
    await sleep(2 * copies * sheetDurationMs);
    await next.leave();
    next.close();
    return tray().filter((file) => !before.includes(file));
  };
  const eventsOf = async (requestId: string): Promise<string[]> => {
    const { actions } = await instance.certifier.call(staffApi.getRequest, { params: { requestId } });
    return actions.map(({ event }) => event.type);
  };
  const untilPrinting = (citizen: RobotCitizen, copiesDone: number) =>
    citizen.kiosk.waitFor(
      ({ visit }) =>
        visit.screen === 'done' ||
        (visit.screen === 'processing' &&
          visit.requests.some(({ print }) => (print?.copiesDone ?? -1) >= copiesDone)),
      { timeoutMs: patienceMs(60_000), what: `${copiesDone} copies` },
    );

  it('wipes a visit that was not confirmed, there and at the server', async () => {
    const { citizen } = await scanNew();
    await citizen.finishScan();
    await killAndStart(citizen);
    const next = await RobotCitizen.arrive(instance.kiosk().url, 'mai');
    await next.begin('certified');
    expect(next.kiosk.status.visit.screen).toBe('consent');
    const captures = path.join(instance.dataDir, 'kiosk-1', 'captures');
    await expect
      .poll(() => (existsSync(captures) ? readdirSync(captures) : []), { timeout: patienceMs(20_000) })
      .toEqual([]);
    expect(await instance.certifier.listQueue()).toEqual([]);
    await next.leave();
    next.close();
  }, 300_000);

  it('just after the confirmation: the request is carried out and nothing prints', async () => {
    const { citizen, requestId } = await confirmNew();
    await killAndStart(citizen);
    expect(await visitNextUntilIssued(requestId, false)).toEqual([]);
    expect(await eventsOf(requestId)).toContain('left');
  }, 300_000);

  it('while the decision is awaited: the same', async () => {
    const { citizen, requestId } = await confirmNew();
    await waitForView({ client: server, requestId }, 'the confirmation', ({ status }) => status !== 'draft');
    await killAndStart(citizen);
    expect(await visitNextUntilIssued(requestId, false)).toEqual([]);
  }, 300_000);

  it.each([0, 500])(
    '%i ms after the approval: the same',
    async (delayMs) => {
      const { citizen, requestId } = await confirmNew();
      await waitForView(
        { client: server, requestId },
        'the confirmation',
        ({ status }) => status !== 'draft',
      );
      await instance.certifier.approve(requestId);
      await sleep(delayMs);
      await killAndStart(citizen);
      expect(await visitNextUntilIssued(requestId, true)).toEqual([]);
    },
    300_000,
  );

  it.each([0, 1, 2])(
    'with %i copies in the tray: no more come for the next visitor',
    async (copiesDone) => {
      const { citizen, requestId, page } = await confirmNew();
      const before = tray();
      await waitForView(
        { client: server, requestId },
        'the confirmation',
        ({ status }) => status !== 'draft',
      );
      await instance.certifier.approve(requestId);
      await untilPrinting(citizen, copiesDone);
      await killAndStart(citizen);
      const printed = tray().filter((file) => !before.includes(file));
      expect(printed.length).toBeGreaterThanOrEqual(copiesDone);
      expect(printed.length).toBeLessThanOrEqual(copies);
      expect(await visitNextUntilIssued(requestId, true)).toEqual([]);
      const events = await eventsOf(requestId);
      expect(events.filter((type) => type === 'printed').length).toBeLessThanOrEqual(1);
      for (const file of printed)
        expect((await readShownPages(readFileSync(file))).flatMap(({ marks }) => marks)).toEqual([page.mark]);
    },
    300_000,
  );

  it('after everything was printed: the server learns of it once', async () => {
    const { citizen, requestId } = await confirmNew();
    await waitForView({ client: server, requestId }, 'the confirmation', ({ status }) => status !== 'draft');
    await instance.certifier.approve(requestId);
    await citizen.awaitDone();
    await killAndStart(citizen);
    expect(await visitNextUntilIssued(requestId, true)).toEqual([]);
    await expect
      .poll(async () => (await eventsOf(requestId)).filter((type) => type === 'printed'), {
        timeout: patienceMs(20_000),
      })
      .toHaveLength(1);
  }, 300_000);

  it('gives the visit back to the same screen, which gets its copy without a second print', async () => {
    const { citizen, requestId } = await confirmNew();
    const before = tray();
    await waitForView({ client: server, requestId }, 'the confirmation', ({ status }) => status !== 'draft');
    const { visitToken } = citizen.kiosk.status;
    await killAndStart(citizen);
    const again = await openKioskClient(instance.kiosk().url);
    expect(await again.call(kioskApi.resumeVisit, { body: { visitToken: visitToken! } })).toMatchObject({
      ok: true,
    });
    await instance.certifier.approve(requestId);
    const done = await again.waitForScreen('done', patienceMs(60_000));
    expect(done.visit.requests).toMatchObject([{ id: requestId, state: 'delivered' }]);
    expect(tray().filter((file) => !before.includes(file))).toHaveLength(copies);
    await again.act({ type: 'end' });
    await again.waitForScreen('attract', patienceMs(20_000));
    again.close();
  }, 300_000);

  it('leaves one register row for each confirmed request, without a gap', async () => {
    const { rows, isGapFree } = await instance.readRegister();
    expect(isGapFree).toBe(true);
    expect(rows.map(({ requestId, state, copies: noted }) => [requestId, state, noted])).toEqual(
      confirmed.map(({ requestId }) => [requestId, 'issued', copies]),
    );
  });

  it.runIf(requireProgram('pdftoppm'))(
    'never put a page into the tray that is not of its request',
    async () => {
      const marks: string[] = [];
      for (const file of tray()) {
        const shown = await readShownPages(readFileSync(file));
        expect(shown).toHaveLength(1);
        marks.push(...shown.flatMap((page) => page.marks));
      }
      for (const mark of new Set(marks)) {
        expect(confirmed.map(({ page }) => page.mark)).toContain(mark);
        expect(marks.filter((other) => other === mark).length).toBeLessThanOrEqual(copies);
      }
    },
    120_000,
  );
});
