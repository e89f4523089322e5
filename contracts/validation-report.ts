import { z } from 'zod';
import { timestampSchema } from './ids.ts';

export const verdictSchema = z.enum(['TOTAL-PASSED', 'INDETERMINATE', 'TOTAL-FAILED']);

export const signatureReportSchema = z.object({
  field: z.string(),
  kind: z.enum(['signature', 'docTimeStamp']),
  verdict: verdictSchema,
  subIndication: z.string().nullable(),
  signer: z.string().nullable(),
  provenTime: timestampSchema.nullable(),
  level: z.enum(['B-B', 'B-T', 'B-LT', 'B-LTA']).nullable(),
  coversWholeFile: z.boolean(),
  laterChanges: z.array(z.string()),
});

/** The report on the signatures of a PDF after EN 319 102-1. */
export const validationReportSchema = z.object({
  verdict: verdictSchema,
  subIndication: z.string().nullable(),
  signatures: z.array(signatureReportSchema),
});
export type ValidationReport = z.infer<typeof validationReportSchema>;
