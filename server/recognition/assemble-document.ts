import type { RecognisedField, RecognisedPage, Recognition } from '@saoy/contracts/recognition';
import { checkPersonalNumber } from '../documents/check-personal-number.ts';
import { classifyDocument } from '../documents/classify-document.ts';
import { compareWithCode } from '../documents/compare-with-code.ts';
import { toDocumentText } from '../documents/document-text.ts';
import { readFields } from '../documents/read-fields.ts';
import { readTitle } from '../documents/read-title.ts';
import { raiseFlags } from '../eligibility/raise-flags.ts';
import type { PageReading } from './page-reading.ts';

/**
 * Type, fields and flags of the document that these pages make, in their order. Pure. `today` decides what
 * has expired; without it validity is not judged.
 */
export function assembleDocument(pages: readonly PageReading[], today?: Date): Recognition {
  const text = toDocumentText(pages);
  const { rules, confidence } = classifyDocument(text);
  const printed: Record<string, RecognisedField> =
    rules === undefined ? readTitle(text) : checkFields(rules.type, readFields(text, rules));
  const { fields, mismatches } =
    rules?.type === 'cccd' ? compareWithCode(printed, pages) : { fields: printed, mismatches: [] };
  const type = rules?.type ?? 'other';
  const flags = raiseFlags({
    type,
    bearsSeal: rules?.bearsSeal ?? true,
    expiryField: rules?.expiryField,
    fields,
    mismatches,
    pages,
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

/** The number is that of the person the document is about only where the type has it so. */
function checkFields(
  type: Recognition['type'],
  fields: Record<string, RecognisedField>,
): Record<string, RecognisedField> {
  if (type === 'cccd') return checkPersonalNumber(fields, 'number');
  return 'personal_id' in fields ? checkPersonalNumber(fields, 'personal_id') : fields;
}
