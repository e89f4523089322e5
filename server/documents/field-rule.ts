import type { Bilingual } from '@saoy/contracts/ids';
import type { DocumentType } from '@saoy/contracts/recognition';
import type { DocumentText, Span } from './document-text.ts';
import type { FieldCheck } from './field-check.ts';

/** A value found on the page, before its confidence is judged. */
export interface FoundField {
  readonly value: string;
  readonly normalised: string;
  /** Where the value stands; several spans when it wraps. */
  readonly spans: readonly Span[];
  /** The value has the form its kind demands (a calendar date, twelve digits …). */
  readonly isWellFormed: boolean;
  /** It may as well be something else that the reader cannot tell from it. */
  readonly isAmbiguous?: boolean;
}

export type FieldRule = (text: DocumentText) => FoundField | undefined;

/** Everything that is particular to one type of document. */
export interface DocumentRules {
  readonly type: DocumentType;
  /** Titles as printed; the type is recognised by them, whatever the reader made of case and marks. */
  readonly titles: readonly string[];
  /** Folded words that papers of this type bear besides; two of them do where no heading was read. */
  readonly signs?: readonly string[];
  readonly fields: Readonly<Record<string, FieldRule>>;
  /** What a reader calls fields that no other type has. */
  readonly fieldLabels?: Readonly<Record<string, Bilingual>>;
  /** Whether the issuer puts a seal on it; a card carries none. */
  readonly bearsSeal: boolean;
  /** Name of the field after whose date the document is no longer valid. */
  readonly expiryField?: string;
  /** How the fields repeat or bound each other; dates in words are compared on every type. */
  readonly checks?: readonly FieldCheck[];
}
