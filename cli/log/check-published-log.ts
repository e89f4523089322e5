// Reads a whole published log and computes it again, with nothing but what the log publishes and what the caller held.
import { createHash } from 'node:crypto';
import { toBase64 } from '@saoy/contracts/transparency/base64';
import { openCheckpoint, type VerifiedCheckpoint } from '@saoy/contracts/transparency/checkpoint';
import { kindOfEntry, type RecordKind } from '@saoy/contracts/transparency/log-record';
import { isSameHash } from '@saoy/contracts/transparency/merkle-hash';
import type { VerifierKey } from '@saoy/contracts/transparency/signed-note';
import { type TileName, tilePath, tilesOfTree } from '@saoy/contracts/transparency/tile-path';

export interface PublishedLogInput {
  /** Bytes under a path of the log; null when there is nothing. */
  readonly read: (path: string) => Promise<Uint8Array | null>;
  readonly key: VerifierKey;
  readonly witnesses: readonly VerifierKey[];
  /** A checkpoint held from before; null at the first time. */
  readonly held: string | null;
}

export interface PublishedLogReport {
  readonly isConsistent: boolean;
  readonly problems: readonly string[];
  readonly treeSize: number;
  /** Base64. */
  readonly root: string;
  readonly heldSize: number | null;
  readonly cosignedBy: readonly { readonly name: string; readonly at: string }[];
  readonly entries: Readonly<Partial<Record<RecordKind | 'unknown', number>>>;
  /** The checkpoint that was checked, to be held from now on. */
  readonly checkpoint: string;
}

const hashBytes = 32;
const atOnce = 8;

