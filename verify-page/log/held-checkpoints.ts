// Checkpoints of the log that this device has seen. A log that shows different trees to different people, or takes back what
// it published, is found out by whoever remembers; and a seal of a stolen key counts only when it was logged before.
import { fromBase64, toBase64 } from '@saoy/contracts/transparency/base64';
import type { Checkpoint } from '@saoy/contracts/transparency/checkpoint';
import { isSameHash, verifyConsistency } from '@saoy/contracts/transparency/merkle-hash';
import { loadHeld, saveHeld } from '../trust/held-bytes.ts';
import { type ReadTile, readConsistencyProof } from './range-hash.ts';

export interface HeldCheckpoint {
  readonly treeSize: number;
  /** Base64. */
  readonly root: string;
  /** By the clock of this device. */
  readonly seenAt: number;
}

/** Everything remembered of the log; `key` is the first one met. */
export interface LogMemory {
  readonly key: string;
  /** Oldest first, each larger than the one before. */
  readonly checkpoints: readonly HeldCheckpoint[];
}

export type Comparison =
  /** First met, or only appended to since. */
  | 'consistent'
  /** The tiles to compare with could not be had. */
  | 'not-compared'
  /** Two trees that cannot both be the log. */
  | 'fork'
  | 'key-changed';

const DAY_MS = 86_400_000;
/** A year of days. */
const MOST_HELD = 366;

export async function loadLogMemory(): Promise<LogMemory | null> {
  const held = await loadHeld('log');
  return held === null ? null : (JSON.parse(new TextDecoder().decode(held.bytes)) as LogMemory);
}

export const saveLogMemory = (memory: LogMemory, now: Date): Promise<void> =>
  saveHeld('log', { bytes: new TextEncoder().encode(JSON.stringify(memory)), fetchedAt: now });

/** Compares a checkpoint that the log signed with the newest remembered, and remembers it when it is larger. */
export async function rememberCheckpoint(
  memory: LogMemory | null,
  { key, checkpoint }: { readonly key: string; readonly checkpoint: Checkpoint },
  readTile: ReadTile,
  now: Date,
): Promise<{ readonly comparison: Comparison; readonly memory: LogMemory }> {
  const seen = { treeSize: checkpoint.treeSize, root: toBase64(checkpoint.root), seenAt: now.getTime() };
  const newest = memory?.checkpoints.at(-1);
  if (memory === null || newest === undefined)
    return { comparison: 'consistent', memory: { key, checkpoints: [seen] } };
  if (memory.key !== key) return { comparison: 'key-changed', memory };
  const comparison = await compare(newest, checkpoint, readTile);
  if (comparison !== 'consistent' || seen.treeSize <= newest.treeSize) return { comparison, memory };
  // One a day is enough to say when something was in the log; the newest replaces an earlier one of the same day.
  const before = memory.checkpoints.at(-2);
  const isSameDay = before !== undefined && newest.seenAt - before.seenAt < DAY_MS;
  const kept = isSameDay ? memory.checkpoints.slice(0, -1) : memory.checkpoints;
  return { comparison, memory: { key, checkpoints: [...kept, seen].slice(-MOST_HELD) } };
}

async function compare(
  held: HeldCheckpoint,
  checkpoint: Checkpoint,
  readTile: ReadTile,
): Promise<Extract<Comparison, 'consistent' | 'not-compared' | 'fork'>> {
  const heldRoot = fromBase64(held.root)!;
  if (held.treeSize === checkpoint.treeSize)
    return isSameHash(heldRoot, checkpoint.root) ? 'consistent' : 'fork';
  const isLarger = checkpoint.treeSize > held.treeSize;
  const [oldSize, newSize] = isLarger
    ? [held.treeSize, checkpoint.treeSize]
    : [checkpoint.treeSize, held.treeSize];
  const [oldRoot, newRoot] = isLarger ? [heldRoot, checkpoint.root] : [checkpoint.root, heldRoot];
  const proof = await readConsistencyProof(oldSize, newSize, readTile);
  if (proof === null) return 'not-compared';
  return (await verifyConsistency({ oldSize, oldRoot, newSize, newRoot, proof })) ? 'consistent' : 'fork';
}

/** When this device first held a tree that has the leaf; null when it never did. */
export function heldSince(memory: LogMemory | null, leafIndex: number): Date | null {
  const first = memory?.checkpoints.find(({ treeSize }) => treeSize > leafIndex);
  return first === undefined ? null : new Date(first.seenAt);
}
