import type { Hash } from 'node:crypto';
import { startHash } from '../x509/verify-signature.ts';

/** Hashes what signatures cover: all byte ranges begin at the start of the file, and what they share is hashed once. */
export class RangeHasher {
  readonly #bytes: Uint8Array;
  readonly #running = new Map<string, { readonly hash: Hash; readonly position: number }>();

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The digest of the file up to `end` without the gap. Quick when asked in the order of the gaps. */
  hashAround(
    digestName: string,
    gap: { readonly gapStart: number; readonly gapEnd: number },
    end: number,
  ): Buffer {
    const bytes = this.#bytes;
    const known = this.#running.get(digestName);
    const { hash, position } =
      known && known.position <= gap.gapStart ? known : { hash: startHash(digestName), position: 0 };
    hash.update(bytes.subarray(position, gap.gapStart));
    this.#running.set(digestName, { hash, position: gap.gapStart });
    // A digest of variable length cannot be taken from a copy without saying how long.
    const fork = hash.copy(digestName === 'shake256' ? { outputLength: 64 } : {});
    return fork.update(bytes.subarray(gap.gapEnd, end)).digest();
  }
}
