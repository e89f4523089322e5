import type { RecognisedField } from '@saoy/contracts/recognition';
import type { DocumentText } from './document-text.ts';
import type { FoundField } from './field-rule.ts';

/** The fields of a document as read, before they are held against each other. */
export interface FieldReading {
  readonly text: DocumentText;
  readonly fields: Readonly<Record<string, RecognisedField>>;
  /** The same fields with the places they were taken from. */
  readonly found: Readonly<Record<string, FoundField>>;
}

/** What holding fields against each other brought out. */
export interface CheckFinding {
  readonly kind: 'agreement' | 'contradiction';
  /** Names of the fields concerned. */
  readonly fields: readonly string[];
  /** In a few words, for the person who looks at it; no values. */
  readonly why: string;
}

export type FieldCheck = (reading: FieldReading) => CheckFinding[];
