// Reads hashes of the tree from its stored tiles: a proof in a tree of a million leaves needs half a dozen rows.
import { tileWidth } from '@saoy/contracts/transparency/tile-path';
import { and, eq } from 'drizzle-orm';
import type { Executor } from '../storage/database.ts';
import { logTiles } from '../storage/schema.ts';
import { hashBytes, nodeHashOf, rootOfComplete, TreeEdge } from './tree-hashes.ts';

const levelHeight = 8;

/** A tile or leaf that a signed checkpoint needs is not stored, or not whole. */
export class DamagedLogError extends Error {}

/** The tree as published up to a size; tiles are read once. */
export class StoredTree {
  readonly #db: Executor;
  readonly #tiles = new Map<string, Uint8Array>();

  constructor(db: Executor) {
    this.#db = db;
  }

  /** Stored hashes of a tile, as many as there are; empty when there is none. */
  async tile(level: number, index: number): Promise<Uint8Array> {
    const key = `${level}/${index}`;
    const known = this.#tiles.get(key);
    if (known !== undefined) return known;
    const [row] = await this.#db
      .select({ hashes: logTiles.hashes })
      .from(logTiles)
      .where(and(eq(logTiles.level, level), eq(logTiles.tileIndex, index)));
    const hashes = row?.hashes ?? new Uint8Array();
    this.#tiles.set(key, hashes);
    return hashes;
  }

  /** Root of the complete subtree of 2^height leaves that starts at `index * 2^height`. */
  async #completeRoot(height: number, index: number): Promise<Uint8Array> {
    const level = Math.floor(height / levelHeight);
    const width = 2 ** (height % levelHeight);
    const first = index * width;
    const tile = await this.tile(level, Math.floor(first / tileWidth));
    const offset = first % tileWidth;
    const hashes: Uint8Array[] = [];
    for (let i = offset; i < offset + width; i++) {
      const hash = tile.subarray(i * hashBytes, (i + 1) * hashBytes);
      if (hash.length !== hashBytes)
        throw new DamagedLogError(`tile ${level}/${Math.floor(first / tileWidth)}`);
      hashes.push(hash);
    }
    return rootOfComplete(hashes);
  }

  /** MTH(D[start:end]) for a start where a subtree of the tree may stand. */
  async rangeRoot(start: number, end: number): Promise<Uint8Array> {
    const width = end - start;
    const height = Math.floor(Math.log2(width));
    if (2 ** height === width) return this.#completeRoot(height, start / width);
    const middle = start + 2 ** height;
    return nodeHashOf(await this.rangeRoot(start, middle), await this.rangeRoot(middle, end));
  }

  /** The right edge of the tree of a size. */
  async edge(treeSize: number): Promise<TreeEdge> {
    const edge = new TreeEdge();
    for (let height = 52; height >= 0; height--) {
      const width = 2 ** height;
      if (Math.floor(treeSize / width) % 2 === 1)
        edge.append(await this.#completeRoot(height, edge.size / width), height);
    }
    return edge;
  }

  /** Inclusion proof (RFC 6962 section 2.1.1), from the leaf's sibling up. */
  async inclusionPath(leafIndex: number, treeSize: number): Promise<Uint8Array[]> {
    let [start, end] = [0, treeSize];
    const path: Uint8Array[] = [];
    while (end - start > 1) {
      const middle = start + largestBelow(end - start);
      const isLeft = leafIndex < middle;
      path.unshift(await (isLeft ? this.rangeRoot(middle, end) : this.rangeRoot(start, middle)));
      [start, end] = isLeft ? [start, middle] : [middle, end];
    }
    return path;
  }

  /** Consistency proof (RFC 6962 section 2.1.2). */
  async consistencyProof(oldSize: number, newSize: number): Promise<Uint8Array[]> {
    if (oldSize === 0 || oldSize === newSize) return [];
    let [start, end] = [0, newSize];
    const proof: Uint8Array[] = [];
    while (oldSize !== end) {
      const middle = start + largestBelow(end - start);
      const isLeft = oldSize <= middle;
      proof.unshift(await (isLeft ? this.rangeRoot(middle, end) : this.rangeRoot(start, middle)));
      [start, end] = isLeft ? [start, middle] : [middle, end];
    }
    return start === 0 ? proof : [await this.rangeRoot(start, end), ...proof];
  }
}

/** The largest power of two below n. */
function largestBelow(n: number): number {
  const power = 2 ** Math.floor(Math.log2(n));
  return power === n ? power / 2 : power;
}
