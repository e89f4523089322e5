// The tree as RFC 6962 section 2.1 defines it, by recursion over all leaves: slow, and another way than the code it judges.
import { createHash } from 'node:crypto';

const sha256 = (...parts: Uint8Array[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

/** The largest power of two below n. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** MTH(D[n]). */
export function treeHash(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length === 0) return sha256();
  if (entries.length === 1) return sha256(Uint8Array.of(0), entries[0]!);
  const k = split(entries.length);
  return sha256(Uint8Array.of(1), treeHash(entries.slice(0, k)), treeHash(entries.slice(k)));
}

/** PATH(m, D[n]). */
export function inclusionPath(index: number, entries: readonly Uint8Array[]): Uint8Array[] {
  if (entries.length <= 1) return [];
  const k = split(entries.length);
  return index < k
    ? [...inclusionPath(index, entries.slice(0, k)), treeHash(entries.slice(k))]
    : [...inclusionPath(index - k, entries.slice(k)), treeHash(entries.slice(0, k))];
}

/** PROOF(m, D[n]). */
export const consistencyProof = (oldSize: number, entries: readonly Uint8Array[]): Uint8Array[] =>
  oldSize === 0 || oldSize === entries.length ? [] : subProof(oldSize, entries, true);

function subProof(m: number, entries: readonly Uint8Array[], isWhole: boolean): Uint8Array[] {
  if (m === entries.length) return isWhole ? [] : [treeHash(entries)];
  const k = split(entries.length);
  return m <= k
    ? [...subProof(m, entries.slice(0, k), isWhole), treeHash(entries.slice(k))]
    : [...subProof(m - k, entries.slice(k), false), treeHash(entries.slice(0, k))];
}
