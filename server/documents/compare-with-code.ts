import type { CardHolder } from '@saoy/contracts/identity';
import type { RecognisedField } from '@saoy/contracts/recognition';
import { parseCardQr } from '../identity/parse-card-qr.ts';
import type { PageReading } from '../recognition/page-reading.ts';
import { findApproximately } from './find-approximately.ts';
import { fold } from './fold-text.ts';

export interface CodeComparison {
  readonly fields: Record<string, RecognisedField>;
  /** Names of fields that are clearly printed and say something else than the code. */
  readonly mismatches: string[];
}

/** Read by two independent ways with the same result. */
const CONFIRMED = 0.99;
/** Letters from print, their marks from the code. */
const MARKS_FROM_CODE = 0.93;
/** The code is unsigned: what it alone says is for a person to compare. */
const CODE_ALONE = 0.7;
/** Print read less surely than this may simply be misread. */
const CLEARLY_PRINTED = 0.9;

/** Old and new ways to place the tone mark (hoà, hòa) are one spelling. */
const withoutTonePlace = (text: string): string => {
  const letters = text.toLocaleLowerCase('vi').normalize('NFD');
  const tones =
    letters
      .match(/[\u0300\u0301\u0303\u0309\u0323]/gu)
      ?.sort()
      .join('') ?? '';
  return letters.replace(/[\u0300\u0301\u0303\u0309\u0323]/gu, '') + tones;
};

/**
 * Compares the printed fields of a card with its code: agreement makes them sure, a slip of the reader is put
 * right, a true difference is named. Printed spelling is kept wherever both mean the same.
 */
export function compareWithCode(
  fields: Record<string, RecognisedField>,
  pages: readonly PageReading[],
): CodeComparison {
  const mismatches: string[] = [];
  for (const [index, page] of pages.entries()) {
    for (const code of page.codes ?? []) {
      const holder = parseCardQr(code.text);
      if (!holder.ok) continue;
      const compared = { ...fields };
      for (const [name, said] of Object.entries(valuesOf(holder.value))) {
        const printed = fields[name];
        const result = compare(printed, said);
        if (result === 'mismatch') mismatches.push(name);
        else if (result !== undefined)
          compared[name] = { page: index + 1, box: code.box, ...printed, ...result };
      }
      return { fields: compared, mismatches };
    }
  }
  return { fields, mismatches };
}

interface Said {
  readonly value: string;
  readonly normalised: string;
}
type Outcome = Pick<RecognisedField, 'value' | 'normalised' | 'confidence' | 'needsConfirmation'>;

function valuesOf(holder: CardHolder): Record<string, Said> {
  const gender = fold(holder.gender);
  const iso = holder.dateOfBirth;
  const name = holder.fullName.normalize('NFC').toLocaleUpperCase('vi');
  return {
    number: { value: holder.number, normalised: holder.number },
    full_name: { value: name, normalised: name },
    ...(iso === null
      ? {}
      : { date_of_birth: { value: iso.split('-').reverse().join('/'), normalised: iso } }),
    ...(gender === 'nam' ? { gender: { value: 'Nam', normalised: 'male' } } : {}),
    ...(gender === 'nu' ? { gender: { value: 'Nữ', normalised: 'female' } } : {}),
  };
}

function compare(printed: RecognisedField | undefined, said: Said): Outcome | 'mismatch' | undefined {
  const alone: Outcome = { ...said, confidence: CODE_ALONE, needsConfirmation: true };
  if (printed === undefined) return alone;
  const { value, normalised } = printed;
  if (withoutTonePlace(normalised) === withoutTonePlace(said.normalised)) {
    return { value, normalised, confidence: CONFIRMED, needsConfirmation: false };
  }
  if (fold(normalised) === fold(said.normalised)) {
    return { ...said, confidence: MARKS_FROM_CODE, needsConfirmation: false };
  }
  const isAlike = findApproximately(fold(said.normalised), fold(normalised), 2) !== undefined;
  return isAlike && printed.confidence < CLEARLY_PRINTED ? alone : 'mismatch';
}
