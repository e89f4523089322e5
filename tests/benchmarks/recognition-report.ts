import type { CharacterErrors } from './recognition-metric.ts';
import type { FieldOutcome, PageTally, TextScore } from './recognition-tally.ts';

/** Lower bounds of the bins of confidence; the last is what is given as sure. */
const BINS = [0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98] as const;

export const row = (name: string, value: string): string => `${name.padEnd(22)}${value}`;

export const share = (right: number, all: number): string =>
  `${right}/${all} (${((100 * right) / Math.max(1, all)).toFixed(1)} %)`;

const percent = ({ errors, characters }: CharacterErrors): string =>
  `${((100 * errors) / Math.max(1, characters)).toFixed(2)} %`;

/** Types, fields and traits. */
export const pageRows = (tally: PageTally): string[] => [
  row('type', share(tally.typeRight, tally.pages)),
  row('printed fields', share(tally.printedRight, tally.printedFields)),
  row('written fields', share(tally.writtenRight, tally.writtenFields)),
  row('red seal', share(tally.sealRight, tally.pages)),
  row('signature', share(tally.signatureRight, tally.pages)),
  row('b/w copy', share(tally.copyRight, tally.pages)),
];

/** Confidence against the share that is right. */
export function calibrationRows(outcomes: readonly FieldOutcome[], unmarked: number): string[] {
  const rightOf = (some: readonly FieldOutcome[]) => some.filter(({ isRight }) => isRight).length;
  const rows = BINS.map((from, index) => {
    const to = BINS[index + 1] ?? Number.POSITIVE_INFINITY;
    const bin = outcomes.filter(({ confidence }) => confidence >= from && confidence < to);
    const mean = bin.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, bin.length);
    const name = to === Number.POSITIVE_INFINITY ? `  ${from} to 1` : `  ${from} to ${to}`;
    return bin.length === 0
      ? row(name, 'no field')
      : row(name, `${share(rightOf(bin), bin.length)} right, mean confidence ${(100 * mean).toFixed(1)} %`);
  });
  const sure = outcomes.filter(({ confidence }) => confidence >= 0.95);
  return [
    'Confidence of the fields given against the share that is right:',
    ...rows,
    row('given >= 0.95', `${share(rightOf(sure), sure.length)} right; ${unmarked} wrong without a mark`),
  ];
}

/** What both sides made of the same pages. */
export function textRows(sides: readonly { readonly name: string; readonly score: TextScore }[]): string[] {
  const header = `${'text'.padEnd(34)}${['CER printed', 'CER written', 'fields in text'].map((name) => name.padStart(24)).join('')}`;
  return [
    header,
    ...sides.map(({ name, score }) => {
      const cells = [
        percent(score.printed),
        score.written.characters === 0 ? '-' : percent(score.written),
        share(score.fieldsFound, score.fields),
      ];
      return `${name.padEnd(34)}${cells.map((cell) => cell.padStart(24)).join('')}`;
    }),
  ];
}
