// What the log has published, as C2SP tlog-tiles serves it; every process can read it, none needs a key.
import { toBase64 } from '@saoy/contracts/transparency/base64';
import type { LeafProof } from '@saoy/contracts/transparency/leaf-proof';
import type { LogRecord } from '@saoy/contracts/transparency/log-record';
import { type TileName, tileWidth } from '@saoy/contracts/transparency/tile-path';
import { and, asc, desc, eq, gt, gte, lt } from 'drizzle-orm';
import type { Executor } from '../storage/database.ts';
import {
  type CheckpointRow,
  type LeafRow,
  logCheckpoints,
  logCosignatures,
  logLeaves,
} from '../storage/schema.ts';
import { StoredTree } from './stored-tree.ts';
import { hashBytes, leafHashOf } from './tree-hashes.ts';

/** The newest checkpoint; null before the first leaf was published. */
export async function newestCheckpoint(db: Executor): Promise<CheckpointRow | null> {
  const [newest] = await db.select().from(logCheckpoints).orderBy(desc(logCheckpoints.treeSize)).limit(1);
  return newest ?? null;
}

/** The note of a checkpoint with the cosignatures it has got so far. */
export async function cosignedNote(db: Executor, { treeSize, note }: CheckpointRow): Promise<string> {
  const lines = await db
    .select({ line: logCosignatures.line })
    .from(logCosignatures)
    .where(eq(logCosignatures.treeSize, treeSize))
    .orderBy(asc(logCosignatures.witness));
  return note + lines.map(({ line }) => line).join('');
}

/** Bytes of a tile or bundle of entries; null for what no published tree has. */
export async function readTile(db: Executor, name: TileName): Promise<Uint8Array | null> {
  const treeSize = (await newestCheckpoint(db))?.treeSize ?? 0;
  const { level, index, width } = name;
  const present = Math.floor(treeSize / tileWidth ** (level === 'entries' ? 0 : level));
  if (index * tileWidth + width > present) return null;
  if (level === 'entries') return readEntries(db, index * tileWidth, width);
  const hashes = (await new StoredTree(db).tile(level, index)).subarray(0, width * hashBytes);
  return hashes.length === width * hashBytes ? hashes : null;
}

/** Entries, each behind its length in two bytes. */
async function readEntries(db: Executor, first: number, count: number): Promise<Uint8Array | null> {
  const rows = await db
    .select({ entry: logLeaves.entry })
    .from(logLeaves)
    .where(and(gte(logLeaves.leafIndex, first), lt(logLeaves.leafIndex, first + count)))
    .orderBy(asc(logLeaves.leafIndex));
  if (rows.length !== count) return null;
  return new Uint8Array(
    Buffer.concat(
      rows.flatMap(({ entry }) => [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry]),
    ),
  );
}

/** The proof of a leaf under a checkpoint that covers it. */
export async function proveLeaf(
  db: Executor,
  leaf: ProvenLeaf,
  checkpoint: CheckpointRow,
): Promise<LeafProof> {
  const path = await new StoredTree(db).inclusionPath(leaf.leafIndex, checkpoint.treeSize);
  return {
    kind: leaf.kind,
    record: JSON.parse(leaf.record) as LogRecord,
    salt: toBase64(leaf.salt),
    leafIndex: leaf.leafIndex,
    leafHash: toBase64(leafHashOf(leaf.entry)),
    path: path.map(toBase64),
    checkpoint: await cosignedNote(db, checkpoint),
  };
}

/** The checkpoint to prove a leaf under: the newest that witnesses cosigned, else the newest. Null when none covers it. */
export async function checkpointFor(db: Executor, leafIndex: number): Promise<CheckpointRow | null> {
  const [cosigned] = await db
    .select({ treeSize: logCosignatures.treeSize })
    .from(logCosignatures)
    .where(gt(logCosignatures.treeSize, leafIndex))
    .orderBy(desc(logCosignatures.treeSize))
    .limit(1);
  if (cosigned !== undefined) {
    const [row] = await db
      .select()
      .from(logCheckpoints)
      .where(eq(logCheckpoints.treeSize, cosigned.treeSize));
    if (row !== undefined) return row;
  }
  const newest = await newestCheckpoint(db);
  return newest !== null && newest.treeSize > leafIndex ? newest : null;
}

/** What a proof shows of a leaf; the rest of the row stays with the processes that write the log. */
const provenColumns = {
  leafIndex: logLeaves.leafIndex,
  kind: logLeaves.kind,
  record: logLeaves.record,
  salt: logLeaves.salt,
  entry: logLeaves.entry,
} as const;
type ProvenLeaf = Pick<LeafRow, keyof typeof provenColumns>;

/** All leaves about a subject in the order of the log. */
export const leavesOf = (db: Executor, subject: string): Promise<ProvenLeaf[]> =>
  db
    .select(provenColumns)
    .from(logLeaves)
    .where(eq(logLeaves.subject, subject))
    .orderBy(asc(logLeaves.leafIndex));
