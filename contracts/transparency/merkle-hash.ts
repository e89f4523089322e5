// Hashes of an RFC 6962 tree (section 2.1) with SHA-256. WebCrypto only, so that a browser and a server share it.

export const hashBytes = 32;

/** SHA-256 of the concatenation of parts. */
export async function sha256(...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', joined));
}

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

/** Hash of one entry of the log. */
export const hashLeaf = (entry: Uint8Array): Promise<Uint8Array> => sha256(leafPrefix, entry);

/** Hash of an inner node. */
export const hashNode = (left: Uint8Array, right: Uint8Array): Promise<Uint8Array> =>
  sha256(nodePrefix, left, right);

/** Root of the tree without leaves. */
export const emptyRoot = (): Promise<Uint8Array> => sha256();

export const isSameHash = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

const isOdd = (n: number): boolean => n % 2 === 1;
const half = (n: number): number => Math.floor(n / 2);
const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;

export interface InclusionClaim {
  readonly leafHash: Uint8Array;
  readonly leafIndex: number;
  readonly treeSize: number;
  /** From the leaf's sibling up to the root's child. */
  readonly path: readonly Uint8Array[];
}

/** The root that an inclusion proof leads to (RFC 9162 section 2.1.3.2); null when its length does not fit. */
export async function rootOfInclusion(claim: InclusionClaim): Promise<Uint8Array | null> {
  const { leafHash, leafIndex, treeSize, path } = claim;
  if (!isCount(leafIndex) || !isCount(treeSize) || leafIndex >= treeSize) return null;
  let [node, last] = [leafIndex, treeSize - 1];
  let hash = leafHash;
  for (const sibling of path) {
    if (last === 0 || sibling.length !== hashBytes) return null;
    if (isOdd(node) || node === last) {
      hash = await hashNode(sibling, hash);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else hash = await hashNode(hash, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? hash : null;
}

/** Whether a leaf stands at its index in the tree of this root. */
export async function verifyInclusion(
  claim: InclusionClaim & { readonly root: Uint8Array },
): Promise<boolean> {
  const root = await rootOfInclusion(claim);
  return root !== null && isSameHash(root, claim.root);
}

export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly newSize: number;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether the newer tree only appended to the older one (RFC 9162 section 2.1.4.2). */
export async function verifyConsistency(claim: ConsistencyClaim): Promise<boolean> {
  const { oldSize, oldRoot, newSize, newRoot, proof } = claim;
  if (!isCount(oldSize) || !isCount(newSize) || oldSize > newSize) return false;
  if (proof.some(({ length }) => length !== hashBytes)) return false;
  if (oldSize === 0) return proof.length === 0 && isSameHash(oldRoot, await emptyRoot());
  if (oldSize === newSize) return proof.length === 0 && isSameHash(oldRoot, newRoot);
  let [node, last] = [oldSize - 1, newSize - 1];
  while (isOdd(node)) [node, last] = [half(node), half(last)];
  // A complete old tree is a node of the new one: its root is not repeated in the proof.
  const [seed, ...rest] = node === 0 ? [oldRoot, ...proof] : proof;
  if (seed === undefined || proof.length === 0) return false;
  let [oldHash, newHash] = [seed, seed];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      oldHash = await hashNode(sibling, oldHash);
      newHash = await hashNode(sibling, newHash);
      while (!isOdd(node) && node !== 0) [node, last] = [half(node), half(last)];
    } else newHash = await hashNode(newHash, sibling);
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && isSameHash(oldHash, oldRoot) && isSameHash(newHash, newRoot);
}
