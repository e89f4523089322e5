import { afterAll, describe, expect, it } from 'vitest';
import { requireProgram } from '../../tests/programs.ts';
import { describePrinterContract } from './contract.ts';
import { IppPrinter } from './ipp-printer.ts';
import { startIppeveprinter } from './ippeveprinter-bench.ts';
import { faultOfReasons, parsePrinterReasons } from './printer-reasons.ts';

const programs = ['ippeveprinter', 'dbus-daemon', 'avahi-daemon'].map((name) => requireProgram(name));
// avahi-daemon starts for root only.
const bench = programs.every(Boolean) && process.getuid?.() === 0 ? await startIppeveprinter() : undefined;
if (bench === undefined) {
  if (process.env['CI'] === 'true') throw new Error('The tests need ippeveprinter, which did not start.');
  console.warn(
    'Skipped: tests that need ippeveprinter, which did not start (it needs avahi, which needs root).',
  );
}

describe.runIf(bench !== undefined)('printers behind IPP', () => {
  describePrinterContract('ippeveprinter', async () => ({ ...bench!, dispose: async () => undefined }), {
    obstacles: ['printer.jam', 'printer.paper-out'],
  });

  it('tells toner and media', async () => {
    const health = await bench!.printer.health();
    expect(health).toMatchObject({
      ok: true,
      value: { media: expect.arrayContaining(['iso_a4_210x297mm']) },
    });
    if (health.ok) expect(health.value.supplies.some(({ percent }) => percent !== null)).toBe(true);
  });

  it('says busy when the printer holds another job', async () => {
    await bench!.cause['printer.jam']!();
    const order = { pdf: Buffer.from('%PDF-1.7'), copies: 1, sides: 'one-sided' } as const;
    const first = await bench!.printer.print({ ...order, jobName: 'first' });
    const second = await bench!.printer.print({ ...order, jobName: 'second' });
    expect(second).toMatchObject({ ok: false, error: { code: 'printer.busy' } });
    if (first.ok) await bench!.printer.cancel(first.value);
    await bench!.mend();
  });
});
afterAll(() => bench?.dispose());

describe('an IPP printer', () => {
  it('is unplugged when what answers is no printer', async () => {
    const { createServer } = await import('node:http');
    const server = createServer((_request, response) => response.end('<html>not a printer</html>'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const printer = new IppPrinter({ url: `ipp://127.0.0.1:${port}/ipp/print` });
    expect(await printer.health()).toMatchObject({ ok: false, error: { code: 'printer.unplugged' } });
    server.close();
  });
});

describe('the reasons of a printer', () => {
  const faultOf = (reasons: string[], isStopped = false): string | undefined =>
    faultOfReasons(parsePrinterReasons(reasons), isStopped)?.code;

  it.each([
    [['none'], undefined],
    [['media-jam-error'], 'printer.jam'],
    [['media-jam'], 'printer.jam'],
    [['media-jam-warning'], 'printer.jam'],
    [['media-empty-error', 'media-needed-error'], 'printer.paper-out'],
    [['media-empty-report'], undefined],
    [['media-empty-warning'], undefined],
    [['media-needed-warning'], 'printer.paper-out'],
    [['toner-low-warning', 'media-low-report'], undefined],
    [['toner-low'], undefined],
    [['toner-empty-error'], 'printer.toner-out'],
    [['marker-supply-empty-error'], 'printer.toner-out'],
    [['door-open-error', 'toner-low-warning'], 'printer.cover-open'],
    [['interlock-open-err'], 'printer.cover-open'],
  ])('%j mean %s', (reasons, code) => {
    expect(faultOf(reasons)).toBe(code);
  });

  it('of a stopped printer always give a fault, the known cause before the unknown', () => {
    expect(faultOf([], true)).toBe('printer.stopped');
    expect(faultOf(['some-vendor-trouble-error'], true)).toBe('printer.stopped');
    expect(faultOf(['media-empty-warning'], true)).toBe('printer.paper-out');
  });
});
