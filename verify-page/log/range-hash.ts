// Hashes of the log's tree out of its published tiles (C2SP tlog-tiles), as far as a consistency proof needs them.
import { hashBytes, hashNode } from '@saoy/contracts/transparency/merkle-hash';
import { type TileName, tilePath, tileWidth } from '@saoy/contracts/transparency/tile-path';

/** The bytes of a tile; null when it cannot be had. */
export type ReadTile = (path: string) => Promise<Uint8Array | null>;

class TileMissing extends Error {}

/** A reader of the tree of one size; each tile is fetched once. */
function treeOf(treeSize: number, readTile: ReadTile) {
  const tiles = new Map<string, Promise<Uint8Array | null>>();

  async function tile(level: number, index: number): Promise<Uint8Array> {
    const present = Math.floor(treeSize / tileWidth ** level) - index * tileWidth;
    const name: TileName = { level, index, width: Math.min(tileWidth, present) };
    const path = tilePath(name);
    const reading = tiles.get(path) ?? readTile(path);
    tiles.set(path, reading);
    const bytes = await reading;
    if (bytes?.length !== name.width * hashBytes) throw new TileMissing(path);
    return bytes;
  }

  /** Hash of the complete subtree of 2^height leaves that starts at `start`. */
  async function subtree(start: number, height: number): Promise<Uint8Array> {
    const level = Math.floor(height / 8);
    const first = start / tileWidth ** level;
    const bytes = await tile(level, Math.floor(first / tileWidth));
    let hashes = Array.from({ length: 2 ** (height - 8 * level) }, (_, i) => {
      const at = ((first % tileWidth) + i) * hashBytes;
      return bytes.subarray(at, at + hashBytes);
    });
    while (hashes.length > 1)
      hashes = await Promise.all(
        Array.from({ length: hashes.length / 2 }, (_, i) => hashNode(hashes[2 * i]!, hashes[2 * i + 1]!)),
      );
    return hashes[0]!;
  }

  /** Merkle tree hash of the leaves from `start` to before `end` (RFC 6962 section 2.1). */
  async function range(start: number, end: number): Promise<Uint8Array> {
    const split = largestPowerBelow(end - start);
    if (end - start === 1 || split * 2 === end - start) return subtree(start, Math.log2(end - start));
    return hashNode(await range(start, start + split), await range(start + split, end));
  }
  return { range };
}

/** The largest power of two smaller than n; 1 for n = 1. */
const largestPowerBelow = (n: number): number => (n < 2 ? 1 : 2 ** Math.floor(Math.log2(n - 1)));

/** The proof that the tree of `newSize` only appended to that of `oldSize` (RFC 6962 section 2.1.2); null when a tile is missing. */
export async function readConsistencyProof(
  oldSize: number,
  newSize: number,
  readTile: ReadTile,
): Promise<Uint8Array[] | null> {
  const tree = treeOf(newSize, readTile);
  async function prove(size: number, start: number, end: number, isWhole: boolean): Promise<Uint8Array[]> {
    if (size === end - start) return isWhole ? [] : [await tree.range(start, end)];
    const split = largestPowerBelow(end - start);
    return size <= split
      ? [...(await prove(size, start, start + split, isWhole)), await tree.range(start + split, end)]
      : [...(await prove(size - split, start + split, end, false)), await tree.range(start, start + split)];
  }
  try {
    return oldSize === 0 || oldSize === newSize ? [] : await prove(oldSize, 0, newSize, true);
  } catch (error) {
    if (error instanceof TileMissing) return null;
    throw error;
  }
}
