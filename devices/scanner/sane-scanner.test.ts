import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requireProgram } from '../../tests/programs.ts';
import { collectPages, describeScannerContract, type ScannerBench } from './contract.ts';
import { SaneScanner, type SaneScannerSettings } from './sane-scanner.ts';
import { scanFolderRoot } from './scan-folder.ts';

// A page of 2480 × 3508 pixels is what A4 at 300 dpi is; a smaller one is quicker and shows as much.
const [WIDTH, HEIGHT] = [620, 877];

const SANE_PORT = 6566;

const ppm = (): Buffer => {
  const pixels = Buffer.alloc(WIDTH * HEIGHT * 3, 250);
  for (let index = 0; index < pixels.length; index += 41) pixels[index] = index & 255;
  return Buffer.concat([Buffer.from(`P6\n${WIDTH} ${HEIGHT}\n255\n`), pixels]);
};

interface SaneBench {
  readonly directory: string;
  readonly page: string;
  readonly scanner: (device: string, settings?: Partial<SaneScannerSettings>) => SaneScanner;
  readonly dispose: () => Promise<void>;
}

async function setUpSane(backends = 'pnm\ntest\nnet\n'): Promise<SaneBench> {
  const directory = await mkdtemp(join(tmpdir(), 'saoy-sane-test-'));
  const page = join(directory, 'page.ppm');
  await writeFile(join(directory, 'dll.conf'), backends);
  await writeFile(join(directory, 'net.conf'), '');
  await writeFile(join(directory, 'saned.conf'), '127.0.0.0/8\n');
  await writeFile(page, ppm());
  return {
    directory,
    page,
    scanner: (device, settings = {}) =>
      new SaneScanner({ device, configurationDirectory: directory, ...settings }),
    dispose: () => rm(directory, { recursive: true, force: true }),
  };
}

function pnmBench(sane: SaneBench, device: string, dispose: () => Promise<void>): ScannerBench {
  const serve = ['--filename', sane.page];
  const failing = (status: string) => () =>
    sane.scanner(device, { extraArguments: [...serve, `--status-${status}=yes`] });
  return {
    scanner: sane.scanner(device, { extraArguments: serve }),
    glassSize: [WIDTH, HEIGHT],
    failing: {
      'scanner.jam': failing('jammed'),
      'scanner.no-paper': failing('nodocs'),
      'scanner.cover-open': failing('coveropen'),
      'scanner.unplugged': failing('ioerror'),
    },
    slow: () =>
      sane.scanner('test:0', { extraArguments: ['--read-delay=yes', '--read-delay-duration=200000'] }),
    dispose,
  };
}

const faults = ['scanner.jam', 'scanner.no-paper', 'scanner.cover-open', 'scanner.unplugged'] as const;

