import { emptyRoot, hashLeaf, hashNode, verifyConsistency } from '@saoy/contracts/transparency/merkle-hash';
import { parseTilePath, tileWidth } from '@saoy/contracts/transparency/tile-path';
import { describe, expect, it } from 'vitest';
import { readConsistencyProof } from './range-hash.ts';

const leaves = await Promise.all(
  Array.from({ length: 1300 }, (_, i) => hashLeaf(new TextEncoder().encode(`entry ${i}`))),
);

/** By the definition of RFC 6962, without tiles. */
async function rootOf(hashes: readonly Uint8Array[]): Promise<Uint8Array> {
  if (hashes.length < 2) return hashes[0] ?? emptyRoot();
  const split = 2 ** Math.floor(Math.log2(hashes.length - 1));
  return hashNode(await rootOf(hashes.slice(0, split)), await rootOf(hashes.slice(split)));
}

const readTile = async (path: string) => {
  const name = parseTilePath(path);
  if (name === null || name.level === 'entries') return null;
  const span = tileWidth ** name.level;
  const first = name.index * tileWidth;
  const hashes = Array.from({ length: name.width }, (_, i) =>
    leaves.slice((first + i) * span, (first + i + 1) * span),
  );
  return Uint8Array.from((await Promise.all(hashes.map(rootOf))).flatMap((hash) => [...hash]));
};

describe('a consistency proof out of tiles', () => {
  it.each([
    [0, 5],
    [1, 2],
    [1, 1300],
    [3, 7],
    [4, 7],
    [7, 7],
    [255, 256],
    [256, 257],
    [200, 600],
    [256, 512],
    [511, 1300],
    [1024, 1300],
    [1299, 1300],
  ])('leads from %i to %i leaves', async (oldSize, newSize) => {
    const proof = await readConsistencyProof(oldSize, newSize, readTile);
    const [oldRoot, newRoot] = await Promise.all([
      rootOf(leaves.slice(0, oldSize)),
      rootOf(leaves.slice(0, newSize)),
    ]);
    expect(await verifyConsistency({ oldSize, newSize, oldRoot, newRoot, proof: proof! })).toBe(true);
    if (oldSize > 0)
      expect(await verifyConsistency({ oldSize, newSize, oldRoot: leaves[9]!, newRoot, proof: proof! })).toBe(
        false,
      );
  });

  it('is absent when a tile is missing or cut off', async () => {
    expect(await readConsistencyProof(3, 700, async () => null)).toBeNull();
    expect(
      await readConsistencyProof(3, 700, async (path) => (await readTile(path))?.subarray(32) ?? null),
    ).toBeNull();
  });
});
