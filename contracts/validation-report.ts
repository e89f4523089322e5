import { z } from 'zod';

/** Verdicts of EN 319 102-1 §5.1.3. */
export const verdictSchema = z.enum(['TOTAL-PASSED', 'INDETERMINATE', 'TOTAL-FAILED']);
export type Verdict = z.infer<typeof verdictSchema>;

/** Why a verdict is not TOTAL-PASSED: sub-indications of EN 319 102-1 §5.1.3 and two of our own for PDF. */
export const subIndicationSchema = z.enum([
  'FORMAT_FAILURE',
  'HASH_FAILURE',
  'SIG_CRYPTO_FAILURE',
  'REVOKED',
  'EXPIRED',
  'NOT_YET_VALID',
  'SIG_CONSTRAINTS_FAILURE',
  'CHAIN_CONSTRAINTS_FAILURE',
  'CRYPTO_CONSTRAINTS_FAILURE',
  'TIMESTAMP_ORDER_FAILURE',
  'NO_SIGNING_CERTIFICATE_FOUND',
  'NO_CERTIFICATE_CHAIN_FOUND',
  'REVOKED_NO_POE',
  'REVOKED_CA_NO_POE',
  'OUT_OF_BOUNDS_NO_POE',
  'TRY_LATER',
  /** The file was changed after this signature in a way it does not permit (ISO 32000-2 §12.8.2.2). */
  'DOCUMENT_MODIFIED',
  /** The file carries no signature at all. */
  'NO_SIGNATURE',
]);
export type SubIndication = z.infer<typeof subIndicationSchema>;

/** The verdict and its reason for a reader who knows no signatures. */
const sentenceSchema = z.object({ vi: z.string(), en: z.string() });
export type Sentence = z.infer<typeof sentenceSchema>;

export const laterChangeSchema = z.object({
  kind: z.enum([
    'validation-data',
    'document-time-stamp',
    'signature',
    'metadata',
    'content',
    'form',
    'annotation',
    'structure',
    'trailing-data',
  ]),
  isPermitted: z.boolean(),
  /** Where in the document, for an expert: an object path, never text of the document. */
  place: z.string(),
});
export type LaterChange = z.infer<typeof laterChangeSchema>;

/** What was found out about one part of the check; `not-checked` where an earlier finding made it pointless. */
const factsSchema = z.object({
  /** Whether the byte range has the one permitted shape and the covered bytes are a document of their own. */
  format: z.enum(['right', 'wrong']),
  /** For an expert: what is wrong with the format. */
  formatProblem: z.string().nullable(),
  /** Whether the covered bytes have the digest that was signed. */
  integrity: z.enum(['intact', 'broken', 'not-checked']),
  cryptography: z.enum(['right', 'wrong', 'not-checked']),
  certificatePath: z.enum([
    'trusted',
    'no-chain',
    'constraints',
    'expired',
    'not-yet-valid',
    'weak',
    'not-checked',
  ]),
  /** At the proven time. */
  revocation: z.enum(['good', 'revoked', 'unknown', 'not-checked']),
  revokedAt: z.iso.datetime().nullable(),
  /** Later revisions change nothing, permitted things only, or more than that. */
  modification: z.enum(['none', 'permitted', 'forbidden', 'not-checked']),
});
export type SignatureFactsReport = z.infer<typeof factsSchema>;

const timeStampSchema = z.object({
  verdict: verdictSchema,
  subIndication: subIndicationSchema.nullable(),
  /** What the token says; null when it cannot be read. */
  time: z.iso.datetime().nullable(),
  /** Common name of the authority. */
  authority: z.string().nullable(),
});
export type TimeStampReport = z.infer<typeof timeStampSchema>;

export const signatureReportSchema = z.object({
  field: z.string(),
  kind: z.enum(['signature', 'docTimeStamp']),
  verdict: verdictSchema,
  subIndication: subIndicationSchema.nullable(),
  sentence: sentenceSchema,
  /** Common name in the signing certificate. */
  signer: z.string().nullable(),
  /** Time before which the signature certainly existed (ISO 8601); null when only the checking time proves it. */
  provenTime: z.iso.datetime().nullable(),
  /** What the signer's own clock said, if anything; proves nothing. */
  claimedTime: z.iso.datetime().nullable(),
  /** PAdES baseline level reached; null when the signature does not keep to the baseline profile. */
  level: z.enum(['B-B', 'B-T', 'B-LT', 'B-LTA']).nullable(),
  /** Whether nothing at all follows the bytes it covers. */
  coversWholeFile: z.boolean(),
  laterChanges: z.array(laterChangeSchema),
  /** Algorithms below the required strength, if any. */
  weaknesses: z.array(z.string()),
  /** Format of the signature dictionary (SubFilter). */
  format: z.string().nullable(),
  facts: factsSchema,
  /** The time-stamps inside the signature. */
  timeStamps: z.array(timeStampSchema),
});
export type SignatureReport = z.infer<typeof signatureReportSchema>;

/** Report on the signatures of one PDF. */
export const validationReportSchema = z.object({
  verdict: verdictSchema,
  subIndication: subIndicationSchema.nullable(),
  sentence: sentenceSchema,
  /** Moment for which the certificates were checked. */
  checkedAt: z.iso.datetime(),
  signatures: z.array(signatureReportSchema),
});
export type ValidationReport = z.infer<typeof validationReportSchema>;
