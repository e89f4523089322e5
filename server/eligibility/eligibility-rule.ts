import type { DocumentType, RecognisedField, RecognitionFlag } from '@saoy/contracts/recognition';
import type { PageReading } from '../recognition/page-reading.ts';

/** What a rule may look at. */
export interface OriginalEvidence {
  readonly type: DocumentType;
  readonly bearsSeal: boolean;
  readonly expiryField: string | undefined;
  readonly fields: Readonly<Record<string, RecognisedField>>;
  /** Names of fields that the document's own code contradicts. */
  readonly mismatches: readonly string[];
  readonly pages: readonly PageReading[];
  /** Absent = validity periods are not judged. */
  readonly today: Date | undefined;
}

/**
 * One question about an original (art. 20 and 22 of Decree 23/2015). It raises evidence for a person; nothing
 * here refuses.
 */
export type EligibilityRule = (evidence: OriginalEvidence) => RecognitionFlag[];
