/** Darker than this is not paper but the scanner bed, an open lid or the black edge of a photocopy. */
export const DARKEST_PAPER = 90;
/** Print that runs into the edge touches it with a stroke; the bed lies along it. */
const LEAST_CONTACT_MM = 12;

/** How much of the picture is not the sheet. */
export interface Bed {
  /** 1 where the bed shows. */
  readonly mask: Uint8Array;
  readonly isSeen: boolean;
  readonly left: BedSide;
  readonly right: BedSide;
  readonly top: BedSide;
  readonly bottom: BedSide;
}

export interface BedSide {
  /** Share of this side of the picture along which the bed shows. */
  readonly share: number;
  /** How far the bed reaches in, as the median along the side, in pixels of the mask. */
  readonly depth: number;
}

/** Dark areas that come in from the edge of the picture along a good part of it. */
export function findBed(luma: Uint8Array, width: number, height: number, pxPerMm: number): Bed {
  const mask = new Uint8Array(luma.length);
  const queue: number[] = [];
  const isBed = (at: number) => mask[at] === 0 && luma[at]! < DARKEST_PAPER;
  const take = (at: number) => {
    if (!isBed(at)) return;
    mask[at] = 1;
    queue.push(at);
  };
  const fill = (start: number): number => {
    let contact = 0;
    const from = queue.length;
    take(start);
    for (let next = from; next < queue.length; next += 1) {
      const at = queue[next]!;
      const x = at % width;
      const y = (at - x) / width;
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) contact += 1;
      if (x > 0) take(at - 1);
      if (x < width - 1) take(at + 1);
      if (y > 0) take(at - width);
      if (y < height - 1) take(at + width);
    }
    return contact;
  };
  let isFilled = false;
  const visit = (at: number): void => {
    if (!isBed(at)) return;
    isFilled = true;
    const contact = fill(at);
    // What is print stays marked until the end so that it is not filled again.
    if (contact < LEAST_CONTACT_MM * pxPerMm) for (const part of queue) mask[part] = 2;
    queue.length = 0;
  };
  for (let x = 0; x < width; x += 1) {
    visit(x);
    visit((height - 1) * width + x);
  }
  for (let y = 0; y < height; y += 1) {
    visit(y * width);
    visit(y * width + width - 1);
  }
  let isSeen = false;
  for (let i = 0; isFilled && i < mask.length; i += 1) {
    if (mask[i] === 2) mask[i] = 0;
    else if (mask[i] === 1) isSeen = true;
  }
  return {
    mask,
    isSeen,
    left: measureSide(mask, height, width, (along, inward) => along * width + inward),
    right: measureSide(mask, height, width, (along, inward) => along * width + width - 1 - inward),
    top: measureSide(mask, width, height, (along, inward) => inward * width + along),
    bottom: measureSide(mask, width, height, (along, inward) => (height - 1 - inward) * width + along),
  };
}

function measureSide(
  mask: Uint8Array,
  length: number,
  deepest: number,
  indexAt: (along: number, inward: number) => number,
): BedSide {
  const depths: number[] = [];
  let covered = 0;
  for (let along = 0; along < length; along += 4) {
    let depth = 0;
    while (depth < deepest && mask[indexAt(along, depth)] === 1) depth += 1;
    if (depth > 0) covered += 1;
    depths.push(depth);
  }
  depths.sort((a, b) => a - b);
  return { share: covered / Math.max(1, depths.length), depth: depths[depths.length >> 1] ?? 0 };
}

/** The mask with everything up to `reach` pixels from it. */
export function widenMask(mask: Uint8Array, width: number, height: number, reach: number): Uint8Array {
  const rows = new Uint8Array(mask.length);
  for (let y = 0; y < height; y += 1) {
    const start = y * width;
    const end = start + width;
    for (let at = start; at < end; at += 1) {
      if (mask[at] !== 1) continue;
      const first = at;
      while (at < end && mask[at] === 1) at += 1;
      rows.fill(1, Math.max(start, first - reach), Math.min(end, at + reach));
    }
  }
  const wide = new Uint8Array(mask.length);
  const until = new Int32Array(width).fill(-1);
  for (let pass = 0; pass < 2; pass += 1) {
    until.fill(-1);
    for (let step = 0; step < height; step += 1) {
      const y = pass === 0 ? step : height - 1 - step;
      for (let x = 0; x < width; x += 1) {
        if (rows[y * width + x] === 1) until[x] = step + reach;
        if (until[x]! >= step) wide[y * width + x] = 1;
      }
    }
  }
  return wide;
}
