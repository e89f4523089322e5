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
  'OUT_OF_BOUNDS_NO_POE',
  'TRY_LATER',
  /** The file was changed after this signature in a way it does not permit (ISO 32000-2 §12.8.2.2). */
  'DOCUMENT_MODIFIED',
  /** The file carries no signature at all. */
  'NO_SIGNATURE',
]);
export type SubIndication = z.infer<typeof subIndicationSchema>;

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

export const signatureReportSchema = z.object({
  field: z.string(),
  kind: z.enum(['signature', 'docTimeStamp']),
  verdict: verdictSchema,
  subIndication: subIndicationSchema.nullable(),
  /** Common name in the signing certificate. */
  signer: z.string().nullable(),
  /** Time before which the signature certainly existed (ISO 8601); null when only the checking time proves it. */
  provenTime: z.iso.datetime().nullable(),
  /** PAdES baseline level reached; null when the signature does not keep to the baseline profile. */
  level: z.enum(['B-B', 'B-T', 'B-LT', 'B-LTA']).nullable(),
  /** Whether nothing at all follows the bytes it covers. */
  coversWholeFile: z.boolean(),
  laterChanges: z.array(laterChangeSchema),
  /** Algorithms below the required strength, if any. */
  weaknesses: z.array(z.string()),
});
export type SignatureReport = z.infer<typeof signatureReportSchema>;

/** Report on the signatures of one PDF. */
export const validationReportSchema = z.object({
  verdict: verdictSchema,
  subIndication: subIndicationSchema.nullable(),
  /** Moment for which the certificates were checked. */
  checkedAt: z.iso.datetime(),
  signatures: z.array(signatureReportSchema),
});
export type ValidationReport = z.infer<typeof validationReportSchema>;
