import type { RecognisedField } from '@saoy/contracts/recognition';
import { toInputBox, unionBox } from '../recognition/page-reading.ts';
import { calibrateConfidence, type FieldEvidence } from './calibrate-confidence.ts';
import { type DocumentText, wordsOf } from './document-text.ts';
import type { FieldReading } from './field-check.ts';
import type { DocumentRules, FoundField } from './field-rule.ts';
import { correctPlaces } from './places/correct-places.ts';

/** Below this a person should compare the value with the picture. */
const LEAST_CERTAIN = 0.9;

/** A word below this was not read easily. */
const DOUBTFUL_WORD = 0.9;

/** The fields of a document by the rules of its type; what was not found is left out. */
export function readFields(text: DocumentText, rules: DocumentRules): FieldReading {
  const found = findFields(text, rules);
  const evidence = evidenceOf(text, found);
  const fields: Record<string, RecognisedField> = {};
  for (const [name, place] of Object.entries(found)) {
    fields[name] = toRecognisedField(text, place, evidence[name]!);
  }
  return { text, fields, found };
}

/** Where the rules of a type find their values. */
export function findFields(text: DocumentText, rules: DocumentRules): Record<string, FoundField> {
  const found: Record<string, FoundField> = {};
  for (const [name, rule] of Object.entries(rules.fields)) {
    const place = rule(text);
    if (place?.spans.some((span) => wordsOf(span).length > 0) !== true) continue;
    found[name] = name === 'issuer' ? withItsPlaces(text, place) : place;
  }
  return found;
}

/** An issuer with the place it is named after; what was put right is for a person to confirm. */
function withItsPlaces(text: DocumentText, issuer: FoundField): FoundField {
  const lines = text.lines.map((line) => line.text);
  const value = correctPlaces(issuer.value, lines);
  return value === issuer.value ? issuer : { ...issuer, value, normalised: value, isAmbiguous: true };
}

/** What speaks for and against each value; that of the others counts too. */
export function evidenceOf(
  text: DocumentText,
  found: Readonly<Record<string, FoundField>>,
): Record<string, FieldEvidence> {
  const all = Object.values(found).flatMap(({ spans }) => spans.flatMap(wordsOf));
  const doubtful = all.filter((word) => word.confidence < DOUBTFUL_WORD).length;
  const doubtOfValues = doubtful / Math.max(1, all.length);
  return Object.fromEntries(
    Object.entries(found).map(
      ([name, { value, spans, isWellFormed, isAmbiguous }]): [string, FieldEvidence] => {
        const words = spans.flatMap(wordsOf);
        return [
          name,
          {
            wordConfidences: words.map((word) => word.confidence),
            length: value.replace(/\s/gu, '').length,
            isWellFormed,
            isAmbiguous: isAmbiguous ?? false,
            isPen: words.some((word) => word.isPen === true),
            pageConfidence: text.pages[spans[0]!.line.page - 1]?.confidence ?? 0,
            doubtOfValues,
          },
        ];
      },
    ),
  );
}

function toRecognisedField(
  text: DocumentText,
  { value, normalised, spans }: FoundField,
  evidence: FieldEvidence,
): RecognisedField {
  const { page } = spans[0]!.line;
  const boxes = spans
    .filter((span) => span.line.page === page)
    .flatMap(wordsOf)
    .map((word) => word.box);
  const confidence = calibrateConfidence(evidence);
  const isForConfirmation =
    confidence < LEAST_CERTAIN || evidence.isPen || evidence.isAmbiguous || !evidence.isWellFormed;
  return {
    value: value.normalize('NFC'),
    normalised: normalised.normalize('NFC'),
    confidence,
    page,
    box: toInputBox(text.pages[page - 1]!, unionBox(boxes)),
    ...(isForConfirmation ? { needsConfirmation: true } : {}),
  };
}
