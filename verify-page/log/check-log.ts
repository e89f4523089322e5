// Whether a copy stands in the public log, checked in the browser. Loaded on demand.
import { openCheckpoint } from '@saoy/contracts/transparency/checkpoint';
import { type LeafProof, verifyLeafProof } from '@saoy/contracts/transparency/leaf-proof';
import type { CopyProof } from '@saoy/contracts/transparency/proof-schema';
import { parseVerifierKey, type VerifierKey } from '@saoy/contracts/transparency/signed-note';
import { heldSince, loadLogMemory, rememberCheckpoint, saveLogMemory } from './held-checkpoints.ts';
import type { ReadTile } from './range-hash.ts';

export type LogAlarm =
  /** The log shows another tree than before. */
  | 'fork'
  /** It takes back what it had published. */
  | 'went-back'
  | 'key-changed'
  /** What was given as a proof is none. */
  | 'false-proof';

export interface LogFinding {
  readonly alarm: LogAlarm | null;
  /** Whether browser and network allowed the check. */
  readonly isChecked: boolean;
  readonly leafIndex: number | null;
  readonly treeSize: number | null;
  /** Witnesses that cosigned the checkpoint. */
  readonly witnesses: readonly { readonly name: string; readonly at: Date }[];
  /** Whether the tree was compared with the one this device remembers. */
  readonly isCompared: boolean;
  /** Nothing was remembered before: there was nothing to compare with. */
  readonly isFirstSeen: boolean;
  /** Since when somebody other than the log knows that the issue was logged. */
  readonly provenAt: Date | null;
  /** SHA-256 of the seal that the issue names. */
  readonly sealSha256: string | null;
  /** The log holds an annulment of the copy. */
  readonly isAnnulmentLogged: boolean;
}

const nothing: LogFinding = {
  alarm: null,
  isChecked: false,
  leafIndex: null,
  treeSize: null,
  witnesses: [],
  isCompared: false,
  isFirstSeen: false,
  provenAt: null,
  sealSha256: null,
  isAnnulmentLogged: false,
};

/** Ed25519 came to browsers late. */
async function hasEd25519(): Promise<boolean> {
  try {
    await crypto.subtle.importKey('raw', new Uint8Array(32), 'Ed25519', false, ['verify']);
    return true;
  } catch {
    return false;
  }
}

export interface LogAccess {
  readonly readTile: ReadTile;
  /** The newest checkpoint as a note; null when it cannot be had. */
  readonly readCheckpoint: () => Promise<string | null>;
  readonly now: Date;
}

/** Verifies the proof of a copy, compares the log with what this device remembers, and remembers the newer tree. */
export async function checkLog(code: string, proof: CopyProof, access: LogAccess): Promise<LogFinding> {
  if (!(await hasEd25519())) return nothing;
  const log = await parseVerifierKey(proof.log.key);
  const witnesses = await Promise.all(proof.log.witnesses.map(parseVerifierKey));
  const issue = proof.leaves.find(({ kind }) => kind === 'issue');
  if (log === null || witnesses.includes(null) || issue === undefined || proof.code !== code)
    return { ...nothing, isChecked: true, alarm: 'false-proof' };
  const keys = { log, witnesses: witnesses as VerifierKey[] };
  const outcomes = await Promise.all(
    proof.leaves.map((leaf) => verifyLeafProof(leaf as unknown as LeafProof, keys)),
  );
  const isTrue = proof.leaves.every(({ record }) => record['code'] === code);
  const issued = outcomes[proof.leaves.indexOf(issue)];
  if (!isTrue || outcomes.some(({ isProven }) => !isProven) || issued?.isProven !== true)
    return { ...nothing, isChecked: true, alarm: 'false-proof' };
  const { checkpoint } = issued;
  let memory = await loadLogMemory();
  const isFirstSeen = memory === null;
  const compared = await rememberCheckpoint(
    memory,
    { key: proof.log.key, checkpoint },
    access.readTile,
    access.now,
  );
  const heldAt = compared.comparison === 'consistent' ? heldSince(memory, issue.leafIndex) : null;
  ({ memory } = compared);
  const newest = await newestOf(access, log);
  const largest = memory.checkpoints.at(-1)!.treeSize;
  const later =
    newest === null
      ? null
      : await rememberCheckpoint(
          memory,
          { key: proof.log.key, checkpoint: newest },
          access.readTile,
          access.now,
        );
  if (later !== null) ({ memory } = later);
  const isBack = newest !== null && newest.treeSize < largest;
  await saveLogMemory(memory, access.now);
  const comparisons = [compared.comparison, later?.comparison];
  const cosigned = checkpoint.signatures.flatMap(({ key, cosignedAt }) =>
    cosignedAt === null ? [] : [{ name: key.name, at: cosignedAt }],
  );
  const times = [heldAt, ...cosigned.map(({ at }) => at)].filter((at) => at !== null);
  const sealSha256 = issue.record['sealSha256'];
  return {
    alarm: alarmOf(comparisons, isBack),
    isChecked: true,
    leafIndex: issue.leafIndex,
    treeSize: checkpoint.treeSize,
    witnesses: cosigned,
    isFirstSeen,
    isCompared: !comparisons.includes('not-compared'),
    provenAt: times.length === 0 ? null : new Date(Math.min(...times.map((at) => at.getTime()))),
    sealSha256: typeof sealSha256 === 'string' ? sealSha256 : null,
    isAnnulmentLogged: proof.leaves.some(({ kind }) => kind === 'annulment'),
  };
}

function alarmOf(comparisons: readonly unknown[], isBack: boolean): LogAlarm | null {
  if (comparisons.includes('key-changed')) return 'key-changed';
  if (comparisons.includes('fork')) return 'fork';
  return isBack ? 'went-back' : null;
}

async function newestOf({ readCheckpoint }: LogAccess, log: VerifierKey) {
  const note = await readCheckpoint();
  return note === null ? null : openCheckpoint(note, { log });
}
