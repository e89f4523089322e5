// Fits the confidence of fields on pages with known truth, and shows how well it holds: `pnpm bench calibration`.
// SAOY_DOCUMENTS_DIRS names folders to fit on, SAOY_READINGS_DIR keeps what was read of them between runs.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pino } from 'pino';
import { featuresOf } from '../../server/documents/calibrate-confidence.ts';
import { classifyDocument } from '../../server/documents/classify-document.ts';
import { toDocumentText } from '../../server/documents/document-text.ts';
import { evidenceOf, findFields } from '../../server/documents/read-fields.ts';
import { createRecogniser, type PageReading } from '../../server/recognition/index.ts';

interface Sample {
  readonly page: string;
  readonly features: number[];
  readonly isRight: boolean;
}

const WEIGHTS_FILE = path.resolve(import.meta.dirname, '../../server/documents/confidence-weights.ts');
/** Pages are dealt into so many parts; each part is judged by weights fitted on the others. */
const PARTS = 6;
/** Pull towards zero, so that what is rare does not get weights without bounds. */
const RIDGE = 0.05;
const BINS = [0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.001];

const folders = (process.env['SAOY_DOCUMENTS_DIRS'] ?? path.resolve('../shared/data/documents-dev')).split(
  ',',
);
const readingsDir = process.env['SAOY_READINGS_DIR'];
if (!folders.every((folder) => existsSync(path.join(folder, 'manifest.json')))) {
  console.log('Skipped: set SAOY_DOCUMENTS_DIRS to folders of pages with ground truth.');
  process.exit(0);
}

const json = async <T>(file: string): Promise<T> => JSON.parse(await readFile(file, 'utf8'));
const recogniser = createRecogniser({ workers: 2, deadlineMs: 120_000, log: pino({ level: 'silent' }) });

async function readingOf(folder: string, id: string): Promise<PageReading> {
  const kept = readingsDir && path.join(readingsDir, path.basename(folder), `${id}.json`);
  if (kept !== undefined && existsSync(kept)) return json(kept);
  const reading = await recogniser.readPage(await readFile(path.join(folder, 'img', `${id}.jpg`)));
  if (!reading.ok) throw new Error(`${id}: ${reading.error.code}`);
  if (kept !== undefined) {
    await mkdir(path.dirname(kept), { recursive: true });
    await writeFile(kept, JSON.stringify(reading.value));
  }
  return reading.value;
}

async function samplesOf(folder: string, id: string): Promise<Sample[]> {
  const [reading, truth] = await Promise.all([
    readingOf(folder, id),
    json<{ fields: Record<string, string> }>(path.join(folder, 'gt', `${id}.json`)),
  ]);
  const text = toDocumentText([reading]);
  const { rules } = classifyDocument(text);
  if (rules === undefined) return [];
  const found = findFields(text, rules);
  return Object.entries(evidenceOf(text, found)).map(([name, evidence]) => ({
    page: `${folder}/${id}`,
    features: featuresOf(evidence),
    isRight: found[name]?.value.normalize('NFC') === truth.fields[name],
  }));
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * b[index]!, 0);
const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/** Logistic regression by Newton's method with a ridge on all but the constant. */
function fit(samples: readonly Sample[]): number[] {
  const size = samples[0]!.features.length;
  let weights = new Array<number>(size).fill(0);
  for (let round = 0; round < 40; round += 1) {
    const gradient = weights.map((weight, i) => (i === 0 ? 0 : -RIDGE * weight));
    const hessian = weights.map((_, i) => weights.map((__, j) => (i === j ? (i === 0 ? 1e-6 : RIDGE) : 0)));
    for (const { features, isRight } of samples) {
      const p = sigmoid(dot(features, weights));
      for (let i = 0; i < size; i += 1) {
        gradient[i]! += ((isRight ? 1 : 0) - p) * features[i]!;
        for (let j = 0; j < size; j += 1) hessian[i]![j]! += p * (1 - p) * features[i]! * features[j]!;
      }
    }
    const step = solve(hessian, gradient);
    weights = weights.map((weight, i) => weight + step[i]!);
    if (Math.max(...step.map(Math.abs)) < 1e-8) break;
  }
  return weights;
}

/** Gauss with pivots. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  for (let i = 0; i < rows.length; i += 1) {
    const pivot = rows.slice(i).reduce((best, row) => (Math.abs(row[i]!) > Math.abs(best[i]!) ? row : best));
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(i, 0, pivot);
    for (let k = 0; k < rows.length; k += 1) {
      if (k === i) continue;
      const factor = rows[k]![i]! / pivot[i]!;
      rows[k] = rows[k]!.map((value, j) => value - factor * pivot[j]!);
    }
  }
  return rows.map((row, i) => row.at(-1)! / row[i]!);
}

function printCurve(title: string, judged: readonly { p: number; isRight: boolean }[]): void {
  console.log(`${title}: ${judged.length} fields`);
  console.log('| confidence given | fields | mean confidence | right |\n| --- | --- | --- | --- |');
  for (const [index, from] of BINS.slice(0, -1).entries()) {
    const to = BINS[index + 1]!;
    const inside = judged.filter(({ p }) => p >= from && p < to);
    if (inside.length === 0) continue;
    const mean = inside.reduce((sum, { p }) => sum + p, 0) / inside.length;
    const right = inside.filter(({ isRight }) => isRight).length / inside.length;
    const cells = [
      `${from} – ${Math.min(1, to)}`,
      inside.length,
      mean.toFixed(3),
      `${(100 * right).toFixed(1)} %`,
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}

const samples: Sample[] = [];
for (const folder of folders) {
  const pages = await json<{ id: string }[]>(path.join(folder, 'manifest.json'));
  const found = await Promise.all(pages.map(({ id }) => samplesOf(folder, id)));
  samples.push(...found.flat());
}
await recogniser.close();

const pages = [...new Set(samples.map(({ page }) => page))];
const partOf = new Map(pages.map((page, index) => [page, index % PARTS]));
const crossed = Array.from({ length: PARTS }, (_, part) => {
  const weights = fit(samples.filter(({ page }) => partOf.get(page) !== part));
  return samples
    .filter(({ page }) => partOf.get(page) === part)
    .map(({ features, isRight }) => ({ p: Math.min(0.99, sigmoid(dot(features, weights))), isRight }));
}).flat();
printCurve(`judged by weights of other pages (${pages.length} pages, ${PARTS} parts)`, crossed);

const weights = fit(samples).map((weight) => Math.round(weight * 1000) / 1000);
console.log(`weights: ${weights.join(', ')}`);
if (process.argv.includes('--write')) {
  const names = folders.map((folder) => path.basename(folder)).join(', ');
  await writeFile(
    WEIGHTS_FILE,
    `/**\n * Made by tests/benchmarks/calibration.ts from ${samples.length} fields of ${pages.length} drawn pages (${names}).\n` +
      ` * The order is that of featuresOf.\n */\nexport const weights: readonly number[] = [\n  ${weights.join(', ')},\n];\n`,
  );
}
