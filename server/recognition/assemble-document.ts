import type { RecognisedField, RecognisedPage, Recognition } from '@saoy/contracts/recognition';
import { checkFields } from '../documents/check-fields.ts';
import { classifyDocument } from '../documents/classify-document.ts';
import { compareWithCode } from '../documents/compare-with-code.ts';
import { compareWithZone } from '../documents/compare-with-zone.ts';
import { type DocumentText, toDocumentText } from '../documents/document-text.ts';
import type { DocumentRules } from '../documents/field-rule.ts';
import { readFields } from '../documents/read-fields.ts';
import { readOther } from '../documents/read-other.ts';
import type { Mismatch } from '../eligibility/eligibility-rule.ts';
import { raiseFlags } from '../eligibility/raise-flags.ts';
import { defaultTermLists, termsOn } from '../eligibility/term-list.ts';
import type { PageReading } from './page-reading.ts';

/** Of fields of one paper that contradict each other: offices err as well. */
const OF_FIELDS = 0.4;
/** Of print that contradicts the code of its card. */
const OF_CODE = 0.8;

/**
 * Type, fields and flags of the document that these pages make, in their order. Pure. `today` decides what
 * has expired, without it validity is not judged; `terms` are the words of the authority's list.
 */
export function assembleDocument(
  pages: readonly PageReading[],
  today?: Date,
  terms: readonly string[] = termsOn(defaultTermLists, today?.toISOString().slice(0, 10)),
): Recognition {
  const text = toDocumentText(pages);
  const { rules, confidence } = classifyDocument(text);
  const { fields, mismatches } = rules === undefined ? readOther(text) : readKnown(text, rules, today);
  const type = rules?.type ?? 'other';
  const flags = raiseFlags({
    type,
    bearsSeal: rules?.bearsSeal ?? true,
    expiryField: rules?.expiryField,
    fields,
    mismatches,
    text,
    pages,
    terms,
    today,
  });
  const isMarked = (page: number, code: string) =>
    flags.some((flag) => flag.page === page && flag.code === code && flag.confidence >= 0.5);
  return {
    type,
    typeConfidence: confidence,
    fields,
    flags,
    pages: pages.map(
      (page, index): RecognisedPage => ({
        rotation: page.rotation,
        skewDegrees: page.skewDegrees,
        problems: page.problems.map(({ code, box }) => ({ code, box })),
        traits: {
          ...page.traits,
          copyStamp: isMarked(index + 1, 'marked-as-copy'),
          secrecyMark: isMarked(index + 1, 'secrecy-mark'),
        },
        text: page.text,
        confidence: page.confidence,
      }),
    ),
  };
}

interface FieldsOfPaper {
  readonly fields: Record<string, RecognisedField>;
  readonly mismatches: Mismatch[];
}

function readKnown(text: DocumentText, rules: DocumentRules, today: Date | undefined): FieldsOfPaper {
  const { fields: checked, contradictions } = checkFields(readFields(text, rules), rules.checks ?? []);
  const mismatches = contradictions.map(
    ({ fields: [field = ''], why }): Mismatch => ({ field, why, weight: OF_FIELDS }),
  );
  if (rules.type !== 'cccd') return { fields: checked, mismatches };
  const { fields: coded, mismatches: names } = compareWithCode(checked, text.pages);
  const { fields, mismatches: ofLines } = compareWithZone(coded, text.pages, today);
  const ofCode = names.map((field): Mismatch => ({ field, why: 'code of the card', weight: OF_CODE }));
  const ofZone = ofLines.map(({ field, why }): Mismatch => ({ field, why, weight: OF_CODE }));
  return { fields, mismatches: [...ofCode, ...ofZone, ...mismatches] };
}
