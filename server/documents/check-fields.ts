import type { RecognisedField } from '@saoy/contracts/recognition';
import { datesInWords } from './check-dates.ts';
import type { CheckFinding, FieldCheck, FieldReading } from './field-check.ts';

export interface CheckedFields {
  readonly fields: Record<string, RecognisedField>;
  /** Contradictions between fields that are all read surely: of the paper more likely than of the reader. */
  readonly contradictions: CheckFinding[];
}

/** A contradicted field is never among the surest, however clear its letters. */
const MOST_CONTRADICTED = 0.9;
/** Below this the reader's own mistake is the likelier reason. */
const SURELY_READ = 0.9;
/** Share of the remaining doubt that an independent agreement leaves. */
const DOUBT_LEFT = 0.5;

/** Holds the fields of a document against each other: agreement makes them surer, contradiction is for a person. */
export function checkFields(reading: FieldReading, checks: readonly FieldCheck[]): CheckedFields {
  const findings = [datesInWords, ...checks].flatMap((check) => check(reading));
  const fields: Record<string, RecognisedField> = { ...reading.fields };
  for (const finding of findings.filter(({ kind }) => kind === 'agreement')) {
    for (const name of finding.fields) {
      const field = fields[name];
      if (field !== undefined) fields[name] = { ...field, confidence: raised(field.confidence) };
    }
  }
  const contradictions = findings.filter(({ kind }) => kind === 'contradiction');
  for (const name of contradictions.flatMap((finding) => finding.fields)) {
    const field = fields[name];
    if (field === undefined) continue;
    const confidence = Math.min(MOST_CONTRADICTED, field.confidence);
    fields[name] = { ...field, confidence, needsConfirmation: true };
  }
  const isSure = (name: string) => (reading.fields[name]?.confidence ?? 0) >= SURELY_READ;
  return { fields, contradictions: contradictions.filter((finding) => finding.fields.every(isSure)) };
}

const raised = (confidence: number): number => Math.round((1 - (1 - confidence) * DOUBT_LEFT) * 1000) / 1000;