describe.runIf(requireProgram('scanimage'))('scanners behind SANE', () => {
  describeScannerContract(
    'SANE with the pnm backend',
    async () => {
      const sane = await setUpSane();
      return pnmBench(sane, 'pnm:0', sane.dispose);
    },
    { faults },
  );

  describeScannerContract(
    'SANE with the test backend',
    async () => {
      const sane = await setUpSane();
      const scanner = sane.scanner('test:0', { extraArguments: ['--test-picture=Color pattern'] });
      const returning = (status: string) => () =>
        sane.scanner('test:0', { extraArguments: [`--read-return-value=SANE_STATUS_${status}`] });
      return {
        scanner,
        // The backend's glass is 200 mm wide and high.
        glassSize: [2362, 2362],
        feederSheets: 10,
        failing: {
          'scanner.jam': returning('JAMMED'),
          'scanner.busy': returning('DEVICE_BUSY'),
          'scanner.cover-open': returning('COVER_OPEN'),
          'scanner.no-paper': returning('NO_DOCS'),
          'scanner.garbage': returning('NO_MEM'),
          'scanner.unplugged': () => sane.scanner('nosuch:0'),
          'scanner.timeout': () =>
            sane.scanner('test:0', {
              extraArguments: ['--read-delay=yes', '--read-delay-duration=200000'],
              deadlineMs: 300,
            }),
        },
        slow: () =>
          sane.scanner('test:0', { extraArguments: ['--read-delay=yes', '--read-delay-duration=200000'] }),
        dispose: sane.dispose,
      };
    },
    { feeder: true, faults: [...faults, 'scanner.busy', 'scanner.garbage', 'scanner.timeout'] },
  );

  it('leaves no page behind, neither after success nor after a deadline', async () => {
    const sane = await setUpSane();
    const mine = async (): Promise<string[]> =>
      (await readdir(await scanFolderRoot())).filter((name) => name.startsWith(`saoy-scan-${process.pid}-`));
    const order = { source: 'glass', resolutionDpi: 300 } as const;
    await collectPages(sane.scanner('pnm:0', { extraArguments: ['--filename', sane.page] }).scan(order));
    await collectPages(
      sane
        .scanner('test:0', {
          extraArguments: ['--read-delay=yes', '--read-delay-duration=200000'],
          deadlineMs: 200,
        })
        .scan(order),
    );
    expect(await mine()).toEqual([]);
    await sane.dispose();
  });

  it('says what failed also when scanimage hangs after it has said so', async () => {
    const sane = await setUpSane();
    const program = join(sane.directory, 'hanging-scanimage');
    await writeFile(program, '#!/bin/sh\nscanimage "$@" || exec sleep 60\n', { mode: 0o755 });
    const scanner = sane.scanner('test:0', {
      program,
      extraArguments: ['--read-return-value=SANE_STATUS_DEVICE_BUSY'],
    });
    const [page] = await collectPages(scanner.scan({ source: 'glass', resolutionDpi: 300 }));
    expect(page).toMatchObject({ ok: false, error: { code: 'scanner.busy' } });
    await scanner.close();
    await sane.dispose();
  });

  it('says garbage when scanimage ends well and leaves no page', async () => {
    const sane = await setUpSane();
    const program = join(sane.directory, 'idle-scanimage');
    await writeFile(
      program,
      '#!/bin/sh\ncase "$*" in *--output-file*) exit 0;; esac\nexec scanimage "$@"\n',
      {
        mode: 0o755,
      },
    );
    const [page] = await collectPages(
      sane.scanner('test:0', { program }).scan({ source: 'glass', resolutionDpi: 300 }),
    );
    expect(page).toMatchObject({ ok: false, error: { code: 'scanner.garbage' } });
    await sane.dispose();
  });

  it('says unplugged when scanimage is not installed', async () => {
    const scanner = new SaneScanner({ device: 'test:0', program: 'scanimage-that-is-not-there' });
    expect(await scanner.health()).toMatchObject({ state: 'faulty', fault: { code: 'scanner.unplugged' } });
  });
});

describe.runIf(requireProgram('scanimage') && requireProgram('saned'))('scanners behind saned', () => {
  describeScannerContract(
    'SANE over the network',
    async () => {
      const sane = await setUpSane();
      // The net backend knows one port only, so a free address of the loopback network takes the place of a free port.
      const address = `127.${process.pid & 255}.${(process.pid >> 8) & 255}.2`;
      const daemon = spawn(
        'env',
        [`SANE_CONFIG_DIR=${sane.directory}`, 'saned', '-l', '-p', String(SANE_PORT), '-b', address, '-e'],
        { stdio: 'ignore' },
      );
      await waitForPort(address);
      return pnmBench(sane, `net:${address}:pnm:0`, async () => {
        await stopProcess(daemon);
        await sane.dispose();
      });
    },
    { faults },
  );
});

async function waitForPort(address: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(SANE_PORT, address, () => {
        socket.end();
        resolve(true);
      }).on('error', () => resolve(false));
    });
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('saned did not start');
}

const stopProcess = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill();
  });
