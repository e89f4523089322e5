import { toBase64 } from '@saoy/contracts/transparency/base64';
import { openCheckpoint } from '@saoy/contracts/transparency/checkpoint';
import { canonicalJson, type LogRecord, leafEntry } from '@saoy/contracts/transparency/log-record';
import { isSameHash } from '@saoy/contracts/transparency/merkle-hash';
import { parseVerifierKey, type VerifierKey } from '@saoy/contracts/transparency/signed-note';
import { tileWidth } from '@saoy/contracts/transparency/tile-path';
import { and, asc, eq, gt, gte, lte } from 'drizzle-orm';
import type { ServiceSecrets } from '../../keys/master-key.ts';
import type { Executor } from '../../storage/database.ts';
import {
  type CheckpointRow,
  type LeafRow,
  logCheckpoints,
  logCosignatures,
  logLeaves,
  logTiles,
} from '../../storage/schema.ts';
import { isLeafMac } from '../leaf-mac.ts';
import { hashBytes, leafHashOf, rootOfComplete, TreeEdge } from '../tree-hashes.ts';
import type { Findings } from './findings.ts';

const BATCH = 1000;
const LATE_MS = 60_000;

export interface LogCheckInput {
  readonly db: Executor;
  readonly secrets: ServiceSecrets;
  readonly findings: Findings;
  /** Null when nobody could say it. */
  readonly key: VerifierKey | null;
  /** Signed notes held from before, outside this database. */
  readonly held: readonly string[];
  readonly now: Date;
  onLeaves(done: number): void;
}

export interface LogCheckOutcome {
  readonly leaves: number;
  readonly covered: number;
  readonly checkpoints: number;
  readonly cosignatures: number;
  readonly root: string | null;
}

/** Recomputes the whole log: every leaf from its record, the tree, its tiles, and every checkpoint ever signed. */
export async function checkLog(input: LogCheckInput): Promise<LogCheckOutcome> {
  const { db, findings } = input;
  const edge = new TreeEdge();
  const held = await openHeld(input);
  const tiles = new TileCheck(db, findings);
  let checkpoints = 0;
  let newest: CheckpointRow | undefined;
  let former: LeafRow | undefined;
  const roots = new Map<number, Uint8Array>([[0, edge.root()]]);
  for (let next = 0; ; ) {
    const leaves = await db
      .select()
      .from(logLeaves)
      .where(gte(logLeaves.leafIndex, next))
      .orderBy(asc(logLeaves.leafIndex))
      .limit(BATCH);
    const rows = await checkpointsWithin(db, next === 0 ? 0 : edge.size + 1, edge.size + leaves.length);
    const wanted = new Set([...rows, ...held].map(({ treeSize }) => treeSize));
    for (const leaf of leaves) {
      await checkLeaf(input, leaf, former, edge.size);
      const hash = leafHashOf(leaf.entry);
      edge.append(hash);
      await tiles.append(hash);
      if (wanted.has(edge.size)) roots.set(edge.size, edge.root());
      former = leaf;
      next = leaf.leafIndex + 1;
    }
    checkpoints += rows.length;
    newest = rows.at(-1) ?? newest;
    for (const row of rows) await checkCheckpoint(input, row, roots);
    checkHeld(input, held, roots, edge.size, leaves.length < BATCH);
    roots.clear();
    input.onLeaves(edge.size);
    if (leaves.length < BATCH) break;
  }
  const beyond = await db
    .select({ treeSize: logCheckpoints.treeSize })
    .from(logCheckpoints)
    .where(gt(logCheckpoints.treeSize, edge.size));
  for (const { treeSize } of beyond)
    findings.add(
      'log.leaf-missing',
      treeSize,
      `a checkpoint covers ${treeSize} leaves, there are ${edge.size}`,
    );
  const covered = Math.max(newest?.treeSize ?? 0, ...beyond.map(({ treeSize }) => treeSize));
  await tiles.end(newest?.treeSize ?? 0);
  await checkUncovered(input, covered);
  const cosignatures = await checkCosignatures(input);
  return {
    leaves: edge.size,
    covered,
    checkpoints: checkpoints + beyond.length,
    cosignatures,
    root: newest === undefined ? null : toBase64(newest.rootHash),
  };
}

