import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { assembleDocument, createRecogniser, languageFile } from '../../server/recognition/index.ts';
import { countArgument, machineLine, measure, spreadHeader, spreadLine } from './measurements.ts';
import { openNativeTesseract } from './native-tesseract.ts';
import { calibrationRows, pageRows, row, share, textRows } from './recognition-report.ts';
import { openRecognitionSet, pickEvenly, problemOfDefect } from './recognition-set.ts';
import { emptyPageTally, emptyTextScore, scoreText, tallyPage } from './recognition-tally.ts';

const { values } = parseArgs({
  options: { pages: { type: 'string' }, defects: { type: 'string' }, alone: { type: 'boolean' } },
});
const folder = process.env['SAOY_DOCUMENTS_DIR'] ?? path.resolve('../shared/data/documents-dev');
const set = await openRecognitionSet(folder);
if (set === undefined) {
  console.log('Skipped: set SAOY_DOCUMENTS_DIR to a folder of pages with ground truth.');
  process.exit(0);
}
const sheets = pickEvenly(set.sheets, countArgument(values.pages, set.sheets.length));
const defects =
  values.defects === '0'
    ? []
    : pickEvenly(set.defects, countArgument(values.defects ?? values.pages, set.defects.length));

console.log(machineLine());
const native =
  values.alone === true
    ? undefined
    : await openNativeTesseract({ vie: languageFile('vie'), eng: languageFile('eng') });
const recogniser = createRecogniser({ workers: 1, deadlineMs: 120_000, log: pino({ level: 'silent' }) });
await recogniser.warmUp();

const read = async (file: string) => {
  const bytes = await readFile(file);
  const { value, ...cost } = await measure(() => recogniser.readPage(bytes));
  if (!value.ok) throw new Error(`${path.basename(file)}: ${value.error.code}`);
  return { page: value.value, cost };
};

const tally = emptyPageTally();
const ours = emptyTextScore();
const theirs = emptyTextScore();
const wallMs: number[] = [];
const cpuMs: number[] = [];
const nativeCpuMs: number[] = [];
// The first page also pays for what starts with it.
await read(set.pathOf(sheets[0]!));
// By turns, so that what else the machine does falls on both alike.
for (const sheet of sheets) {
  const truth = await set.truthOf(sheet);
  const { page, cost } = await read(set.pathOf(sheet));
  wallMs.push(cost.wallMs);
  cpuMs.push(cost.cpuMs);
  scoreText(ours, sheet, truth, page.text);
  tallyPage(tally, sheet, truth, assembleDocument([page]));
  if (native === undefined) continue;
  const reading = await native.read(
    set.pathOf(sheet),
    truth.lang === 'en' ? 'eng' : 'vie',
    page.resolutionDpi,
  );
  nativeCpuMs.push(reading.cpuMs);
  scoreText(theirs, sheet, truth, reading.text);
}
await native?.close();

let found = 0;
let falseAlarms = 0;
const missed: string[] = [];
for (const sheet of defects) {
  const { page } = await read(set.pathOf(sheet));
  const codes = page.problems.map(({ code }) => code);
  const wanted = problemOfDefect[sheet.kind];
  const isFound = codes.some((code) => code === wanted);
  if (wanted === undefined && codes.length > 0) falseAlarms += 1;
  if (wanted !== undefined && isFound) found += 1;
  if (isFound === (wanted === undefined)) missed.push(`${sheet.file}: ${codes.join(' ') || 'good'}`);
}
await recogniser.close();
const bad = defects.filter(({ kind }) => kind !== 'ok').length;

console.log(
  `Sample: ${sheets.length} pages of ${set.name} one after the other with one worker, ${defects.length} more for page problems`,
);
console.log('');
for (const line of pageRows(tally)) console.log(line);
if (defects.length > 0) {
  console.log(
    row('page problems', `${share(found, bad)}, false alarms ${share(falseAlarms, defects.length - bad)}`),
  );
}
console.log('');
for (const line of calibrationRows(tally.outcomes, tally.unmarked)) console.log(line);
console.log('');
const nativeName = `native ${native?.version ?? 'tesseract'}, raw page`;
const sides = [{ name: 'Sao Y, all included', score: ours }];
if (native !== undefined) sides.push({ name: nativeName, score: theirs });
for (const line of textRows(sides)) console.log(line);
console.log('');
console.log(spreadHeader('ms a page'));
console.log(spreadLine('Sao Y, CPU, all included', cpuMs));
if (native !== undefined) console.log(spreadLine(`${nativeName}, CPU`, nativeCpuMs));
console.log(spreadLine('Sao Y, wall time', wallMs));
const mean = (sample: readonly number[]) => sample.reduce((sum, value) => sum + value, 0) / sample.length;
if (native === undefined) {
  console.log(row('mean CPU a page', `${mean(cpuMs).toFixed(0)} ms`));
  console.log(
    values.alone === true ? 'Native tesseract left out.' : 'Native tesseract: skipped, it is not installed.',
  );
} else {
  const times = mean(cpuMs) / mean(nativeCpuMs);
  console.log(
    row(
      'mean CPU a page',
      `${mean(cpuMs).toFixed(0)} ms, native ${mean(nativeCpuMs).toFixed(0)} ms: ${times.toFixed(2)} times`,
    ),
  );
}
console.log(row('memory', `${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most`));
for (const line of [...tally.wrong, ...missed]) console.log(row('wrong', line));
