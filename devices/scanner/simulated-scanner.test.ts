import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectPages, describeScannerContract } from './contract.ts';
import { SimulatedScanner, type SimulatedScannerFault, simulatedScannerFaults } from './simulated-scanner.ts';

const [WIDTH, HEIGHT] = [620, 877];
let directory = '';
const file = (name: string): string => join(directory, name);
const picture = (width = WIDTH, height = HEIGHT): Sharp =>
  sharp({ create: { width, height, channels: 3, background: '#eee' } });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'saoy-papers-'));
  await picture().jpeg().withMetadata({ density: 300 }).toFile(file('page.jpg'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const glass = { source: 'glass', resolutionDpi: 300 } as const;
const feeder = { source: 'feeder', resolutionDpi: 300 } as const;

const scannerWith = (fault: SimulatedScannerFault): SimulatedScanner => {
  const scanner = new SimulatedScanner({ pageDurationMs: 0, slownessMs: 500, deadlineMs: 100 });
  scanner.place([file('page.jpg')]);
  scanner.orderFault({ fault });
  return scanner;
};

describeScannerContract(
  'the simulated scanner',
  async () => {
    const scanner = new SimulatedScanner({ pageDurationMs: 5 });
    scanner.place([file('page.jpg')]);
    return {
      scanner,
      glassSize: [WIDTH, HEIGHT],
      fillFeeder: (sheets) => scanner.place(Array(sheets).fill(file('page.jpg')), 'feeder'),
      failing: {
        'scanner.no-paper': () => scannerWith('no-paper'),
        'scanner.cover-open': () => scannerWith('cover-open'),
        'scanner.busy': () => scannerWith('busy'),
        'scanner.unplugged': () => scannerWith('unplugged'),
        'scanner.garbage': () => scannerWith('garbage'),
        'scanner.timeout': () => scannerWith('slow'),
      },
      slow: () => {
        const slow = new SimulatedScanner({ pageDurationMs: 20_000 });
        slow.place([file('page.jpg')]);
        return slow;
      },
      dispose: async () => undefined,
    };
  },
  {
    feeder: true,
    faults: [
      'scanner.no-paper',
      'scanner.cover-open',
      'scanner.busy',
      'scanner.unplugged',
      'scanner.garbage',
      'scanner.timeout',
    ],
  },
);

describe('the simulated scanner', () => {
  const loaded = (sheets: number): SimulatedScanner => {
    const scanner = new SimulatedScanner({ pageDurationMs: 0, deadlineMs: 10 });
    scanner.place(Array(sheets).fill(file('page.jpg')), 'feeder');
    scanner.place([file('page.jpg')]);
    return scanner;
  };
  const outcomes = async (
    scanner: SimulatedScanner,
    order: typeof glass | typeof feeder,
  ): Promise<string[]> =>
    (await collectPages(scanner.scan(order))).map((page) => (page.ok ? 'page' : page.error.code));

  it.each(simulatedScannerFaults)(
    'shows %s in the middle of a document, keeping the sheets before it',
    async (name) => {
      const scanner = loaded(4);
      scanner.orderFault({ fault: name, afterPages: 2 });
      const code = name === 'slow' ? 'scanner.timeout' : `scanner.${name}`;
      expect(await outcomes(scanner, feeder)).toEqual(['page', 'page', code]);
    },
  );

  it('goes on with the sheets left in the feeder after a jam was cleared', async () => {
    const scanner = loaded(3);
    scanner.orderFault({ fault: 'jam', afterPages: 1 });
    expect(await outcomes(scanner, feeder)).toEqual(['page', 'scanner.jam']);
    expect(await outcomes(scanner, feeder)).toEqual(['page', 'page']);
    expect(await outcomes(scanner, feeder)).toEqual(['scanner.no-paper']);
  });

  it('shows a fault once, and a sticky one until it is cleared', async () => {
    const scanner = loaded(0);
    scanner.orderFault({ fault: 'cover-open' });
    expect(await outcomes(scanner, glass)).toEqual(['scanner.cover-open']);
    expect(await outcomes(scanner, glass)).toEqual(['page']);
    scanner.orderFault({ fault: 'unplugged', isSticky: true });
    expect(await outcomes(scanner, glass)).toEqual(['scanner.unplugged']);
    expect(await scanner.health()).toMatchObject({ state: 'faulty', fault: { code: 'scanner.unplugged' } });
    scanner.clearFaults();
    expect(await outcomes(scanner, glass)).toEqual(['page']);
  });

  it('finds an empty glass empty', async () => {
    const scanner = loaded(0);
    scanner.place([]);
    expect(await outcomes(scanner, glass)).toEqual(['scanner.no-paper']);
  });

  it('scans a paper of another resolution at the resolution that was ordered', async () => {
    await picture(1240, 1754).png().withMetadata({ density: 150 }).toFile(file('150dpi.png'));
    await picture(1240, 1754).greyscale().jpeg().toFile(file('grey-a4.jpg'));
    for (const name of ['150dpi.png', 'grey-a4.jpg']) {
      const scanner = loaded(0);
      scanner.place([file(name)]);
      const [page] = await collectPages(scanner.scan(glass));
      expect(page).toMatchObject({ ok: true, value: { resolutionDpi: 300 } });
      if (page?.ok) expect(Math.abs(page.value.widthPx - 2480)).toBeLessThan(4);
    }
  });

  it.each([
    ['a 0-byte file', async () => Buffer.alloc(0)],
    ['a text', async () => Buffer.from('not a picture at all')],
    ['a truncated JPEG', async () => (await picture().jpeg().toBuffer()).subarray(0, 1500)],
    [
      'a JPEG with a hole in the middle',
      async () => {
        const noise = Buffer.alloc(WIDTH * HEIGHT * 3).map((_, index) => (index * 7919) & 255);
        const jpeg = await sharp(noise, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } })
          .jpeg()
          .withMetadata({ density: 300 })
          .toBuffer();
        return Buffer.concat([jpeg.subarray(0, jpeg.length >> 2), jpeg.subarray(jpeg.length - 200)]);
      },
    ],
    [
      'a 16-bit PNG',
      async () =>
        sharp(Buffer.alloc(200 * 200 * 6), {
          raw: { width: 200, height: 200, channels: 3, depth: 'ushort' } as never,
        })
          .toColourspace('rgb16')
          .png()
          .toBuffer(),
    ],
    [
      'a page 20,000 pixels wide',
      async () => picture(20_000, 20).png().withMetadata({ density: 300 }).toBuffer(),
    ],
  ])('calls %s garbage', async (name, bytes) => {
    const path = file(name.replaceAll(/\W/g, '-'));
    await writeFile(path, await bytes());
    const scanner = loaded(0);
    scanner.place([path]);
    expect(await outcomes(scanner, glass)).toEqual(['scanner.garbage']);
  });
});
