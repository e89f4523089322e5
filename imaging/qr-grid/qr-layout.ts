// Where what stands in a QR code (ISO/IEC 18004 §6 and §7).

/** Larger codes stand on no card; they are left to the ordinary decoder. */
export const MOST_VERSION = 15;

export type ErrorLevel = 'L' | 'M' | 'Q' | 'H';

export interface QrLayout {
  readonly version: number;
  /** Modules a side. */
  readonly size: number;
  /** Of every module: 1 always dark, -1 always light, 0 data, 2 format. */
  readonly fixed: Int8Array;
  /** Modules that hold data, in reading order: eight to a codeword. */
  readonly path: Int32Array;
  /** The fifteen modules of the format twice, the lowest bit first. */
  readonly format: readonly [readonly number[], readonly number[]];
}

export interface BlockLengths {
  readonly blocks: number;
  /** Codewords of error correction in every block. */
  readonly correction: number;
}

/** ISO/IEC 18004 table 9, versions 1 to 15: codewords of correction of a block, and number of blocks. */
const CORRECTION: Readonly<Record<ErrorLevel, readonly number[]>> = {
  L: [7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22],
  M: [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24],
  Q: [13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30],
  H: [17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24],
};
const BLOCKS: Readonly<Record<ErrorLevel, readonly number[]>> = {
  L: [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6],
  M: [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10],
  Q: [1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12],
  H: [1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18],
};

export const blocksOf = (version: number, level: ErrorLevel): BlockLengths => ({
  blocks: BLOCKS[level][version - 1]!,
  correction: CORRECTION[level][version - 1]!,
});

const layouts = new Map<number, QrLayout>();

/** The layout of a version from 1 to 15. */
export function layoutOf(version: number): QrLayout {
  const known = layouts.get(version);
  if (known !== undefined) return known;
  const size = 17 + 4 * version;
  const fixed = new Int8Array(size * size);
  const put = (x: number, y: number, isDark: boolean): void => {
    if (x >= 0 && y >= 0 && x < size && y < size) fixed[y * size + x] = isDark ? 1 : -1;
  };
  for (let i = 0; i < size; i++) {
    put(6, i, i % 2 === 0);
    put(i, 6, i % 2 === 0);
  }
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    putRings(put, x, y, 4, (ring) => ring !== 2 && ring !== 4);
  const places = alignmentPlaces(version, size);
  const last = places.at(-1);
  for (const x of places)
    for (const y of places) {
      const isAtFinder = (x === 6 && y === 6) || (x === 6 && y === last) || (x === last && y === 6);
      if (!isAtFinder) putRings(put, x, y, 2, (ring) => ring !== 1);
    }
  if (version >= 7) putVersion(put, version, size);
  const format = formatPlaces(size);
  for (const copy of format) for (const at of copy) fixed[at] = 2;
  put(8, size - 8, true);
  const layout = { version, size, fixed, path: dataPath(size, fixed), format };
  layouts.set(version, layout);
  return layout;
}

type Put = (x: number, y: number, isDark: boolean) => void;

function putRings(put: Put, x: number, y: number, reach: number, isDark: (ring: number) => boolean): void {
  for (let dy = -reach; dy <= reach; dy++)
    for (let dx = -reach; dx <= reach; dx++)
      put(x + dx, y + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
}

function alignmentPlaces(version: number, size: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((size - 13) / (count * 2 - 2)) * 2;
  const places = Array.from({ length: count - 1 }, (_, i) => size - 7 - i * step).reverse();
  return [6, ...places];
}

/** §7.10: the version and twelve bits of a Golay code. */
function putVersion(put: Put, version: number, size: number): void {
  let rest = version;
  for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let i = 0; i < 18; i++) {
    const [a, b] = [size - 11 + (i % 3), Math.floor(i / 3)];
    put(a, b, ((bits >>> i) & 1) === 1);
    put(b, a, ((bits >>> i) & 1) === 1);
  }
}

function formatPlaces(size: number): [number[], number[]] {
  const at = (x: number, y: number): number => y * size + x;
  const first: number[] = [];
  for (let i = 0; i < 6; i++) first.push(at(8, i));
  first.push(at(8, 7), at(8, 8), at(7, 8));
  for (let i = 9; i < 15; i++) first.push(at(14 - i, 8));
  const second: number[] = [];
  for (let i = 0; i < 8; i++) second.push(at(size - 1 - i, 8));
  for (let i = 8; i < 15; i++) second.push(at(8, size - 15 + i));
  return [first, second];
}

/** §7.7.3: columns of two, up and down by turns, from the right. */
function dataPath(size: number, fixed: Int8Array): Int32Array {
  const path: number[] = [];
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    const isUpward = ((right + 1) & 2) === 0;
    for (let i = 0; i < size; i++)
      for (const x of [right, right - 1]) {
        const at = (isUpward ? size - 1 - i : i) * size + x;
        if (fixed[at] === 0) path.push(at);
      }
  }
  return Int32Array.from(path);
}

/** Table 10: whether a mask turns the module over. */
export function isMasked(mask: number, x: number, y: number): boolean {
  switch (mask) {
    case 0:
      return (x + y) % 2 === 0;
    case 1:
      return y % 2 === 0;
    case 2:
      return x % 3 === 0;
    case 3:
      return (x + y) % 3 === 0;
    case 4:
      return (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0;
    case 5:
      return ((x * y) % 2) + ((x * y) % 3) === 0;
    case 6:
      return (((x * y) % 2) + ((x * y) % 3)) % 2 === 0;
    default:
      return (((x + y) % 2) + ((x * y) % 3)) % 2 === 0;
  }
}

export interface QrFormat {
  readonly level: ErrorLevel;
  readonly mask: number;
  /** Fifteen bits as they stand in the code. */
  readonly bits: number;
}

/** §7.9: all formats there are. */
export const formats: readonly QrFormat[] = (['M', 'L', 'H', 'Q'] as const).flatMap((level, index) =>
  Array.from({ length: 8 }, (_, mask) => {
    const data = (index << 3) | mask;
    let rest = data;
    for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
    return { level, mask, bits: ((data << 10) | rest) ^ 0x5412 };
  }),
);
