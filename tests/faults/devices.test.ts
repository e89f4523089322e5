import { readFileSync } from 'node:fs';
import { simulatorApi } from '@saoy/contracts/kiosk-api';
import { staffApi } from '@saoy/contracts/staff-api';
import type { ScannedPage } from '@saoy/contracts/visit/status';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RobotCitizen } from '../../cli/demo/robot-citizen.ts';
import { filesInTray } from '../../cli/start/instance.ts';
import { patienceMs, TestInstance } from '../fixtures/instance.ts';
import { drawMarkedPage, readShownPages } from '../fixtures/instance-page.ts';
import { waitForView } from '../fixtures/instance-request.ts';
import {
  clearDeviceFaults,
  orderDeviceFault,
  visitUntilConfirmed,
  visitUntilScan,
} from '../fixtures/instance-visit.ts';
import { requireProgram } from '../programs.ts';

describe('devices that fail in the middle of a visit', () => {
  let instance: TestInstance;
  let citizen: RobotCitizen;

  beforeAll(async () => {
    instance = await TestInstance.start({
      kiosks: ['kiosk-1'],
      agentEnv: { SHEET_DURATION_MS: '1200', SCAN_DURATION_MS: '1500' },
    });
  }, 300_000);
  afterAll(() => instance?.stop(), 60_000);
  afterEach(async () => {
    await clearDeviceFaults(citizen);
    await citizen.leave();
    citizen.close();
  }, 120_000);

  const tray = () => filesInTray(instance.dataDir, 'kiosk-1');

  const fillFeeder = async (sheets: number) => {
    const inFeeder: string[] = [];
    for (let i = 0; i < sheets; i++)
      inFeeder.push(await citizen.addPaper(`sheet ${i + 1}`, (await drawMarkedPage()).jpeg, 300));
    await citizen.kiosk.call(simulatorApi.placePaper, { body: { onGlass: null, inFeeder } });
  };
  const isChecked = ({ state }: ScannedPage) => state === 'good' || state === 'problem';
  const pagesOnScreen = () => {
    const { visit } = citizen.kiosk.status;
    return visit.screen === 'scan' ? visit.originals.flatMap(({ pages }) => pages) : [];
  };
  const awaitPages = (pages: number, code: string | null) =>
    citizen.kiosk.waitFor(
      ({ visit, fault }) =>
        (fault?.code ?? null) === code &&
        visit.screen === 'scan' &&
        !visit.isScanning &&
        visit.originals.flatMap((original) => original.pages).length === pages &&
        visit.originals.every((original) => original.pages.every(isChecked)),
      { timeoutMs: patienceMs(60_000), what: `${pages} pages and ${code}` },
    );

  it.each([
    ['jam', 'scanner.jam'],
    ['unplugged', 'scanner.unplugged'],
  ])(
    'scanner %s between two sheets: the page scanned before is kept, the rest follows',
    async (name, code) => {
      citizen = await visitUntilScan(instance.kiosk());
      await fillFeeder(3);
      await orderDeviceFault(citizen, 'scanner', name, false, 1);
      await citizen.kiosk.act({ type: 'scan-page', source: 'feeder' });
      const stopped = await citizen.kiosk.waitFor(
        ({ visit, fault }) =>
          fault?.code === code &&
          visit.screen === 'scan' &&
          visit.originals.every(({ pages }) => pages.every(isChecked)),
        { timeoutMs: patienceMs(30_000), what: code },
      );
      const keptIds = pagesOnScreen().map(({ id }) => id);
      const kept = keptIds.length;
      expect(kept).toBe(1);
      expect(stopped.fault).toMatchObject({ device: 'scanner', keptPages: kept, canRetry: true });
      await citizen.kiosk.act({ type: 'retry' });
      await awaitPages(3, null);
      expect(
        pagesOnScreen()
          .map(({ id }) => id)
          .slice(0, kept),
      ).toEqual(keptIds);
    },
    300_000,
  );

  it('an empty feeder: nothing is lost, and scanning goes on when paper is put in', async () => {
    citizen = await visitUntilScan(instance.kiosk());
    await fillFeeder(1);
    await citizen.kiosk.act({ type: 'scan-page', source: 'feeder' });
    await awaitPages(1, null);
    await citizen.kiosk.act({ type: 'scan-page', source: 'feeder' });
    const empty = await awaitPages(1, 'scanner.no-paper');
    expect(empty.fault).toMatchObject({ keptPages: 1, canRetry: true });
    await fillFeeder(1);
    await citizen.kiosk.act({ type: 'retry' });
    await awaitPages(2, null);
  }, 300_000);

  /** Copies that the server was told are in the tray; the telling follows the paper by a moment. */
  const reportsOf = async (requestId: string): Promise<number[]> => {
    const { actions } = await instance.certifier.call(staffApi.getRequest, { params: { requestId } });
    return actions.flatMap(({ event }) => (event.type === 'printed' ? [event.copies] : []));
  };
  /** What befalls a job is ordered before it begins, what befalls the printer when a sheet is out. */
  const stopMidCopy = async (name: string, code: string, copies: number) => {
    const pages = [await drawMarkedPage(), await drawMarkedPage()];
    const visit = await visitUntilConfirmed(instance.kiosk(), pages, copies);
    citizen = visit.citizen;
    const { requestId } = visit;
    const before = tray();
    const client = instance.clientOf('kiosk-1');
    await waitForView({ client, requestId }, 'the confirmation', ({ status }) => status !== 'draft');
    const befallsJob = name === 'lost-job';
    if (befallsJob) await orderDeviceFault(citizen, 'printer', name);
    await instance.certifier.approve(requestId);
    if (!befallsJob) {
      await citizen.kiosk.waitFor(
        ({ visit: seen }) =>
          seen.screen === 'processing' && seen.requests.some(({ print }) => (print?.sheetsDone ?? 0) >= 1),
        { timeoutMs: patienceMs(60_000), what: 'the first sheet' },
      );
      await orderDeviceFault(citizen, 'printer', name, true);
    }
    const stopped = await citizen.kiosk.waitFor(({ fault }) => fault?.code === code, {
      timeoutMs: patienceMs(30_000),
      what: code,
    });
    expect(stopped.fault?.device).toBe('printer');
    return { requestId, pages, printed: () => tray().filter((file) => !before.includes(file)) };
  };

  it.runIf(requireProgram('pdftoppm')).each([
    ['paper-out', 'printer.paper-out'],
    ['jam', 'printer.jam'],
  ])(
    'printer %s in the middle of a copy, then put right: exactly the sheets asked for',
    async (name, code) => {
      const copies = 2;
      const { requestId, pages, printed } = await stopMidCopy(name, code, copies);
      expect(printed().length).toBeLessThan(copies);
      await clearDeviceFaults(citizen);
      expect(await citizen.awaitDone()).toMatchObject([{ id: requestId, state: 'delivered' }]);
      expect(printed()).toHaveLength(copies);
      for (const file of printed())
        expect((await readShownPages(readFileSync(file))).flatMap(({ marks }) => marks)).toEqual(
          pages.map(({ mark }) => mark),
        );
      await expect.poll(() => reportsOf(requestId), { timeout: patienceMs(20_000) }).toEqual([copies]);
    },
    300_000,
  );

  it('printer that lost the job: the person is asked, never told it was printed', async () => {
    const { requestId, printed } = await stopMidCopy('lost-job', 'printer.job-lost', 1);
    expect(printed()).toEqual([]);
    expect(await reportsOf(requestId)).toEqual([]);
    await citizen.kiosk.act({ type: 'retry' });
    expect(await citizen.awaitDone()).toMatchObject([{ id: requestId, state: 'delivered' }]);
    expect(printed()).toHaveLength(1);
    await expect.poll(() => reportsOf(requestId), { timeout: patienceMs(20_000) }).toEqual([1]);
  }, 300_000);
});
