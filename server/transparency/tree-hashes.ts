// The tree of the log by the synchronous hash of Node; the definitions are those of RFC 6962 section 2.1.
import { createHash } from 'node:crypto';

export const hashBytes = 32;

export const leafHashOf = (entry: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(Uint8Array.of(0)).update(entry).digest());

export const nodeHashOf = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(Uint8Array.of(1)).update(left).update(right).digest());

const emptyRootHash = (): Uint8Array => new Uint8Array(createHash('sha256').digest());

/** Root of a complete subtree from its 2^n hashes. */
export function rootOfComplete(hashes: readonly Uint8Array[]): Uint8Array {
  let level = hashes;
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let i = 0; i < level.length; i += 2) above.push(nodeHashOf(level[i]!, level[i + 1]!));
    level = above;
  }
  return level[0]!;
}

/** Grows a tree by its right edge only: the roots of its complete subtrees, the largest first. */
export class TreeEdge {
  readonly #nodes: { readonly height: number; readonly hash: Uint8Array }[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Appends a complete subtree of 2^height leaves; it must start where one of that height may. */
  append(hash: Uint8Array, height = 0): void {
    if (this.#size % 2 ** height !== 0) throw new RangeError('a subtree that does not fit here');
    let [top, topHeight] = [hash, height];
    for (let last = this.#nodes.at(-1); last?.height === topHeight; last = this.#nodes.at(-1)) {
      top = nodeHashOf(last.hash, top);
      topHeight += 1;
      this.#nodes.pop();
    }
    this.#nodes.push({ height: topHeight, hash: top });
    this.#size += 2 ** height;
  }

  root(): Uint8Array {
    const last = this.#nodes.at(-1);
    if (last === undefined) return emptyRootHash();
    return this.#nodes.slice(0, -1).reduceRight((right, { hash }) => nodeHashOf(hash, right), last.hash);
  }
}
