import { FaultError } from '@saoy/contracts/errors';
import { formatCheckpoint, openCheckpoint } from '@saoy/contracts/transparency/checkpoint';
import { isSameHash, verifyConsistency } from '@saoy/contracts/transparency/merkle-hash';
import { tileWidth } from '@saoy/contracts/transparency/tile-path';
import { asc, desc, gte, sql } from 'drizzle-orm';
import type { ServiceSecrets } from '../keys/master-key.ts';
import type { Executor } from '../storage/database.ts';
import { type CheckpointRow, type LeafRow, logCheckpoints, logLeaves, logTiles } from '../storage/schema.ts';
import { logChannel } from './append-leaf.ts';
import { isLeafMac } from './leaf-mac.ts';
import type { LogSigner } from './log-key.ts';
import type { LogMemory } from './log-memory.ts';
import { DamagedLogError, StoredTree } from './stored-tree.ts';
import { hashBytes, leafHashOf, rootOfComplete, type TreeEdge } from './tree-hashes.ts';

const PUBLISH_LOCK = 7_351_028;
/** So many leaves go under one checkpoint; the next publication takes the rest. */
const MOST_LEAVES = 4096;

export interface PublishingContext {
  readonly db: Executor;
  readonly secrets: ServiceSecrets;
  readonly signer: LogSigner;
  readonly memory: LogMemory;
  now(): Date;
}

export interface Publication {
  readonly treeSize: number;
  /** Null when there was nothing new. */
  readonly note: string | null;
  readonly isMoreWaiting: boolean;
  /** The newest checkpoint, whoever signed it; null while there is none. */
  readonly newest: string | null;
}

const damaged = (detail: string): FaultError => new FaultError('transparency.log-damaged', detail);

/**
 * Covers the leaves that wait by one signed checkpoint. Before it signs it makes sure that the new tree is the old one
 * and more: leaves without a gap and written by us, tiles that lead to the last signed root, and nothing behind what this
 * process remembers. What was signed is told to nobody before it is committed. Throws `transparency.log-damaged`,
 * `transparency.log-set-back`.
 */
export async function publishCheckpoint(context: PublishingContext): Promise<Publication> {
  try {
    const publication = await context.db.transaction((tx) => publishIn(tx as unknown as Executor, context));
    const { newest } = publication;
    if (newest !== null && newest !== context.memory.read()) context.memory.write(newest);
    return publication;
  } catch (error) {
    if (error instanceof DamagedLogError) throw damaged(error.message);
    throw error;
  }
}

async function publishIn(tx: Executor, context: PublishingContext): Promise<Publication> {
  // A replica or a power cut must not undo what will be shown as signed.
  await tx.execute(sql`set local synchronous_commit = on`);
  await tx.execute(sql`select pg_advisory_xact_lock(${PUBLISH_LOCK})`);
  const [last] = await tx.select().from(logCheckpoints).orderBy(desc(logCheckpoints.treeSize)).limit(1);
  const oldSize = last?.treeSize ?? 0;
  const leaves = await tx
    .select()
    .from(logLeaves)
    .where(gte(logLeaves.leafIndex, oldSize))
    .orderBy(asc(logLeaves.leafIndex))
    .limit(MOST_LEAVES);
  const tree = new StoredTree(tx);
  await checkMemory(context, tree, last);
  if (leaves.length === 0) {
    // What another process signed is remembered too, once it has been checked.
    if (last !== undefined && last.note !== context.memory.read()) await checkedEdge(context, tree, last);
    return { treeSize: oldSize, note: null, isMoreWaiting: false, newest: last?.note ?? null };
  }
  const edge = await checkedEdge(context, tree, last);
  await checkLeaves(context, leaves, oldSize);
  await storeTiles(tx, tree, edge, leaves);
  const signedAt = new Date(Math.max(context.now().getTime(), last?.signedAt.getTime() ?? 0));
  const root = edge.root();
  const text = formatCheckpoint({ origin: context.signer.key.name, treeSize: edge.size, root });
  const note = `${text}\n${context.signer.sign(text)}`;
  await tx.insert(logCheckpoints).values({ treeSize: edge.size, rootHash: root, signedAt, note });
  await tx.execute(sql`select pg_notify(${logChannel}, 'checkpoint')`);
  return { treeSize: edge.size, note, isMoreWaiting: leaves.length === MOST_LEAVES, newest: note };
}

