import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { assembleDocument, createRecogniser } from '../../server/recognition/index.ts';

interface Sheet {
  readonly id: string;
  readonly type: string;
  readonly hand: boolean;
  readonly redSeal: boolean;
  readonly sig: boolean;
  readonly bwCopy: boolean;
}
interface DefectSheet {
  readonly file: string;
  readonly kind: string;
}
interface Truth {
  readonly fields: Record<string, string>;
}

/** What a defect of the set is called as a page problem; absent = no problem of a page. */
const PROBLEM_OF: Record<string, string> = {
  blur: 'blur',
  motion: 'motion',
  skew: 'skew',
  upside: 'upside-down',
  rot90: 'upside-down',
  cut: 'cut-off',
  glare: 'glare',
  blank: 'blank',
};

const folder = process.env['SAOY_DOCUMENTS_DIR'] ?? path.resolve('../shared/data/documents-dev');
if (!existsSync(path.join(folder, 'manifest.json'))) {
  console.log('Skipped: set SAOY_DOCUMENTS_DIR to a folder of pages with ground truth.');
  process.exit(0);
}

const json = async <T>(name: string): Promise<T> =>
  JSON.parse(await readFile(path.join(folder, name), 'utf8'));
const recogniser = createRecogniser({ workers: 2, deadlineMs: 120_000, log: pino({ level: 'silent' }) });
await recogniser.warmUp();
const read = async (name: string) => {
  const began = performance.now();
  const reading = await recogniser.readPage(await readFile(path.join(folder, name)));
  if (!reading.ok) throw new Error(`${name}: ${reading.error.code}`);
  pageMs.push(performance.now() - began);
  return assembleDocument([reading.value]);
};

const share = (right: number, all: number): string =>
  `${right}/${all} (${((100 * right) / Math.max(1, all)).toFixed(1)} %)`;

const count = {
  type: 0,
  printed: 0,
  printedRight: 0,
  written: 0,
  writtenRight: 0,
  seal: 0,
  signature: 0,
  copy: 0,
  sure: 0,
  sureRight: 0,
  unmarked: 0,
};
const pageMs: number[] = [];
const wrong: string[] = [];
const started = performance.now();
const cpu = process.cpuUsage();
const sheets = await json<Sheet[]>('manifest.json');
/** As many at a time as there are workers, so that a page's time is not its wait. */
async function forEachPage<T>(items: readonly T[], use: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const lane = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await use(item);
  };
  await Promise.all([lane(), lane()]);
}
await forEachPage(sheets, async (sheet) => {
  const [recognition, truth] = await Promise.all([
    read(`img/${sheet.id}.jpg`),
    json<Truth>(`gt/${sheet.id}.json`),
  ]);
  if (recognition.type === sheet.type) count.type += 1;
  for (const [name, value] of Object.entries(truth.fields)) {
    const field = recognition.fields[name];
    const isRight = field?.value === value ? 1 : 0;
    if (field !== undefined && field.confidence >= 0.95) {
      count.sure += 1;
      count.sureRight += isRight;
    }
    if (field !== undefined && isRight === 0 && field.needsConfirmation !== true) count.unmarked += 1;
    if (isRight === 0 && !sheet.hand) wrong.push(`${sheet.id} ${name}: ${value} / ${field?.value ?? '-'}`);
    count[sheet.hand ? 'written' : 'printed'] += 1;
    count[sheet.hand ? 'writtenRight' : 'printedRight'] += isRight;
  }
  const traits = recognition.pages[0]?.traits;
  if (traits?.redSeal === sheet.redSeal) count.seal += 1;
  if (traits?.signature === sheet.sig) count.signature += 1;
  if (traits?.blackAndWhite === sheet.bwCopy) count.copy += 1;
});
const sheetMs = pageMs.splice(0).sort((a, b) => a - b);
const wallMs = (performance.now() - started) / sheets.length;
const used = process.cpuUsage(cpu);

const defects = (await json<DefectSheet[]>('quality.json')).filter(
  (sheet) => sheet.kind in PROBLEM_OF || sheet.kind === 'ok',
);
let found = 0;
let falseAlarms = 0;
const missed: string[] = [];
await forEachPage(defects, async (sheet) => {
  const codes = (await read(`quality/${sheet.file}.jpg`)).pages[0]?.problems.map(({ code }) => code) ?? [];
  const wanted = PROBLEM_OF[sheet.kind];
  const isFound = codes.some((code) => code === wanted);
  if (wanted === undefined && codes.length > 0) falseAlarms += 1;
  if (wanted !== undefined && isFound) found += 1;
  if (isFound === (wanted === undefined)) missed.push(`${sheet.file}: ${codes.join(' ') || 'good'}`);
});
await recogniser.close();
const bad = defects.filter((sheet) => sheet.kind !== 'ok').length;

const percentile = (share: number) =>
  Math.round(sheetMs[Math.min(sheetMs.length - 1, Math.floor(sheetMs.length * share))] ?? 0);
const machine = `${os.availableParallelism()} x ${os.cpus()[0]?.model.trim()}, Node ${process.versions.node}`;

console.log(`machine          ${machine}, load ${os.loadavg()[0]?.toFixed(1)}`);
console.log(
  `sample           ${sheets.length} pages (${path.basename(folder)}), ${defects.length} for page problems, two workers`,
);
console.log(`type             ${share(count.type, sheets.length)}`);
console.log(`printed fields   ${share(count.printedRight, count.printed)}`);
console.log(`written fields   ${share(count.writtenRight, count.written)}`);
console.log(
  `given >= 0.95    ${share(count.sureRight, count.sure)} right; ${count.unmarked} wrong without a mark`,
);
console.log(`red seal         ${share(count.seal, sheets.length)}`);
console.log(`signature        ${share(count.signature, sheets.length)}`);
console.log(`b/w copy         ${share(count.copy, sheets.length)}`);
console.log(
  `page problems    ${share(found, bad)}, false alarms ${share(falseAlarms, defects.length - bad)}`,
);
console.log(
  `a page           median ${percentile(0.5)} ms, p95 ${percentile(0.95)} ms, ${percentile(0)} to ${percentile(1)} ms; ${Math.round(wallMs)} ms of wall time each`,
);
console.log(`CPU a page       ${Math.round((used.user + used.system) / 1000 / sheets.length)} ms, mean`);
console.log(`memory           ${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most`);
for (const line of [...wrong, ...missed]) console.log(`wrong            ${line}`);