const checkpointsWithin = (db: Executor, from: number, to: number): Promise<CheckpointRow[]> =>
  db
    .select()
    .from(logCheckpoints)
    .where(and(gte(logCheckpoints.treeSize, from), lte(logCheckpoints.treeSize, to)))
    .orderBy(asc(logCheckpoints.treeSize));

async function checkLeaf(
  { findings, secrets }: LogCheckInput,
  leaf: LeafRow,
  former: LeafRow | undefined,
  expected: number,
): Promise<void> {
  const { leafIndex, kind, loggedAt } = leaf;
  if (leafIndex !== (former === undefined ? 0 : former.leafIndex + 1))
    findings.add('log.leaf-missing', expected, `the next leaf is ${leafIndex}`);
  if (former !== undefined && loggedAt < former.loggedAt)
    findings.add(
      'log.leaf-back-dated',
      leafIndex,
      `${loggedAt.toISOString()} after ${former.loggedAt.toISOString()}`,
    );
  if (!isLeafMac(secrets, leaf)) findings.add('log.leaf-foreign', leafIndex, `${kind} of ${leaf.subject}`);
  const problem = await recordProblem(leaf);
  if (problem !== null) findings.add('log.leaf-altered', leafIndex, `${kind} of ${leaf.subject}: ${problem}`);
}

async function recordProblem(leaf: LeafRow): Promise<string | null> {
  let record: LogRecord;
  try {
    record = JSON.parse(leaf.record) as LogRecord;
  } catch {
    return 'the record is not JSON';
  }
  if (canonicalJson(record) !== leaf.record) return 'the record is not canonical';
  if (!isSameHash(await leafEntry(leaf.kind, leaf.salt, leaf.record), leaf.entry))
    return 'the entry is not the hash of the record';
  if (record.format !== `saoy/${leaf.kind}/v1`) return 'the record is of another kind';
  if (record.loggedAt !== leaf.loggedAt.toISOString()) return 'the record has another time than its row';
  return record['code'] === undefined || record['code'] === leaf.subject
    ? null
    : 'the record is of another copy';
}

async function checkCheckpoint(
  { findings, key }: LogCheckInput,
  row: CheckpointRow,
  roots: ReadonlyMap<number, Uint8Array>,
): Promise<void> {
  const opened = key === null ? null : await openCheckpoint(row.note, { log: key });
  const isWhatItSays =
    opened !== null && opened.treeSize === row.treeSize && isSameHash(opened.root, row.rootHash);
  if (!isWhatItSays)
    findings.add('log.checkpoint-altered', row.treeSize, 'not signed by the key of the log as its row says');
  const root = roots.get(row.treeSize);
  if (root === undefined || !isSameHash(root, opened?.root ?? row.rootHash))
    findings.add('log.root-differs', row.treeSize, `the first ${row.treeSize} leaves have another root`);
}

interface HeldCheckpoint {
  readonly treeSize: number;
  readonly root: Uint8Array;
}

async function openHeld({ held, key, findings }: LogCheckInput): Promise<HeldCheckpoint[]> {
  const opened: HeldCheckpoint[] = [];
  for (const [i, note] of held.entries()) {
    const checkpoint = key === null ? null : await openCheckpoint(note, { log: key });
    if (checkpoint === null)
      findings.add('log.history-differs', `held ${i + 1}`, 'it is not signed by the key of this log');
    else opened.push(checkpoint);
  }
  return opened;
}

function checkHeld(
  { findings }: LogCheckInput,
  held: readonly HeldCheckpoint[],
  roots: ReadonlyMap<number, Uint8Array>,
  size: number,
  isEnd: boolean,
): void {
  for (const { treeSize, root } of held) {
    const present = roots.get(treeSize);
    if (present !== undefined && !isSameHash(present, root))
      findings.add('log.history-differs', treeSize, `the first ${treeSize} leaves had another root`);
    if (isEnd && treeSize > size)
      findings.add('log.history-ahead', treeSize, `the log has ${size} leaves only`);
  }
}

