import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describePrinterContract, makePdf } from './contract.ts';
import {
  SimulatedPrinter,
  type SimulatedPrinterFault,
  type SimulatedPrinterSettings,
} from './simulated-printer.ts';

let directory = '';
let trays = 0;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'saoy-tray-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const createPrinter = (settings: Partial<SimulatedPrinterSettings> = {}): SimulatedPrinter =>
  new SimulatedPrinter({ trayDirectory: join(directory, String(trays++)), sheetDurationMs: 0, ...settings });
const order = (pages: number, copies = 1) =>
  ({ pdf: makePdf(pages), jobName: 'HN-0001', copies, sides: 'one-sided' }) as const;

describePrinterContract(
  'the simulated printer',
  async () => {
    const trayDirectory = join(directory, 'contract');
    const printer = new SimulatedPrinter({ trayDirectory, sheetDurationMs: 5 });
    const cause = (fault: SimulatedPrinterFault) => async () => printer.orderFault({ fault });
    return {
      printer,
      printed: async () => {
        const names = (await readdir(trayDirectory)).filter((name) => name.endsWith('.pdf')).sort();
        return Promise.all(names.map((name) => readFile(join(trayDirectory, name))));
      },
      cause: {
        'printer.paper-out': cause('paper-out'),
        'printer.jam': cause('jam'),
        'printer.cover-open': cause('cover-open'),
        'printer.toner-out': cause('toner-out'),
        'printer.stopped': cause('stopped'),
      },
      mend: async () => printer.clearFaults(),
      spoilNextJob: cause('aborted'),
      unplugged: () => {
        const gone = createPrinter();
        gone.orderFault({ fault: 'unplugged', isSticky: true });
        return gone;
      },
      dispose: () => printer.close(),
    };
  },
  {
    obstacles: [
      'printer.paper-out',
      'printer.jam',
      'printer.cover-open',
      'printer.toner-out',
      'printer.stopped',
    ],
  },
);

describe('the simulated printer', () => {
  const untilSettled = async (printer: SimulatedPrinter): Promise<string> => {
    for (let turn = 0; turn < 400; turn++) {
      const [job] = (await printer.state()).jobs;
      if (job === undefined) return 'no job';
      if (!['pending', 'processing'].includes(job.state)) return `${job.state} after ${job.sheetsCompleted}`;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return 'still printing';
  };

  it('stops at a jam after two sheets and goes on where it stood', async () => {
    const printer = createPrinter();
    printer.orderFault({ fault: 'jam', afterSheets: 2 });
    await printer.print(order(3));
    expect(await untilSettled(printer)).toBe('processing-stopped after 2');
    expect((await printer.state()).tray).toEqual([]);
    printer.clearFaults();
    expect(await untilSettled(printer)).toBe('completed after 3');
    expect((await printer.state()).tray).toMatchObject([{ pages: 3 }]);
  });

  it('runs out of paper by printing and goes on after a refill', async () => {
    const printer = createPrinter({ paperSheets: 2 });
    await printer.print(order(3));
    expect(await untilSettled(printer)).toBe('processing-stopped after 2');
    expect(await printer.health()).toMatchObject({
      ok: true,
      value: { fault: { code: 'printer.paper-out' }, media: [] },
    });
    printer.refill(10);
    expect(await untilSettled(printer)).toBe('completed after 3');
  });

  it('leaves the sheets of a canceled job in the tray, marked as a part', async () => {
    const printer = createPrinter();
    printer.orderFault({ fault: 'cover-open', afterSheets: 1 });
    await printer.print(order(2));
    await untilSettled(printer);
    await printer.cancel(1);
    const { tray } = await printer.state();
    expect(tray).toHaveLength(1);
    expect(tray[0]?.name).toContain('HN-0001-part-1-of-2-sheets');
  });

  it('lays one file into the tray for each copy, and two when the same job is printed twice', async () => {
    const printer = createPrinter({ now: () => new Date('2026-11-21T09:31:05Z') });
    await printer.print(order(1, 2));
    await untilSettled(printer);
    await printer.print(order(1));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect((await printer.state()).tray.map(({ name }) => name)).toEqual([
      '20261121T093105-HN-0001-copy-1-again-2.pdf',
      '20261121T093105-HN-0001-copy-1.pdf',
      '20261121T093105-HN-0001-copy-2.pdf',
    ]);
  });

  it('forgets a lost job without printing it', async () => {
    const printer = createPrinter();
    printer.orderFault({ fault: 'lost-job' });
    await printer.print(order(1));
    expect(await untilSettled(printer)).toBe('no job');
    expect(await printer.job(1)).toMatchObject({ ok: false, error: { code: 'printer.job-lost' } });
    expect((await printer.state()).tray).toEqual([]);
  });

  it('warns of low toner and prints all the same', async () => {
    const printer = createPrinter();
    printer.orderFault({ fault: 'toner-low', isSticky: true });
    expect(await printer.health()).toMatchObject({
      ok: true,
      value: {
        fault: null,
        reasons: [{ keyword: 'toner-low', severity: 'warning' }],
        supplies: [{ percent: 4 }],
      },
    });
    await printer.print(order(1));
    expect(await untilSettled(printer)).toBe('completed after 1');
  });
});