const sha256 = (...parts: Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

/** Throws Error when the log cannot be read or its checkpoint is not signed by its key. */
export async function checkPublishedLog(input: PublishedLogInput): Promise<PublishedLogReport> {
  const note = await input.read('checkpoint');
  if (note === null) throw new Error('the log has no checkpoint');
  const text = Buffer.from(note).toString('utf8');
  const newest = await openCheckpoint(text, { log: input.key, witnesses: input.witnesses });
  if (newest === null)
    throw new Error('the checkpoint is not signed by this key, or bears a false cosignature');
  const held = await openHeld(input);
  const problems: string[] = [];
  if (held !== null && held.treeSize > newest.treeSize)
    problems.push(`the log shrank: ${held.treeSize} leaves were signed before, ${newest.treeSize} are now`);
  const entries: Partial<Record<RecordKind | 'unknown', number>> = {};
  const roots = new RootsAt([newest.treeSize, held?.treeSize ?? 0]);
  const levels: Uint8Array[][] = [];
  const names = tilesOfTree(newest.treeSize, 0);
  for (let at = 0; at < names.length; at += atOnce) {
    const read = names.slice(at, at + atOnce).map(async (name) => ({
      name,
      tile: await readWhole(input, name, newest.treeSize),
      bundle: await readWhole(input, { ...name, level: 'entries' }, newest.treeSize),
    }));
    for (const { name, tile, bundle } of await Promise.all(read)) {
      const hashes = hashEntries(bundle, name, entries);
      if (Buffer.compare(tile, Buffer.concat(hashes)) !== 0)
        problems.push(`${tilePath(name)} does not hold the hashes of its entries`);
      for (const hash of hashes) roots.append(hash);
      if (hashes.length === 256) addTo(levels, 1, completeRoot(hashes));
    }
  }
  await checkUpperTiles(input, newest.treeSize, levels, problems);
  if (!isSameHash(roots.at(newest.treeSize), newest.root))
    problems.push('the entries do not lead to the signed root');
  if (held !== null && held.treeSize <= newest.treeSize && !isSameHash(roots.at(held.treeSize), held.root))
    problems.push(`the first ${held.treeSize} leaves are not those of the checkpoint held before`);
  return {
    isConsistent: problems.length === 0,
    problems,
    treeSize: newest.treeSize,
    root: toBase64(newest.root),
    heldSize: held?.treeSize ?? null,
    cosignedBy: newest.signatures.flatMap(({ key, cosignedAt }) =>
      cosignedAt === null ? [] : [{ name: key.name, at: cosignedAt.toISOString() }],
    ),
    entries,
    checkpoint: text,
  };
}

async function openHeld({ held, key }: PublishedLogInput): Promise<VerifiedCheckpoint | null> {
  if (held === null) return null;
  const opened = await openCheckpoint(held, { log: key });
  if (opened === null) throw new Error('the checkpoint held before is not signed by this key');
  return opened;
}

/** A partial file may have become a full one meanwhile: its beginning is the same. */
async function readWhole({ read }: PublishedLogInput, name: TileName, treeSize: number): Promise<Uint8Array> {
  const bytes =
    (await read(tilePath(name))) ?? (name.width < 256 ? await read(tilePath({ ...name, width: 256 })) : null);
  if (bytes === null) throw new Error(`${tilePath(name)} is missing from a log of ${treeSize} leaves`);
  return name.level === 'entries' ? bytes : bytes.subarray(0, name.width * hashBytes);
}

function hashEntries(
  bundle: Uint8Array,
  name: TileName,
  counts: Partial<Record<RecordKind | 'unknown', number>>,
): Uint8Array[] {
  const hashes: Uint8Array[] = [];
  for (let at = 0; hashes.length < name.width; ) {
    const length = ((bundle[at] ?? 0) << 8) | (bundle[at + 1] ?? 0);
    const entry = bundle.subarray(at + 2, at + 2 + length);
    if (at + 2 > bundle.length || entry.length !== length)
      throw new Error(`the entries of ${tilePath(name)} are cut short`);
    const kind = kindOfEntry(entry) ?? 'unknown';
    counts[kind] = (counts[kind] ?? 0) + 1;
    hashes.push(sha256(Uint8Array.of(0), entry));
    at += 2 + length;
  }
  return hashes;
}

async function checkUpperTiles(
  input: PublishedLogInput,
  treeSize: number,
  levels: Uint8Array[][],
  problems: string[],
): Promise<void> {
  for (let level = 1; (levels[level]?.length ?? 0) > 0; level++)
    for (const name of tilesOfTree(treeSize, level)) {
      const hashes = levels[level]!.slice(name.index * 256, name.index * 256 + name.width);
      if (Buffer.compare(await readWhole(input, name, treeSize), Buffer.concat(hashes)) !== 0)
        problems.push(`${tilePath(name)} does not hold the roots of the tiles below`);
      if (hashes.length === 256) addTo(levels, level + 1, completeRoot(hashes));
    }
}

function addTo(levels: Uint8Array[][], level: number, hash: Uint8Array): void {
  const row = levels[level] ?? [];
  levels[level] = row;
  row.push(hash);
}

function completeRoot(hashes: readonly Uint8Array[]): Uint8Array {
  let row = hashes;
  while (row.length > 1)
    row = Array.from({ length: row.length / 2 }, (_, i) =>
      sha256(Uint8Array.of(1), row[2 * i]!, row[2 * i + 1]!),
    );
  return row[0]!;
}

/** Appends leaves and remembers the root at some sizes. */
class RootsAt {
  readonly #wanted: ReadonlySet<number>;
  readonly #roots = new Map<number, Uint8Array>([[0, sha256()]]);
  /** One hash for every one bit of the size, the largest subtree first. */
  #edge: Uint8Array[] = [];
  #size = 0;

  constructor(sizes: readonly number[]) {
    this.#wanted = new Set(sizes);
  }

  append(leaf: Uint8Array): void {
    let top = leaf;
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2))
      top = sha256(Uint8Array.of(1), this.#edge.pop()!, top);
    this.#edge.push(top);
    this.#size += 1;
    if (this.#wanted.has(this.#size))
      this.#roots.set(
        this.#size,
        this.#edge
          .slice(0, -1)
          .reduceRight((right, left) => sha256(Uint8Array.of(1), left, right), this.#edge.at(-1)!),
      );
  }

  at(size: number): Uint8Array {
    return this.#roots.get(size) ?? new Uint8Array();
  }
}
