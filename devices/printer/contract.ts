import { setTimeout as delay } from 'node:timers/promises';
import type { ErrorCode } from '@saoy/contracts/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followJob, type JobChange } from './job-monitor.ts';
import type { Printer, PrintOrder } from './printer.ts';

/** A printer set up for the contract: it prints fast, and trouble can be caused and mended. */
export interface PrinterBench {
  readonly printer: Printer;
  /** Printed files, newest last. */
  readonly printed: () => Promise<readonly Uint8Array[]>;
  /** Makes the printer unable to go on with its next job. */
  readonly cause: Partial<Record<ErrorCode, () => Promise<void>>>;
  readonly mend: () => Promise<void>;
  /** Makes the next job fail for good. */
  readonly spoilNextJob: () => Promise<void>;
  /** A printer of the same kind that does not answer. */
  readonly unplugged: () => Printer;
  readonly dispose: () => Promise<void>;
}

/** The smallest PDF with so many pages. */
export function makePdf(pages: number, mark = ''): Uint8Array {
  const kids = Array.from({ length: pages }, (_, index) => `${index + 3} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages} >>`,
    ...Array(pages).fill('<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>'),
  ];
  let text = `%PDF-1.7\n%${mark}\n`;
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  text += `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

let count = 0;
const makeOrder = (pages = 1): PrintOrder => {
  const jobName = `contract-${process.pid}-${count++}`;
  return { pdf: makePdf(pages, jobName), jobName, copies: 1, sides: 'one-sided' };
};

/** Registers what every printer must do, real or simulated. */
export function describePrinterContract(
  name: string,
  setUp: () => Promise<PrinterBench>,
  { obstacles }: { readonly obstacles: readonly ErrorCode[] },
): void {
  describe(`${name} keeps the contract of a printer`, () => {
    let bench: PrinterBench;
    beforeAll(async () => {
      bench = await setUp();
    });
    afterAll(() => bench?.dispose());

    const print = async (order: PrintOrder): Promise<number> => {
      const id = await bench.printer.print(order);
      if (!id.ok) throw new Error(id.error.code);
      return id.value;
    };
    const follow = (id: number) =>
      followJob(bench.printer, id, { intervalMs: 50, signal: AbortSignal.timeout(20_000) });
    const followToEnd = async (id: number): Promise<JobChange | undefined> => {
      let last: JobChange | undefined;
      for await (const change of follow(id)) last = change;
      return last;
    };

    it('describes itself and accepts PDF', async () => {
      const description = await bench.printer.describe();
      expect(description).toMatchObject({ ok: true });
      if (description.ok) expect(description.value.formats).toContain('application/pdf');
    });

    it('is idle and without fault at rest', async () => {
      expect(await bench.printer.health()).toMatchObject({ ok: true, value: { state: 'idle', fault: null } });
    });

    it('prints a job to its end, byte for byte, and only then says completed', async () => {
      const order = makeOrder(2);
      const end = await followToEnd(await print(order));
      expect(end).toMatchObject({ kind: 'end', outcome: { ok: true, value: { state: 'completed' } } });
      expect(Buffer.compare((await bench.printed()).at(-1) ?? Buffer.of(), order.pdf)).toBe(0);
    });

    it('finds a job by its name, and none under another', async () => {
      const order = makeOrder();
      const id = await print(order);
      expect(await bench.printer.findJobs(order.jobName)).toMatchObject({ ok: true, value: [{ id }] });
      await followToEnd(id);
      expect(await bench.printer.findJobs(order.jobName)).toMatchObject({ ok: true, value: [{ id }] });
      expect(await bench.printer.findJobs('never-printed')).toEqual({ ok: true, value: [] });
    });

    it('calls a job it never had lost', async () => {
      expect(await bench.printer.job(987_654)).toMatchObject({
        ok: false,
        error: { code: 'printer.job-lost' },
      });
      const end = await followToEnd(987_654);
      expect(end).toMatchObject({ kind: 'end', outcome: { ok: false, error: { code: 'printer.job-lost' } } });
    });

    it.each(obstacles)('stands at %s without losing the job, and finishes it once mended', async (code) => {
      await bench.cause[code]?.();
      const id = await print(makeOrder());
      const seen: string[] = [];
      for await (const change of follow(id)) {
        if (change.kind === 'end') seen.push(change.outcome.ok ? 'printed' : change.outcome.error.code);
        else if (change.obstacle !== null && seen.length === 0) {
          seen.push(change.obstacle.code);
          await bench.mend();
        }
      }
      expect(seen).toEqual([code, 'printed']);
      expect(await bench.printer.health()).toMatchObject({ ok: true, value: { fault: null } });
    });

    it('never calls a job printed that was canceled, and canceling twice is no error', async () => {
      const code = obstacles[0];
      await bench.cause[code as ErrorCode]?.();
      const id = await print(makeOrder());
      for await (const change of follow(id)) if (change.kind === 'progress' && change.obstacle) break;
      expect(await bench.printer.cancel(id)).toEqual({ ok: true, value: null });
      await bench.mend();
      const end = await followToEnd(id);
      expect(end).toMatchObject({
        kind: 'end',
        outcome: { ok: false, error: { code: 'printer.job-canceled' } },
      });
      expect(await bench.printer.cancel(id)).toEqual({ ok: true, value: null });
    });

    it('says aborted of a job that it gave up', async () => {
      await bench.spoilNextJob();
      const end = await followToEnd(await print(makeOrder()));
      expect(end).toMatchObject({
        kind: 'end',
        outcome: { ok: false, error: { code: 'printer.job-aborted' } },
      });
      await bench.mend();
    });

    it('refuses what is no PDF, at once or by giving the job up', async () => {
      const id = await bench.printer.print({ ...makeOrder(), pdf: Buffer.from('GIF89a') });
      if (!id.ok) {
        expect(id.error.code).toBe('printer.refused');
        return;
      }
      await delay(10);
      await followToEnd(id.value);
    });

    it('says unplugged on every verb when nothing answers', async () => {
      const printer = bench.unplugged();
      const answers = [
        await printer.describe(),
        await printer.health(),
        await printer.print(makeOrder()),
        await printer.job(1),
        await printer.cancel(1),
        await printer.findJobs('any'),
      ];
      expect(answers.map((answer) => (answer.ok ? 'ok' : answer.error.code))).toEqual(
        Array(6).fill('printer.unplugged'),
      );
      await printer.close();
    });
  });
}
