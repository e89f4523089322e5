import { decodeGrid, type GridSighting } from './look-for-grid.ts';

/** Sightings of one code agree at least so much in what they show, of 1; those of two codes only where all codes do. */
const LEAST_AGREEMENT = 0.45;
/** What was seen earlier counts less with every frame. */
const FADING = 0.85;
/** About a second: the card was taken away. */
const MOST_MISSES = 12;

/**
 * Adds up what several frames showed of one code: noise fades, and what glare or the edge hid in one is seen in
 * another. Another code takes the place of the one before.
 */
export class GridMemory {
  #version = 0;
  #misses = 0;
  #darkness = new Float32Array();

  /** The code, if what was seen so far is enough together. */
  add({ grid, darkness }: GridSighting): Uint8Array | undefined {
    this.#misses = 0;
    const isSame = grid.version === this.#version && agreement(this.#darkness, darkness) >= LEAST_AGREEMENT;
    if (!isSame) {
      this.#version = grid.version;
      this.#darkness = Float32Array.from(darkness);
      return undefined;
    }
    for (let at = 0; at < darkness.length; at++)
      this.#darkness[at] = this.#darkness[at]! * FADING + darkness[at]!;
    return decodeGrid(this.#darkness, this.#version);
  }

  /** A frame in which no code was found. */
  miss(): void {
    this.#misses++;
    if (this.#misses > MOST_MISSES) this.forget();
  }

  forget(): void {
    this.#misses = 0;
    this.#version = 0;
    this.#darkness.fill(0);
  }
}

function agreement(before: Float32Array, now: Float32Array): number {
  let [product, left, right] = [0, 0, 0];
  for (let at = 0; at < now.length; at++) {
    if (before[at] === 0 || now[at] === 0) continue;
    product += before[at]! * now[at]!;
    left += before[at]! ** 2;
    right += now[at]! ** 2;
  }
  return left * right === 0 ? 0 : product / Math.sqrt(left * right);
}
