import type { RecognisedField } from '@saoy/contracts/recognition';
import { toInputBox, unionBox } from '../recognition/page-reading.ts';
import { calibrateConfidence } from './calibrate-confidence.ts';
import { type DocumentText, wordsOf } from './document-text.ts';
import type { FieldReading } from './field-check.ts';
import type { DocumentRules, FoundField } from './field-rule.ts';

/** Below this a person should compare the value with the picture. */
const LEAST_CERTAIN = 0.8;

/** The fields of a document by the rules of its type; what was not found is left out. */
export function readFields(text: DocumentText, rules: DocumentRules): FieldReading {
  const fields: Record<string, RecognisedField> = {};
  const places: Record<string, FoundField> = {};
  for (const [name, rule] of Object.entries(rules.fields)) {
    const found = rule(text);
    const field = found && toRecognisedField(text, found);
    if (found === undefined || field === undefined) continue;
    fields[name] = field;
    places[name] = found;
  }
  return { text, fields, found: places };
}

function toRecognisedField(text: DocumentText, found: FoundField): RecognisedField | undefined {
  const words = found.spans.flatMap(wordsOf);
  const first = found.spans[0];
  const page = first && text.pages[first.line.page - 1];
  if (first === undefined || page === undefined || words.length === 0) return undefined;
  const confidence = calibrateConfidence({
    wordConfidences: words.map((word) => word.confidence),
    lineConfidence: Math.min(...found.spans.map((span) => span.line.line.confidence)),
    isWellFormed: found.isWellFormed,
    isPen: words.some((word) => word.isPen === true),
    pageConfidence: page.confidence,
  });
  return {
    value: found.value.normalize('NFC'),
    normalised: found.normalised.normalize('NFC'),
    confidence,
    page: first.line.page,
    box: toInputBox(page, unionBox(words.map((word) => word.box))),
    ...(confidence < LEAST_CERTAIN ? { needsConfirmation: true } : {}),
  };
}
