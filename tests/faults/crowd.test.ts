// Kawasaki, 2 May 2023: two people at two machines within one second got each other's family register, because the later
// request overwrote the earlier. So many people come at the same instant here, and every page of every file is looked at.
import { readFileSync } from 'node:fs';
import { agentApi } from '@saoy/contracts/agent-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RobotCitizen } from '../../cli/demo/robot-citizen.ts';
import { filesInTray } from '../../cli/start/instance.ts';
import { patienceMs, TestInstance } from '../fixtures/instance.ts';
import { drawMarkedPage, type MarkedPage, readShownPages, sha256Of } from '../fixtures/instance-page.ts';
import {
  confirm,
  downloadCopy,
  type SentRequest,
  sendDraft,
  untilAnswered,
  waitForView,
  waitUntilRead,
  waitUntilSettled,
} from '../fixtures/instance-request.ts';
import { hasPostgres, type PostgresCluster, startPostgres } from '../fixtures/postgres.ts';
import { requireProgram } from '../programs.ts';

const kiosks = ['kiosk-1', 'kiosk-2'];
const visitsPerKiosk = 20;

let postgres: PostgresCluster | undefined;
const databases = [
  { name: 'embedded database', isPossible: true, urlOf: async () => undefined },
  {
    name: 'PostgreSQL',
    isPossible: hasPostgres(),
    urlOf: async () => {
      postgres ??= await startPostgres();
      return postgres.createDatabase();
    },
  },
];

afterAll(() => postgres?.stop());

const canLookAtPages = requireProgram('pdftoppm');

/** Every page shows the marks of its own request only, and no other word of the crowd. */
async function expectOwnPages(pdf: Uint8Array, own: readonly MarkedPage[], words: ReadonlySet<string>) {
  const shown = await readShownPages(pdf);
  expect(shown.map(({ marks }) => marks)).toEqual(own.map(({ mark }) => [mark]));
  for (const [i, { text }] of shown.entries()) {
    const others = [...words].filter((word) => word !== own[i]!.word);
    expect(others.filter((word) => text.includes(word))).toEqual([]);
  }
}

describe.each(databases.filter(({ isPossible }) => isPossible && canLookAtPages))(
  '$name: 2 kiosks × 20 visits at the same instant',
  (database) => {
    let instance: TestInstance;
    const requests: SentRequest[] = [];

    beforeAll(async () => {
      const databaseUrl = await database.urlOf();
      instance = await TestInstance.start({
        serverEnv: { RECOGNITION_WORKERS: '2' },
        ...(databaseUrl === undefined ? {} : { databaseUrl }),
      });
      const clients = kiosks.map((id) => instance.clientOf(id));
      const drawn: MarkedPage[][] = [];
      for (let i = 0; i < kiosks.length * visitsPerKiosk; i++)
        // Every tenth original has two pages.
        drawn.push(await Promise.all(Array.from({ length: i % 10 === 0 ? 2 : 1 }, () => drawMarkedPage())));
      const sent = await Promise.all(drawn.map((pages, i) => sendDraft(clients[i % clients.length]!, pages)));
      requests.push(...sent);
    }, 600_000);
    afterAll(() => instance?.stop(), 60_000);

    it(
      'reads every page for the request it belongs to',
      async () => {
        const views = await Promise.all(requests.map(waitUntilRead));
        for (const [i, view] of views.entries())
          expect(view.pages.map(({ sha256 }) => sha256)).toEqual(
            requests[i]!.pages.map(({ sha256 }) => sha256),
          );
      },
      patienceMs(200_000),
    );

    it(
      'issues every copy once, numbered from 1 without a gap',
      async () => {
        await Promise.all(requests.map(confirm));
        for (const { requestId } of requests) await instance.certifier.approve(requestId);
        const settled = await Promise.all(requests.map(waitUntilSettled));
        expect(settled.map(({ status }) => status)).toEqual(requests.map(() => 'issued'));
        const { rows, isGapFree } = await instance.readRegister();
        expect(isGapFree).toBe(true);
        expect(rows.map(({ number }) => number)).toEqual(requests.map((_, i) => i + 1));
        expect(new Set(rows.map(({ requestId }) => requestId)).size).toBe(requests.length);
        expect(new Set(settled.map(({ copy }) => copy!.code)).size).toBe(requests.length);
        expect(new Set(settled.map(({ copy }) => copy!.downloadUrl)).size).toBe(requests.length);
      },
      patienceMs(200_000),
    );

    it(
      'gives everybody the copy and the print of their own original, page by page',
      async () => {
        const words = new Set(requests.flatMap(({ pages }) => pages.map(({ word }) => word)));
        const look = async (request: SentRequest) => {
          const { client, requestId, pages } = request;
          const { copy } = await waitForView(request, 'its copy', (view) => view.copy !== null);
          const file = await downloadCopy(copy!.downloadUrl!);
          expect(sha256Of(file)).toBe(copy!.sha256);
          await expectOwnPages(file, pages, words);
          const print = await untilAnswered(() => client.call(agentApi.getPrint, { params: { requestId } }));
          await expectOwnPages(print, pages, words);
        };
        const waiting = [...requests];
        const lookAll = async () => {
          for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await look(next);
        };
        await Promise.all([lookAll(), lookAll(), lookAll()]);
      },
      patienceMs(200_000),
    );

    it('lets no kiosk fetch what was asked for at the other', async () => {
      const clients = kiosks.map((id) => instance.clientOf(id));
      for (const [i, { requestId }] of requests.slice(0, 4).entries())
        expect(await clients[(i + 1) % 2]!.try(agentApi.getPrint, { params: { requestId } })).toMatchObject({
          ok: false,
          error: { code: 'request.unknown' },
        });
    });
  },
);

describe.runIf(canLookAtPages)('two people at two kiosks at the same instant', () => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await TestInstance.start({ kiosks });
  }, 300_000);
  afterAll(() => instance?.stop(), 60_000);

  it('each take their own paper out of their own tray', async () => {
    const pages = await Promise.all(kiosks.map(() => drawMarkedPage()));
    const words = new Set(pages.map(({ word }) => word));
    const citizens = await Promise.all(
      kiosks.map((id) => RobotCitizen.arrive(instance.kiosk(id).url, 'mai')),
    );
    const requestIds = await Promise.all(
      citizens.map(async (citizen, i) => {
        await citizen.begin('certified');
        await citizen.proveIdentityByStaff();
        await citizen.layOnGlass(await citizen.addPaper('page', pages[i]!.jpeg, 300));
        await citizen.scanPage();
        await citizen.finishScan();
        const delivery = { print: true, download: true, email: null };
        const [requestId] = await citizen.confirm({ product: 'certified', delivery });
        return requestId!;
      }),
    );
    // The later first: what comes second must not take the place of what came first.
    for (const requestId of requestIds.toReversed()) await instance.certifier.approve(requestId);
    const done = await Promise.all(citizens.map((citizen) => citizen.awaitDone()));
    for (const [i, id] of kiosks.entries()) {
      expect(done[i]).toMatchObject([{ id: requestIds[i], state: 'delivered' }]);
      const tray = filesInTray(instance.dataDir, id);
      expect(tray).toHaveLength(1);
      await expectOwnPages(readFileSync(tray[0]!), [pages[i]!], words);
      await expectOwnPages(await downloadCopy(done[i]![0]!.downloadUrl!), [pages[i]!], words);
      citizens[i]!.close();
    }
  }, 300_000);
});