/** The right edge of the last published tree, after making sure that it is what we signed. */
async function checkedEdge(
  { signer }: PublishingContext,
  tree: StoredTree,
  last: CheckpointRow | undefined,
): Promise<TreeEdge> {
  const edge = await tree.edge(last?.treeSize ?? 0);
  if (last === undefined) return edge;
  const opened = await openCheckpoint(last.note, { log: signer.key });
  if (opened === null || opened.treeSize !== last.treeSize)
    throw damaged(`the checkpoint of size ${last.treeSize} is not signed by this log's key`);
  if (!isSameHash(edge.root(), opened.root))
    throw damaged(`the tiles do not lead to the root signed for size ${last.treeSize}`);
  return edge;
}

/** The history in the database must hold what this process signed or saw before. */
async function checkMemory(
  { memory, signer }: PublishingContext,
  tree: StoredTree,
  last: CheckpointRow | undefined,
): Promise<void> {
  const note = memory.read();
  const remembered = note === null ? null : await openCheckpoint(note, { log: signer.key });
  if (note !== null && remembered === null)
    throw new FaultError('transparency.log-set-back', 'what is remembered was signed by another key or log');
  if (remembered === null) return;
  const oldSize = remembered.treeSize;
  if (last === undefined || last.treeSize < oldSize)
    throw new FaultError(
      'transparency.log-set-back',
      `the database ends at ${last?.treeSize ?? 0} leaves, ${oldSize} were signed`,
    );
  const proof = await tree.consistencyProof(oldSize, last.treeSize);
  const claim = { oldSize, oldRoot: remembered.root, newSize: last.treeSize, newRoot: last.rootHash, proof };
  if (!(await verifyConsistency(claim)))
    throw new FaultError('transparency.log-set-back', `another history was signed at ${oldSize} leaves`);
}

async function checkLeaves(
  { secrets }: PublishingContext,
  leaves: readonly LeafRow[],
  oldSize: number,
): Promise<void> {
  for (const [i, leaf] of leaves.entries()) {
    if (leaf.leafIndex !== oldSize + i) throw damaged(`leaf ${oldSize + i} is missing`);
    if (!isLeafMac(secrets, leaf)) throw damaged(`leaf ${leaf.leafIndex} was not written by this system`);
  }
}

/** Appends leaf hashes to the tiles of level 0, and the root of each tile that becomes full to the level above. */
async function storeTiles(
  tx: Executor,
  tree: StoredTree,
  edge: TreeEdge,
  leaves: readonly LeafRow[],
): Promise<void> {
  let hashes = leaves.map(({ entry }) => leafHashOf(entry));
  let present = edge.size;
  for (const hash of hashes) edge.append(hash);
  for (let level = 0; hashes.length > 0; level++) {
    const full: Uint8Array[] = [];
    let position = present;
    for (let taken = 0; taken < hashes.length; ) {
      const tileIndex = Math.floor(position / tileWidth);
      const offset = position % tileWidth;
      const added = hashes.slice(taken, taken + tileWidth - offset);
      const before = (await tree.tile(level, tileIndex)).subarray(0, offset * hashBytes);
      if (before.length !== offset * hashBytes) throw new DamagedLogError(`tile ${level}/${tileIndex}`);
      const grown = new Uint8Array(Buffer.concat([before, ...added]));
      await tx
        .insert(logTiles)
        .values({ level, tileIndex, hashes: grown })
        .onConflictDoUpdate({ target: [logTiles.level, logTiles.tileIndex], set: { hashes: grown } });
      if (offset + added.length === tileWidth) full.push(rootOfComplete(splitHashes(grown)));
      position += added.length;
      taken += added.length;
    }
    present = Math.floor(present / tileWidth);
    hashes = full;
  }
}

export function splitHashes(tile: Uint8Array): Uint8Array[] {
  const hashes: Uint8Array[] = [];
  for (let at = 0; at < tile.length; at += hashBytes) hashes.push(tile.subarray(at, at + hashBytes));
  return hashes;
}
