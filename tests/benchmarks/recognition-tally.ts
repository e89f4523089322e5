import type { Recognition } from '@saoy/contracts/recognition';
import {
  addErrors,
  type CharacterErrors,
  countCharacterErrors,
  noErrors,
  normaliseText,
} from './recognition-metric.ts';
import type { Sheet, Truth } from './recognition-set.ts';

/** How much of a text was right: character errors of printed and of written lines, fields standing in it. */
export interface TextScore {
  printed: CharacterErrors;
  written: CharacterErrors;
  fieldsFound: number;
  fields: number;
}

export const emptyTextScore = (): TextScore => ({
  printed: noErrors,
  written: noErrors,
  fieldsFound: 0,
  fields: 0,
});

/** Lines with hand-like letters are those the truth marks, on pages that were filled in so. */
export function scoreText(score: TextScore, sheet: Sheet, truth: Truth, text: string): void {
  const isWritten = (line: Truth['lines'][number]) => sheet.hand && line.hand;
  const textOf = (lines: Truth['lines']) => lines.map((line) => line.text);
  const printed = truth.lines.filter((line) => !isWritten(line));
  const written = truth.lines.filter(isWritten);
  score.printed = addErrors(score.printed, countCharacterErrors(textOf(printed), text));
  score.written = addErrors(score.written, countCharacterErrors(textOf(written), text));
  const whole = normaliseText(text);
  for (const value of Object.values(truth.fields)) {
    score.fields += 1;
    if (whole.includes(normaliseText(value))) score.fieldsFound += 1;
  }
}

/** A field as given, and whether it was right. */
export interface FieldOutcome {
  readonly confidence: number;
  readonly isRight: boolean;
}

export interface PageTally {
  pages: number;
  typeRight: number;
  printedFields: number;
  printedRight: number;
  writtenFields: number;
  writtenRight: number;
  sealRight: number;
  signatureRight: number;
  copyRight: number;
  /** Wrong and not marked for confirmation. */
  unmarked: number;
  readonly outcomes: FieldOutcome[];
  readonly wrong: string[];
}

export const emptyPageTally = (): PageTally => ({
  pages: 0,
  typeRight: 0,
  printedFields: 0,
  printedRight: 0,
  writtenFields: 0,
  writtenRight: 0,
  sealRight: 0,
  signatureRight: 0,
  copyRight: 0,
  unmarked: 0,
  outcomes: [],
  wrong: [],
});

/** Compares what was recognised on one page with its truth. */
export function tallyPage(tally: PageTally, sheet: Sheet, truth: Truth, recognition: Recognition): void {
  tally.pages += 1;
  if (recognition.type === sheet.type) tally.typeRight += 1;
  else tally.wrong.push(`${sheet.id} type: ${recognition.type}`);
  for (const [name, value] of Object.entries(truth.fields)) {
    const field = recognition.fields[name];
    const isRight = field?.value === value;
    if (field !== undefined) tally.outcomes.push({ confidence: field.confidence, isRight });
    if (field !== undefined && !isRight && field.needsConfirmation !== true) tally.unmarked += 1;
    if (sheet.hand) {
      tally.writtenFields += 1;
      if (isRight) tally.writtenRight += 1;
    } else {
      tally.printedFields += 1;
      if (isRight) tally.printedRight += 1;
      else tally.wrong.push(`${sheet.id} ${name}: ${value} / ${field?.value ?? '-'}`);
    }
  }
  const traits = recognition.pages[0]?.traits;
  if (traits?.redSeal === sheet.redSeal) tally.sealRight += 1;
  else tally.wrong.push(`${sheet.id} red seal: ${traits?.redSeal}`);
  if (traits?.signature === sheet.sig) tally.signatureRight += 1;
  else tally.wrong.push(`${sheet.id} signature: ${traits?.signature}`);
  if (traits?.blackAndWhite === sheet.bwCopy) tally.copyRight += 1;
}
