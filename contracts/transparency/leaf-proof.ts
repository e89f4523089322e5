// A leaf shown to a stranger: record, salt, and the way from its hash to a signed checkpoint.
import { fromBase64, toBase64 } from './base64.ts';
import { openCheckpoint, type VerifiedCheckpoint } from './checkpoint.ts';
import { canonicalJson, type LogRecord, leafEntry, type RecordKind, saltBytes } from './log-record.ts';
import { hashBytes, hashLeaf, verifyInclusion } from './merkle-hash.ts';
import { parseVerifierKey, type VerifierKey } from './signed-note.ts';

export interface LeafProof {
  readonly kind: RecordKind;
  readonly record: LogRecord;
  /** Base64. */
  readonly salt: string;
  readonly leafIndex: number;
  /** Base64; what record, salt and kind hash to. */
  readonly leafHash: string;
  /** Base64, from the leaf's sibling up. */
  readonly path: readonly string[];
  /** The signed note. */
  readonly checkpoint: string;
}

export type LeafProofProblem =
  | 'malformed'
  /** Record and salt do not hash to the leaf. */
  | 'record-differs'
  /** The checkpoint is not signed by the log. */
  | 'checkpoint-not-signed'
  /** The path does not lead to the checkpoint's root. */
  | 'not-included';

export type LeafProofOutcome =
  | { readonly isProven: true; readonly checkpoint: VerifiedCheckpoint }
  | { readonly isProven: false; readonly problem: LeafProofProblem };

const failed = (problem: LeafProofProblem): LeafProofOutcome => ({ isProven: false, problem });

/**
 * Checks that a record stands in the log: record and salt make the leaf, the path leads to the root of the checkpoint, the
 * log signed that. Cosignatures by the witnesses named are in the answer; how many are needed is the caller's policy.
 */
export async function verifyLeafProof(
  proof: LeafProof,
  keys: { readonly log: VerifierKey; readonly witnesses?: readonly VerifierKey[] },
): Promise<LeafProofOutcome> {
  const salt = fromBase64(proof.salt);
  const leafHash = fromBase64(proof.leafHash);
  const path = proof.path.map(fromBase64);
  if (salt?.length !== saltBytes || leafHash?.length !== hashBytes || path.includes(null))
    return failed('malformed');
  if (proof.record.format !== `saoy/${proof.kind}/v1`) return failed('record-differs');
  const entry = await leafEntry(proof.kind, salt, canonicalJson(proof.record));
  if (toBase64(await hashLeaf(entry)) !== proof.leafHash) return failed('record-differs');
  const checkpoint = await openCheckpoint(proof.checkpoint, keys);
  if (checkpoint === null) return failed('checkpoint-not-signed');
  const isIncluded = await verifyInclusion({
    leafHash,
    leafIndex: proof.leafIndex,
    path: path as Uint8Array[],
    treeSize: checkpoint.treeSize,
    root: checkpoint.root,
  });
  return isIncluded ? { isProven: true, checkpoint } : failed('not-included');
}

/** Reads verifier keys; throws when one is malformed. */
export const readVerifierKeys = (keys: readonly string[]): Promise<VerifierKey[]> =>
  Promise.all(
    keys.map(async (text) => {
      const key = await parseVerifierKey(text);
      if (key === null) throw new RangeError('not a verifier key');
      return key;
    }),
  );
