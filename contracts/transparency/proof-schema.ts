import { z } from 'zod';
import { timestampSchema } from '../ids.ts';
import { recordKinds } from './log-record.ts';

const base64Schema = z.base64();

/** A leaf of a copy with the proof that it stands in the log. */
export const leafProofSchema = z.object({
  kind: z.enum(recordKinds),
  record: z.looseObject({ format: z.string(), loggedAt: timestampSchema }),
  salt: base64Schema.describe('of the record; 32 bytes'),
  leafIndex: z.int().nonnegative(),
  leafHash: base64Schema,
  path: z.array(base64Schema).describe('inclusion proof (RFC 6962), from the sibling of the leaf up'),
  checkpoint: z.string().describe('signed note (C2SP tlog-checkpoint), with the cosignatures so far'),
});

export const copyProofSchema = z.object({
  code: z.string(),
  /** The issue, then annulment and renewals, as far as a checkpoint covers them. */
  leaves: z.array(leafProofSchema),
  log: z.object({
    origin: z.string(),
    /** C2SP verifier keys. */
    key: z.string(),
    witnesses: z.array(z.string()),
  }),
});
export type CopyProof = z.infer<typeof copyProofSchema>;
