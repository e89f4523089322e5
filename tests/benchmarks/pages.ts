// Page problems alone: how many are found, how many good pages are called bad, and how soon after the last scanned byte
// a kiosk knows. `pnpm bench pages [--pages N]`, on the papers of SAOY_DOCUMENTS_DIR and on the defects in its `quality`.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { PageProcessor } from '../../kiosk-agent/pages/page-processor.ts';
import { problemOfDefect } from './recognition-set.ts';

const { values } = parseArgs({ options: { pages: { type: 'string' } } });
const most = Number(values.pages ?? Number.POSITIVE_INFINITY);
const folder = process.env['SAOY_DOCUMENTS_DIR'] ?? path.resolve('../shared/data/documents-dev');
if (!existsSync(path.join(folder, 'manifest.json'))) {
  console.log('Skipped: set SAOY_DOCUMENTS_DIR to a folder of pages with ground truth.');
  process.exit(0);
}
const json = async <T>(name: string): Promise<T> =>
  JSON.parse(await readFile(path.join(folder, name), 'utf8'));

const papers = (await json<{ id: string }[]>('manifest.json')).map(({ id }) => ({
  file: `img/${id}.jpg`,
  wanted: undefined as string | undefined,
}));
const defects = (await json<{ file: string; kind: string }[]>('quality.json')).map(({ file, kind }) => ({
  file: `quality/${file}.jpg`,
  wanted: problemOfDefect[kind],
}));
const sheets = [...papers, ...defects].slice(0, most);

// The thread of the processor alone keeps no process alive.
const alive = setInterval(() => undefined, 60_000);
const processor = new PageProcessor();
processor.warmUp();
const wallMs: number[] = [];
const cpuMs: number[] = [];
const wrong: string[] = [];
const count = { bad: 0, found: 0, good: 0, falseAlarms: 0 };
const began = performance.now();
await processor.preparePage('first', await readFile(path.join(folder, sheets[0]?.file ?? '')), 300);
const firstMs = performance.now() - began;
for (const { file, wanted } of sheets) {
  const bytes = await readFile(path.join(folder, file));
  const cpu = process.cpuUsage();
  const start = performance.now();
  const page = await processor.preparePage(file, bytes, 300);
  wallMs.push(performance.now() - start);
  const used = process.cpuUsage(cpu);
  cpuMs.push((used.user + used.system) / 1000);
  if (!page.ok) throw new Error(`${file}: ${page.error.code}`);
  const codes = page.value.problems.map(({ code }) => code as string);
  if (wanted === undefined) {
    count.good += 1;
    if (codes.length > 0) count.falseAlarms += 1;
  } else {
    count.bad += 1;
    if (codes.includes(wanted)) count.found += 1;
  }
  const isRight = wanted === undefined ? codes.length === 0 : codes.includes(wanted);
  if (!isRight) wrong.push(`${file}: ${codes.join(' ') || 'good'}, not ${wanted ?? 'good'}`);
}
await processor.close();
clearInterval(alive);

const spread = (times: readonly number[]): string => {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return `median ${at(0.5)} ms, p95 ${at(0.95)} ms, ${at(0)} to ${at(1)} ms`;
};
const share = (part: number, all: number): string =>
  `${part}/${all} (${((100 * part) / Math.max(1, all)).toFixed(1)} %)`;

const machine = `${os.availableParallelism()} x ${os.cpus()[0]?.model.trim()}, Node ${process.versions.node}`;
console.log(`machine          ${machine}, load ${os.loadavg()[0]?.toFixed(1)}`);
console.log(`sample           ${sheets.length} pages (${path.basename(folder)}), one after the other`);
console.log(`problems found   ${share(count.found, count.bad)}`);
console.log(`false alarms     ${share(count.falseAlarms, count.good)}`);
console.log(`told after       ${spread(wallMs)} from the last byte: decoded, judged, packed`);
console.log(`CPU a page       ${spread(cpuMs)}`);
console.log(`first page       ${Math.round(firstMs)} ms, the thread's start and rehearsal included`);
for (const line of wrong) console.log(`wrong            ${line}`);
