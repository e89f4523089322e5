import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyRoot, hashLeaf, verifyConsistency, verifyInclusion } from './merkle-hash.ts';
import { consistencyProof, inclusionPath, treeHash } from './testing/reference-tree.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

/** The leaves with which implementations of RFC 6962 test themselves, and the roots of the trees of 0 to 8 of them. */
const knownLeaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map(bytes);
const knownRoots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

test('the known leaves hash to the known roots', async () => {
  expect(hex(await emptyRoot())).toBe(knownRoots[0]);
  expect(hex(await hashLeaf(knownLeaves[0]!))).toBe(knownRoots[1]);
  for (const [size, root] of knownRoots.entries())
    expect(hex(treeHash(knownLeaves.slice(0, size)))).toBe(root);
});

test('the known consistency proof from one to eight leaves holds', async () => {
  const proof = [
    '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
    '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
    '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
  ].map(bytes);
  const claim = { oldSize: 1, oldRoot: bytes(knownRoots[1]!), newSize: 8, newRoot: bytes(knownRoots[8]!) };
  expect(await verifyConsistency({ ...claim, proof })).toBe(true);
  expect(await verifyConsistency({ ...claim, proof: proof.toReversed() })).toBe(false);
});

const someEntries = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 70 });
/** Flips one bit of a byte string. */
const flipped = (value: Uint8Array, at: number): Uint8Array =>
  value.map((byte, i) => (i === at % value.length ? byte ^ 1 : byte));

describe('inclusion', () => {
  test('every leaf of a tree of any size is proven, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(someEntries, fc.nat(), fc.nat(), async (entries, choice, noise) => {
        const leafIndex = choice % entries.length;
        const root = treeHash(entries);
        const path = inclusionPath(leafIndex, entries);
        const leafHash = await hashLeaf(entries[leafIndex]!);
        const claim = { leafHash, leafIndex, treeSize: entries.length, path, root };
        expect(await verifyInclusion(claim)).toBe(true);
        expect(await verifyInclusion({ ...claim, leafHash: flipped(leafHash, noise) })).toBe(false);
        expect(await verifyInclusion({ ...claim, root: flipped(root, noise) })).toBe(false);
        expect(await verifyInclusion({ ...claim, path: [...path, leafHash] })).toBe(false);
        expect(await verifyInclusion({ ...claim, leafIndex: entries.length })).toBe(false);
        if (path.length === 0) return;
        const at = noise % path.length;
        expect(await verifyInclusion({ ...claim, path: path.slice(1) })).toBe(false);
        expect(
          await verifyInclusion({
            ...claim,
            path: path.map((hash, i) => (i === at ? flipped(hash, noise) : hash)),
          }),
        ).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test.each([-1, 0.5, Number.NaN, 2 ** 53])('an index of %s proves nothing', async (leafIndex) => {
    const leafHash = await hashLeaf(Uint8Array.of(1));
    expect(await verifyInclusion({ leafHash, leafIndex, treeSize: 1, path: [], root: leafHash })).toBe(false);
  });
});

describe('consistency', () => {
  test('every older tree is proven to be the beginning of the newer one, and no other is', async () => {
    await fc.assert(
      fc.asyncProperty(someEntries, fc.nat(), fc.nat(), async (entries, choice, noise) => {
        const oldSize = choice % (entries.length + 1);
        const [oldRoot, newRoot] = [treeHash(entries.slice(0, oldSize)), treeHash(entries)];
        const proof = consistencyProof(oldSize, entries);
        const claim = { oldSize, oldRoot, newSize: entries.length, newRoot, proof };
        expect(await verifyConsistency(claim)).toBe(true);
        expect(await verifyConsistency({ ...claim, oldRoot: flipped(oldRoot, noise) })).toBe(false);
        expect(await verifyConsistency({ ...claim, proof: [...proof, newRoot] })).toBe(false);
        if (oldSize === 0) return;
        expect(await verifyConsistency({ ...claim, newRoot: flipped(newRoot, noise) })).toBe(false);
        if (proof.length === 0) return;
        expect(await verifyConsistency({ ...claim, proof: proof.slice(1) })).toBe(false);
        const at = noise % proof.length;
        const altered = proof.map((hash, i) => (i === at ? flipped(hash, noise) : hash));
        expect(await verifyConsistency({ ...claim, proof: altered })).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test('a tree never shrinks', async () => {
    const root = treeHash(knownLeaves);
    expect(await verifyConsistency({ oldSize: 8, oldRoot: root, newSize: 7, newRoot: root, proof: [] })).toBe(
      false,
    );
  });
});