async function checkUncovered({ db, findings, now }: LogCheckInput, covered: number): Promise<void> {
  const [waiting] = await db
    .select()
    .from(logLeaves)
    .where(gte(logLeaves.leafIndex, covered))
    .orderBy(asc(logLeaves.leafIndex))
    .limit(1);
  if (waiting !== undefined && now.getTime() - waiting.loggedAt.getTime() > LATE_MS)
    findings.add('log.not-covered', waiting.leafIndex, `waiting since ${waiting.loggedAt.toISOString()}`);
}

async function checkCosignatures({ db, findings, key }: LogCheckInput): Promise<number> {
  let count = 0;
  for (let last = -1; ; ) {
    const rows = await db
      .select()
      .from(logCosignatures)
      .innerJoin(logCheckpoints, eq(logCheckpoints.treeSize, logCosignatures.treeSize))
      .where(gt(logCosignatures.treeSize, last))
      .orderBy(asc(logCosignatures.treeSize))
      .limit(BATCH);
    // A batch may end between two cosignatures of one checkpoint; that one is taken up by the next.
    const end = rows.at(-1)?.log_cosignatures.treeSize ?? last;
    const whole = rows.length < BATCH ? rows : rows.filter(({ log_cosignatures: one }) => one.treeSize < end);
    for (const { log_cosignatures: one, log_checkpoints: checkpoint } of whole) {
      count += 1;
      const witness = await parseVerifierKey(one.witness);
      const opened =
        key === null || witness === null
          ? null
          : await openCheckpoint(checkpoint.note + one.line, { log: key, witnesses: [witness] });
      if (!opened?.signatures.some((signature) => signature.key === witness))
        findings.add('log.cosignature-false', one.treeSize, one.witness.split('+')[0] ?? '');
    }
    if (rows.length < BATCH) return count;
    last = end - 1;
  }
}

/** Builds the tiles again and compares them with the stored ones, row by row. */
class TileCheck {
  readonly #db: Executor;
  readonly #findings: Findings;
  readonly #levels: { index: number; hashes: Uint8Array[] }[] = [];
  /** Tiles of which less is stored than there are leaves for: their last leaves may wait for a checkpoint. */
  readonly #short: { readonly level: number; readonly index: number; readonly storedBytes: number }[] = [];

  constructor(db: Executor, findings: Findings) {
    this.#db = db;
    this.#findings = findings;
  }

  async append(hash: Uint8Array, level = 0): Promise<void> {
    const open = this.#levels[level] ?? { index: 0, hashes: [] };
    this.#levels[level] = open;
    open.hashes.push(hash);
    if (open.hashes.length < tileWidth) return;
    await this.#compare(level, open.index, open.hashes);
    this.#levels[level] = { index: open.index + 1, hashes: [] };
    await this.append(rootOfComplete(open.hashes), level + 1);
  }

  async #compare(level: number, index: number, hashes: readonly Uint8Array[]): Promise<void> {
    const [row] = await this.#db
      .select()
      .from(logTiles)
      .where(and(eq(logTiles.level, level), eq(logTiles.tileIndex, index)));
    const stored = row?.hashes ?? new Uint8Array();
    const expected = Buffer.concat(hashes);
    if (Buffer.compare(expected.subarray(0, stored.length), stored) !== 0)
      this.#findings.add('log.tile-differs', `${level}/${index}`, 'the stored hashes are others');
    if (stored.length < expected.length) this.#short.push({ level, index, storedBytes: stored.length });
  }

  /** Compares the last tiles and says which hashes that a checkpoint needs are not stored. */
  async end(covered: number): Promise<void> {
    for (const [level, { index, hashes }] of this.#levels.entries())
      if (hashes.length > 0) await this.#compare(level, index, hashes);
    for (const { level, index, storedBytes } of this.#short) {
      const needed = Math.min(tileWidth, Math.floor(covered / tileWidth ** level) - index * tileWidth);
      if (storedBytes < needed * hashBytes)
        this.#findings.add('log.tile-differs', `${level}/${index}`, 'hashes are missing');
    }
  }
}
