import { z } from 'zod';
import { timestampSchema } from './ids.ts';

/** Every disagreement that `saoy fsck` can find, with what it means. */
export const fsckProblems = {
  'log.leaf-missing': 'Leaves are missing, or a signed checkpoint covers more leaves than there are.',
  'log.leaf-altered': 'A leaf is not the hash of its record.',
  'log.leaf-foreign': 'A leaf was written by something that does not hold the master key.',
  'log.leaf-twice': 'A copy has more than one leaf of a kind.',
  'log.leaf-back-dated': 'A leaf is dated before the leaf in front of it.',
  'log.checkpoint-altered': 'A stored checkpoint is not signed by the log or is not what its row says.',
  'log.root-differs': 'The leaves do not lead to the root that was signed.',
  'log.tile-differs': 'A published tile does not hold the hashes of the leaves.',
  'log.cosignature-false': 'A stored cosignature is not true.',
  'log.not-covered': 'A leaf waits for its checkpoint for more than a minute.',
  'log.history-differs': 'A checkpoint held from before is not the beginning of this log.',
  'log.history-ahead': 'A checkpoint held from before covers more leaves than the log has.',
  'register.gap': 'A number is missing in a register.',
  'register.number-twice': 'A number, a request or a code has more than one row.',
  'register.counter-differs': 'The counter of a register is not at its last number.',
  'register.back-dated': 'A number is dated before the number in front of it, or in another year.',
  'register.row-altered': 'A register row is not what the log committed to.',
  'register.row-missing': 'A request was numbered, but its register row is missing.',
  'register.state-differs': 'The state of a register row is not that of its request.',
  'register.no-reason': 'A void number has no reason in its remarks.',
  'copy.row-altered': "A copy's row or pages are not what the log committed to.",
  'copy.row-missing': 'A leaf or a request tells of a copy that has no row.',
  'copy.not-logged': 'A copy was released without a leaf in the log.',
  'copy.state-differs': 'The state of a copy is not that of its request.',
  'copy.annulment-differs': 'An annulment is not what the log committed to, or is missing on one side.',
  'copy.proof-false': 'The proof stored with a copy is missing or not true.',
  'copy.version-differs': 'A released version is not what the log committed to.',
  'annulments.list-differs':
    'The published list of annulments leaves a copy out, holds one too many, or is not what was signed.',
  'file.missing': 'The file of a released copy is gone.',
  'file.altered': 'The file of a released copy is not the one that was released.',
  'request.actions-altered': 'The actions of a request are not what the log committed to.',
  'request.journal-altered':
    'The list of actions that a journal leaf covers is not what the log committed to.',
  'request.action-foreign': 'An action was written by something that does not hold the master key.',
  'request.action-missing': 'The actions of a request are not numbered without a gap.',
  'request.step-not-allowed': 'An action stands where it may not happen.',
  'request.back-dated': 'An action is dated before the action in front of it.',
  'request.status-differs': 'The stored status or revision is not the one its actions lead to.',
  'request.issue-differs': 'The actions of a request and its register row or copy do not tell the same.',
} as const;
export type FsckProblemCode = keyof typeof fsckProblems;

export const fsckReportSchema = z.object({
  agrees: z.boolean(),
  checkedAt: timestampSchema,
  log: z.object({
    origin: z.string().nullable(),
    /** The key that checkpoints were checked with, and whether only the database named it. */
    key: z.string().nullable(),
    isKeyFromDatabase: z.boolean(),
    leaves: z.int(),
    covered: z.int(),
    checkpoints: z.int(),
    cosignatures: z.int(),
    /** Base64; of the newest checkpoint, recomputed. */
    root: z.string().nullable(),
    heldCheckpoints: z.int(),
  }),
  register: z.object({ rows: z.int(), voided: z.int() }),
  requests: z.object({ requests: z.int(), actions: z.int() }),
  copies: z.object({ released: z.int(), annulled: z.int() }),
  files: z.object({
    intact: z.int(),
    /** Print files and scans whose time is over. */
    deletedByPolicy: z.int(),
  }),
  counts: z.record(z.string(), z.int()).describe('problems by code'),
  problems: z
    .array(
      z.object({
        code: z.enum(Object.keys(fsckProblems) as [FsckProblemCode, ...FsckProblemCode[]]),
        /** Leaf index, copy code, request id, number of a register. */
        subject: z.string(),
        detail: z.string(),
      }),
    )
    .describe('the first thousand'),
});
export type FsckReport = z.infer<typeof fsckReportSchema>;

/** Where the operator asks a running server for it. */
export const fsckPath = '/operations/v1/fsck';

export const fsckOrderSchema = z.object({
  /** Signed notes that somebody has held since before. */
  checkpoints: z.array(z.string().max(1_000_000)).max(100).default([]),
  /** C2SP verifier key of the log, from a source other than the server. */
  key: z.string().max(1000).nullable().default(null),
});

export const fsckProgressSchema = z.object({ step: z.string(), done: z.int() });
