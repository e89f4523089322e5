// `pnpm bench NAME …`: every benchmark prints what it ran on, its sample and its numbers.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const benchmarks: Record<string, string> = {
  signing:
    '[COPIES]  author and sign (40) certified copies at B-LTA, beside pyHanko; sixteen at once: time, CPU, memory',
  verify: '[FILES]  verify (40) certified copies, beside pyHanko: time, CPU',
  lookup:
    '[COPIES] [ROUNDS]  QR look-ups among 10 thousand and COPIES (a million) copies, beside a bare Express route',
  log: '[LEAVES]  append (100) leaves to the transparency log and wait for their checkpoints, on either database: time, CPU',
  seal: '[PHOTOGRAPHS]  the QR code of the longest seal from (20) bad photographs of each kind: share read, time',
  journey:
    '[VISITS]  robot visits (20) from attract screen to copy in the tray: time of each step, memory, sizes',
  card: '[CARDS] [SEED]  the code of (12) drawn ID cards in hard camera frames and a second of video, beside other readers',
  flags:
    '[--papers tune|held] [--seed S] [--again N]  the six refusal reasons on drawn papers, and false alarms on good ones',
  recognition:
    '[--pages N] [--defects N] [--alone]  papers with known truth (SAOY_DOCUMENTS_DIR), beside native tesseract: fields, calibration, errors, CPU',
  calibration:
    '[--write]  fits the confidence of fields on papers with known truth (SAOY_DOCUMENTS_DIRS) and shows how well it holds',
  pages:
    '[--pages N]  page problems found and false alarms (SAOY_DOCUMENTS_DIR), time from the last scanned byte to the verdict',
  guidance:
    '[SECONDS]  the face screen in Chromium without a GPU (16): guided frames a second, time from frame to frame',
  faces:
    '[FOLDER] [FACES]  pairs of faces (SAOY_FACES_DIR, pairs.tsv), both engines: error rates, thresholds, time a face',
};

const [name, ...rest] = process.argv.slice(2);
if (name === undefined || name === '--help' || name === '-h' || !(name in benchmarks)) {
  const isAsked = name === '--help' || name === '-h';
  const lines = Object.entries(benchmarks).map(([each, what]) => `  ${each.padEnd(12)} ${what}`);
  console[isAsked ? 'log' : 'error'](`Usage: pnpm bench NAME …\n${lines.join('\n')}`);
  process.exitCode = isAsked ? 0 : 2;
} else {
  const script = path.join(import.meta.dirname, `${name}.ts`);
  const { status } = spawnSync(process.execPath, [script, ...rest], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
