import type { DocumentType, RecognisedField, RecognitionFlag } from '@saoy/contracts/recognition';
import type { DocumentText } from '../documents/document-text.ts';
import type { PageReading } from '../recognition/page-reading.ts';

/** A field that something else on the same paper contradicts. */
export interface Mismatch {
  readonly field: string;
  /** What it was held against. */
  readonly why: string;
  /** 0 to 1: how likely the paper rather than the reader is at fault, if the field is read right. */
  readonly weight: number;
}

/** What a rule may look at. */
export interface OriginalEvidence {
  readonly type: DocumentType;
  readonly bearsSeal: boolean;
  readonly expiryField: string | undefined;
  readonly fields: Readonly<Record<string, RecognisedField>>;
  readonly mismatches: readonly Mismatch[];
  readonly text: DocumentText;
  readonly pages: readonly PageReading[];
  /** For these a person should look at the content. */
  readonly terms: readonly string[];
  /** Absent = validity periods are not judged. */
  readonly today: Date | undefined;
}

/**
 * One question about an original (art. 20 and 22 of Decree 23/2015). It raises evidence for a person; nothing
 * here refuses.
 */
export type EligibilityRule = (evidence: OriginalEvidence) => RecognitionFlag[];
