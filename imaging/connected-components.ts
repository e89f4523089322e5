/** One connected patch of a mask: its bounding box and how many pixels it has. */
export interface Component {
  readonly left: number;
  readonly top: number;
  /** Inclusive. */
  readonly right: number;
  /** Inclusive. */
  readonly bottom: number;
  readonly pixels: number;
}

/** A component with the positions of its pixels in the mask, row by row. */
export type Patch = Component & { readonly indexes: Int32Array };

/** Stretches of set pixels, row by row: first and one past the last position, and the stretch each is joined to. */
interface Runs {
  readonly count: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly parents: Int32Array;
}

/**
 * Connected patches of a mask (non-zero = set) in the order of their first pixels; pixels up to `reach` apart count
 * as connected.
 */
export function findComponents(mask: Uint8Array, width: number, height: number, reach = 1): Patch[] {
  const runs = joinRuns(mask, width, height, reach);
  const { count, starts, ends, parents } = runs;
  // The first stretch of a patch stands for it.
  const patchOf = new Int32Array(count);
  let patches = 0;
  for (let run = 0; run < count; run += 1) {
    const root = rootOf(parents, run);
    patchOf[run] = root === run ? patches++ : patchOf[root]!;
  }
  return collectPatches(starts, ends, patchOf, patches, width, height);
}

function joinRuns(mask: Uint8Array, width: number, height: number, reach: number): Runs {
  let room = 4096;
  let starts = new Int32Array(room);
  let ends = new Int32Array(room);
  let parents = new Int32Array(room);
  // Where the stretches of each row begin.
  const rowStarts = new Int32Array(height);
  let count = 0;
  for (let y = 0; y < height; y += 1) {
    const rowEnd = (y + 1) * width;
    rowStarts[y] = count;
    for (let at = y * width; at < rowEnd; at += 1) {
      if (mask[at] === 0) continue;
      const start = at;
      while (at < rowEnd && mask[at] !== 0) at += 1;
      if (count === room) {
        room *= 2;
        starts = grow(starts, room);
        ends = grow(ends, room);
        parents = grow(parents, room);
      }
      starts[count] = start;
      ends[count] = at;
      parents[count] = count;
      if (count > rowStarts[y]! && start - ends[count - 1]! < reach) unite(parents, count - 1, count);
      count += 1;
    }
    for (let step = 1; step <= Math.min(reach, y); step += 1) {
      const from = rowStarts[y - step]!;
      uniteRows(
        { count, starts, ends, parents },
        from,
        rowStarts[y - step + 1]!,
        rowStarts[y]!,
        step * width,
        reach,
      );
    }
  }
  return { count, starts, ends, parents };
}

/** Joins the stretches of two rows, the upper from `upper` to `upperEnd`, the lower from `lower` to the last. */
function uniteRows(
  { count, starts, ends, parents }: Runs,
  upper: number,
  upperEnd: number,
  lower: number,
  offset: number,
  reach: number,
): void {
  while (upper < upperEnd && lower < count) {
    const isApart = starts[upper]! + offset >= ends[lower]! + reach;
    if (!isApart && starts[lower]! < ends[upper]! + offset + reach) unite(parents, upper, lower);
    // Whichever ends first meets nothing further on.
    if (ends[upper]! + offset < ends[lower]!) upper += 1;
    else lower += 1;
  }
}

function rootOf(parents: Int32Array, run: number): number {
  let root = run;
  while (parents[root] !== root) {
    parents[root] = parents[parents[root]!]!;
    root = parents[root]!;
  }
  return root;
}

function unite(parents: Int32Array, one: number, other: number): void {
  const a = rootOf(parents, one);
  const b = rootOf(parents, other);
  if (a < b) parents[b] = a;
  else parents[a] = b;
}

function grow(values: Int32Array, room: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(room);
  larger.set(values);
  return larger;
}

function collectPatches(
  starts: Int32Array,
  ends: Int32Array,
  patchOf: Int32Array,
  patches: number,
  width: number,
  height: number,
): Patch[] {
  const lefts = new Int32Array(patches).fill(width);
  const rights = new Int32Array(patches);
  const tops = new Int32Array(patches).fill(height);
  const bottoms = new Int32Array(patches);
  const pixels = new Int32Array(patches);
  let all = 0;
  for (let run = 0; run < patchOf.length; run += 1) {
    const patch = patchOf[run]!;
    const start = starts[run]!;
    const end = ends[run]!;
    const y = Math.floor(start / width);
    const left = start - y * width;
    const right = left + end - start - 1;
    if (left < lefts[patch]!) lefts[patch] = left;
    if (right > rights[patch]!) rights[patch] = right;
    if (y < tops[patch]!) tops[patch] = y;
    bottoms[patch] = y;
    pixels[patch] = pixels[patch]! + end - start;
    all += end - start;
  }
  // One array for all positions: the patches of a page of print are thousands.
  const indexes = new Int32Array(all);
  const next = new Int32Array(patches);
  for (let patch = 1; patch < patches; patch += 1) next[patch] = next[patch - 1]! + pixels[patch - 1]!;
  const from = next.slice();
  for (let run = 0; run < patchOf.length; run += 1) {
    const patch = patchOf[run]!;
    let at = next[patch]!;
    for (let index = starts[run]!; index < ends[run]!; index += 1) indexes[at++] = index;
    next[patch] = at;
  }
  return Array.from(from, (begin, patch) => ({
    left: lefts[patch]!,
    top: tops[patch]!,
    right: rights[patch]!,
    bottom: bottoms[patch]!,
    pixels: pixels[patch]!,
    indexes: indexes.subarray(begin, next[patch]!),
  }));
}
