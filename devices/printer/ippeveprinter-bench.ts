import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { PrinterBench } from './contract.ts';
import { IppPrinter } from './ipp-printer.ts';

// ippeveprinter announces itself over DNS-SD and does not start without avahi, which wants a D-Bus. Both are
// started here, private to the test and bound to the loopback interface.

const busConfiguration = (socket: string): string => `<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path=${socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/><allow user="*"/></policy></busconfig>`;

const avahiConfiguration = '[server]\nallow-interfaces=lo\nuse-ipv6=no\n';

/** Prints as the file `behaviour` beside it says: `ok`, `jam` until it says otherwise, or `fail`. */
const printCommand = `#!/bin/sh
cd "$(dirname "$0")"
case "$(cat behaviour)" in
  fail) echo "ERROR: spoiled" >&2; exit 1 ;;
  jam)
    echo "STATE: +media-jam-error" >&2
    while [ "$(cat behaviour)" = jam ]; do sleep 0.05; done
    echo "STATE: -media-jam-error" >&2 ;;
esac
exit 0
`;

/** Starts a software printer that speaks real IPP; undefined when the machine does not let it start. */
export async function startIppeveprinter(): Promise<PrinterBench | undefined> {
  const directory = await mkdtemp(join(tmpdir(), 'saoy-ipp-'));
  const children: ChildProcess[] = [];
  const dispose = async (): Promise<void> => {
    for (const child of children.reverse()) await stopProcess(child);
    await rm(directory, { recursive: true, force: true });
  };
  const start = (
    program: string,
    programArguments: readonly string[],
    environment: readonly string[] = [],
  ): ChildProcess => {
    const child = spawn('env', [...environment, program, ...programArguments], {
      stdio: 'ignore',
      cwd: directory,
    });
    children.push(child);
    return child;
  };
  const socket = join(directory, 'bus');
  const spool = join(directory, 'spool');
  const behaviour = join(directory, 'behaviour');
  await mkdir(spool);
  await writeFile(join(directory, 'bus.conf'), busConfiguration(socket));
  await writeFile(join(directory, 'avahi.conf'), avahiConfiguration);
  await writeFile(join(directory, 'print.sh'), printCommand);
  await chmod(join(directory, 'print.sh'), 0o755);
  await writeFile(behaviour, 'ok');

  const announcing = await startAnnouncing(directory, socket, start);
  if (announcing === undefined) return disposeOf(dispose);
  const port = await findFreePort();
  const url = `http://localhost:${port}`;
  const options = [
    '-p',
    String(port),
    '-d',
    spool,
    '-k',
    '-n',
    'localhost',
    '-c',
    join(directory, 'print.sh'),
  ];
  const formats = ['-f', 'application/pdf,image/pwg-raster'];
  const isUp = await waitFor(async () => {
    // It gives up when avahi is not ready yet.
    start('ippeveprinter', [...options, ...formats, 'Saoy contract'], announcing);
    return waitFor(async () => (await fetch(url)).ok, 8);
  }, 12);
  if (!isUp) return disposeOf(dispose);

  const setMedia = async (main: number, byPass: number): Promise<void> => {
    // The printer's own web form: both trays must be filled, or media-empty never clears.
    const paper = (tray: number, level: number): string =>
      `size${tray}=iso_a4_210x297mm&type${tray}=stationery&level${tray}=${level}`;
    await fetch(`${url}/media?${paper(1, main)}&${paper(3, byPass)}`);
  };
  await setMedia(250, 25);
  return {
    printer: new IppPrinter({ url: `ipp://localhost:${port}/ipp/print` }),
    printed: async () => {
      const names = (await readdir(spool)).filter((name) => name.endsWith('.pdf'));
      const files = await Promise.all(
        names.map(async (name) => ({ name, at: (await stat(join(spool, name))).mtimeMs })),
      );
      files.sort((a, b) => a.at - b.at);
      return Promise.all(files.map(({ name }) => readFile(join(spool, name))));
    },
    cause: {
      'printer.jam': () => writeFile(behaviour, 'jam'),
      'printer.paper-out': () => setMedia(0, 0),
    },
    mend: async () => {
      await writeFile(behaviour, 'ok');
      await setMedia(250, 25);
    },
    spoilNextJob: () => writeFile(behaviour, 'fail'),
    unplugged: () => new IppPrinter({ url: 'ipp://localhost:9/ipp/print', timeoutMs: 500 }),
    dispose,
  };
}

type Start = (
  program: string,
  programArguments: readonly string[],
  environment?: readonly string[],
) => ChildProcess;

/**
 * The environment in which a program finds avahi: the system's own where it runs, else a private one. A machine
 * carries one avahi only, so this waits while another test has its own.
 */
async function startAnnouncing(
  directory: string,
  socket: string,
  start: Start,
): Promise<readonly string[] | undefined> {
  const bus = `DBUS_SYSTEM_BUS_ADDRESS=unix:path=${socket}`;
  start('dbus-daemon', [`--config-file=${join(directory, 'bus.conf')}`, '--nofork', '--nopidfile']);
  if (!(await waitFor(async () => (await stat(socket)).isSocket()))) return undefined;
  const file = `--file=${join(directory, 'avahi.conf')}`;
  for (let attempt = 0; attempt < 30; attempt++) {
    const avahi = start('avahi-daemon', ['--no-chroot', '--no-drop-root', '--no-rlimits', file], [bus]);
    await Promise.race([once(avahi, 'exit'), delay(400)]);
    if (avahi.exitCode === null) return [bus];
    if (await isSystemBusThere()) return [];
    await delay(500);
  }
  return undefined;
}

const isSystemBusThere = (): Promise<boolean> =>
  stat('/run/dbus/system_bus_socket').then(
    (info) => info.isSocket(),
    () => false,
  );

async function disposeOf(dispose: () => Promise<void>): Promise<undefined> {
  await dispose();
  return undefined;
}

async function waitFor(isReady: () => Promise<boolean>, attempts = 60): Promise<boolean> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (await isReady().catch(() => false)) return true;
    await delay(100);
  }
  return false;
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const stopProcess = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill();
    setTimeout(() => child.kill('SIGKILL'), 2000).unref();
  });
