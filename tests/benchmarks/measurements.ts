import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';

/** What one repetition cost. */
export interface Cost {
  readonly wallMs: number;
  /** User and system time of the process with all its threads. */
  readonly cpuMs: number;
}

/** Runs `work` and measures it; nothing else may run in this process meanwhile. */
export async function measure<T>(work: () => Promise<T> | T): Promise<Cost & { readonly value: T }> {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const value = await work();
  const wallMs = performance.now() - begun;
  const { user, system } = process.cpuUsage(cpu);
  return { value, wallMs, cpuMs: (user + system) / 1000 };
}

/** The value below which a share of the sample lies. */
export const quantile = (sample: readonly number[], share: number): number => {
  const sorted = sample.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
};

export const median = (sample: readonly number[]): number => quantile(sample, 0.5);

export const spreadHeader = (what: string): string =>
  `${what.padEnd(44)}${['median', 'p95', 'min', 'max'].map((name) => name.padStart(9)).join('')}`;

/** One line of a table: median, p95, least and greatest of a sample in milliseconds. */
export const spreadLine = (what: string, sample: readonly number[]): string =>
  `${what.padEnd(44)}${[0.5, 0.95, 0, 1].map((share) => quantile(sample, share).toFixed(1).padStart(9)).join('')}`;

export const machineLine = (): string =>
  `Machine: ${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ` +
  `${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}, load ${loadavg()[0]!.toFixed(1)} at the start`;

/** Resident memory of a process now and at most so far, in MB. */
export async function residentMb(pid: number): Promise<{ readonly now: number; readonly peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const read = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? Number.NaN) / 1024;
  return { now: read('VmRSS'), peak: read('VmHWM') };
}

/** Processor time that another process has used so far, with all its threads; to a hundredth of a second. */
export async function processorMsOf(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Processor time of the processes that this one started and that still run. */
export async function processorMsOfChildren(): Promise<number> {
  const children = await readFile(`/proc/self/task/${process.pid}/children`, 'utf8');
  const used = await Promise.all(
    children
      .trim()
      .split(/\s+/)
      .filter(Boolean)
      .map((pid) => processorMsOf(Number(pid))),
  );
  return used.reduce((sum, ms) => sum + ms, 0);
}

/** The positive integer of an argument, or `fallback` without one. */
export function countArgument(given: string | undefined, fallback: number): number {
  const count = given === undefined ? fallback : Number(given);
  if (Number.isInteger(count) && count > 0) return count;
  console.error(`${given} is not a positive integer`);
  process.exit(2);
}
