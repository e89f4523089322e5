// The main job by robots on an isolated instance with simulated devices: how long people wait, and for what.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { RobotCitizen } from '../../cli/demo/robot-citizen.ts';
import { StaffRobot } from '../../cli/demo/staff-robot.ts';
import { buildPages } from '../../cli/start/build-pages.ts';
import { ensureFixtures, type Instance, projectRoot, startInstance } from '../../cli/start/instance.ts';
import { launchChromium } from '../e2e/launch-chromium.ts';

const person = 'mai';
const paper = 'birth-1';

/** Milliseconds of each step, one number a visit, in the order the steps happen. */
export type StepTimes = Map<string, number[]>;

/** Steps in which the person can do nothing but wait; scanning is not among them, the paper lies on the glass. */
const waits = [
  'last page scanned → details on screen',
  'confirm → request sent',
  'approved → released copy',
  'released → last sheet in the tray',
];

/** One visit: birth certificate of one page, certified, printed; the certifier decides at once. */
async function visit(instance: Instance, certifier: StaffRobot, times: StepTimes): Promise<void> {
  const note = (step: string, ms: number) => times.set(step, [...(times.get(step) ?? []), ms]);
  const measure = async <T>(step: string, work: () => Promise<T>): Promise<T> => {
    const begun = performance.now();
    const value = await work();
    note(step, performance.now() - begun);
    return value;
  };
  const citizen = await RobotCitizen.arrive(instance.kiosks[0]!.url, person);
  try {
    const begun = performance.now();
    let waitedMs = 0;
    const wait = async <T>(step: string, work: () => Promise<T>): Promise<T> => {
      const from = performance.now();
      const value = await measure(step, work);
      if (waits.includes(step)) waitedMs += performance.now() - from;
      return value;
    };
    await measure('language, service, consent', () => citizen.begin('certified'));
    await measure('identity: card and live face', () => citizen.proveIdentity());
    await citizen.layOnGlass(paper);
    await measure('scan and check a page', () => citizen.scanPage());
    await wait('last page scanned → details on screen', () => citizen.finishScan());
    const [requestId] = await wait('confirm → request sent', () =>
      citizen.confirm({ product: 'certified', delivery: { print: true, download: true, email: null } }),
    );
    await measure('decision by a robot', () => certifier.approve(requestId!));
    await wait('approved → released copy', () => citizen.awaitDecided());
    await wait('released → last sheet in the tray', () => citizen.awaitDone());
    note('attract screen → copy in the tray', performance.now() - begun);
    note('of which waiting for the machine', waitedMs);
    await citizen.leave();
  } finally {
    citizen.close();
  }
}

/** Resident memory of a process and its greatest so far, in MB. */
async function residentMb(pid: number): Promise<{ now: number; peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const read = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? Number.NaN) / 1024;
  return { now: read('VmRSS'), peak: read('VmHWM') };
}

async function compressedKb(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  let sum = 0;
  for (const entry of entries.filter((each) => each.isFile() && !each.name.startsWith('.')))
    sum += gzipSync(await readFile(path.join(entry.parentPath, entry.name))).length;
  return sum / 1024;
}

/** First contentful paint of the kiosk screen in milliseconds, in a browser that has never seen it. */
async function firstScreenMs(url: string): Promise<number> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
    await page.goto(url);
    await page.getByRole('heading', { level: 1 }).waitFor({ timeout: 60_000 });
    return await page.evaluate<number>(
      `new Promise((resolve) => new PerformanceObserver((list) => {
        for (const { name, startTime } of list.getEntries()) if (name === 'first-contentful-paint') resolve(startTime);
      }).observe({ type: 'paint', buffered: true }))`,
    );
  } finally {
    await browser.close();
  }
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`.padStart(9);

async function main(visits: number): Promise<void> {
  const options = {
    dataDir: await mkdtemp(path.join(tmpdir(), 'saoy-bench-')),
    papersDir: path.join(projectRoot, 'var', 'papers'),
    peopleDir: path.join(projectRoot, 'var', 'people'),
  };
  let instance: Instance | undefined;
  try {
    await buildPages({ root: projectRoot, log: (line) => console.error(line) });
    await ensureFixtures(options);
    instance = await startInstance(options);
    const certifier = new StaffRobot(instance.publicUrl);
    await certifier.enrol(instance.enrolmentLinks.find(({ roles }) => roles.includes('certifier'))!.url);

    console.log(
      `Machine: ${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, ` +
        `Node ${process.version}, load ${loadavg()[0]!.toFixed(1)} at the start`,
    );
    console.log(
      `Sample: ${visits} visits, birth certificate of one page, certified e-copy, simulated devices, embedded database`,
    );
    const times: StepTimes = new Map();
    for (let i = 0; i < visits; i++) {
      await visit(instance, certifier, times);
      console.error(`visit ${i + 1} of ${visits}`);
    }
    console.log(`${'Step'.padEnd(42)}${'median'.padStart(9)}${'p95'.padStart(9)}`);
    for (const [step, list] of times) {
      const sorted = list.toSorted((a, b) => a - b);
      console.log(`${step.padEnd(42)}${seconds(at(sorted, 0.5))}${seconds(at(sorted, 0.95))}`);
    }
    for (const { name, pid } of [instance.server, ...instance.kiosks.map(({ service }) => service)]) {
      const { now, peak } = await residentMb(pid);
      console.log(`Resident memory of ${name}: ${now.toFixed(0)} MB, at most ${peak.toFixed(0)} MB`);
    }
    console.log(
      `First kiosk screen in Chromium: ${seconds(await firstScreenMs(instance.kiosks[0]!.url)).trim()}`,
    );
    const verifyPage = await compressedKb(path.join(projectRoot, 'verify-page', 'dist'));
    console.log(`Verify page: ${verifyPage.toFixed(1)} KB compressed, fonts included`);

    await instance.stop();
    const again = performance.now();
    instance = await startInstance(options);
    console.log(`Second start: ${seconds(performance.now() - again).trim()}`);
  } finally {
    await instance?.stop();
    await rm(options.dataDir, { recursive: true, force: true });
  }
}

const wished = Number(process.argv[2] ?? 20);
if (!Number.isInteger(wished) || wished < 1) {
  console.error('journey: the number of visits must be a positive integer');
  process.exitCode = 2;
} else await main(wished);
