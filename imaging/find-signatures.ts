import { type Component, findComponents, type Patch } from './connected-components.ts';
import { findCircle } from './find-circle.ts';
import { redness } from './find-red-seals.ts';
import { type PageSample, SAMPLE_PX_PER_MM, toInputBox } from './page-sample.ts';
import type { Box } from './raster.ts';

/** Of a signature; more red than this is a seal's ink. */
const LEAST_ACROSS_MM = 11;
const LEAST_DOWN_MM = 4.5;
const MOST_REDNESS = 30;
/** Office seals have a double ring, some a third line. */
const MOST_RINGS = 4;
/** A line drawn by hand and by a printed ring alike, in sample pixels to either side of the fitted circle. */
const RING_HALF_WIDTH = 2.6;
const LEAST_CROSSINGS = 1.6;

/** Handwritten signatures: one connected, sparse stroke of signature size that is not red. */
export function findSignatures(sample: PageSample): Box[] {
  const { width } = sample;
  const strokes = sample.parts.filter(isLarge).flatMap((part) => withoutRed(part, sample));
  const found = strokes.filter(
    (stroke) => isSignature(stroke, width, LEAST_ACROSS_MM, 90) && isWritten(stroke.indexes, width),
  );
  const inSeals = strokes
    .filter((stroke) => !found.includes(stroke) && couldHoldSeal(stroke))
    .flatMap((stroke) => strokesOverSeal(stroke, width));
  return [...found.filter((stroke) => !isSeal(stroke, width)), ...inSeals]
    .sort((a, b) => b.pixels - a.pixels)
    .map((stroke) =>
      toInputBox(sample, [
        stroke.left,
        stroke.top,
        stroke.right - stroke.left + 1,
        stroke.bottom - stroke.top + 1,
      ]),
    );
}

const sizeMm = (stroke: Component): { across: number; down: number } => ({
  across: (stroke.right - stroke.left + 1) / SAMPLE_PX_PER_MM,
  down: (stroke.bottom - stroke.top + 1) / SAMPLE_PX_PER_MM,
});

/** Smaller than this is neither a signature nor a seal. */
function isLarge(part: Component): boolean {
  const { across, down } = sizeMm(part);
  return across > LEAST_ACROSS_MM && down > LEAST_DOWN_MM;
}

function isSignature(stroke: Component, width: number, leastMm: number, leastMm2: number): boolean {
  const { across, down } = sizeMm(stroke);
  if (stroke.left < width * 0.02 || stroke.right > width * 0.98) return false;
  if (across <= leastMm || across >= 80 || down <= LEAST_DOWN_MM || down >= 34) return false;
  const fill = stroke.pixels / ((stroke.right - stroke.left + 1) * (stroke.bottom - stroke.top + 1));
  const isRoundSeal = across > 26 && across / down > 0.75 && across / down < 1.33;
  return fill < 0.3 && across * down > leastMm2 && across / down < 9 && !isRoundSeal;
}

/** A pen goes to and fro, so that lines across its stroke meet it more than once; the corner of a frame does not. */
function isWritten(indexes: Int32Array, width: number): boolean {
  const inked = new Set(indexes);
  const rows = new Set<number>();
  const columns = new Set<number>();
  let [rowRuns, columnRuns] = [0, 0];
  for (const at of indexes) {
    rows.add(Math.floor(at / width));
    columns.add(at % width);
    if (!inked.has(at - 1)) rowRuns += 1;
    if (!inked.has(at - width)) columnRuns += 1;
  }
  return Math.max(rowRuns / rows.size, columnRuns / columns.size) >= LEAST_CROSSINGS;
}

function couldHoldSeal(stroke: Component): boolean {
  const { across, down } = sizeMm(stroke);
  const fill = stroke.pixels / ((stroke.right - stroke.left + 1) * (stroke.bottom - stroke.top + 1));
  // Portraits are round and large, too, but filled.
  return across >= 20 && across <= 90 && down >= 20 && down <= 60 && fill < 0.35;
}

/** Rings of black seals also where no signature is joined to them. */
const isSeal = (stroke: Patch, width: number): boolean =>
  couldHoldSeal(stroke) && findCircle(stroke.indexes, width) !== undefined;

/** On black-and-white copies a signature and the seal it crosses are one shape: takes the rings away. */
function strokesOverSeal(stroke: Patch, width: number): Patch[] {
  let rest = stroke.indexes;
  for (let ring = 0; ring < MOST_RINGS; ring += 1) {
    const circle = findCircle(rest, width);
    if (circle === undefined) {
      if (ring === 0) return [];
      break;
    }
    rest = takeRingAway(rest, width, circle);
  }
  const [left, top] = [stroke.left - 1, stroke.top - 1];
  const wide = stroke.right - left + 2;
  const high = stroke.bottom - top + 2;
  const mask = new Uint8Array(wide * high);
  for (const at of rest) mask[(Math.floor(at / width) - top) * wide + (at % width) - left] = 1;
  return findComponents(mask, wide, high)
    .map((part) => ({
      ...part,
      left: part.left + left,
      right: part.right + left,
      top: part.top + top,
      bottom: part.bottom + top,
    }))
    .filter((part) => isSignature(part, width, 8, 40) && isWritten(part.indexes, wide));
}

/** Keeps what crosses the ring: where ink goes on at both of its sides. */
function takeRingAway(
  indexes: Int32Array,
  width: number,
  circle: { x: number; y: number; radius: number },
): Int32Array {
  const inked = new Set(indexes);
  const isInked = (x: number, y: number): boolean => inked.has(Math.round(y) * width + Math.round(x));
  return indexes.filter((at) => {
    const x = (at % width) - circle.x;
    const y = Math.floor(at / width) - circle.y;
    const distance = Math.hypot(x, y);
    if (Math.abs(distance - circle.radius) > RING_HALF_WIDTH) return true;
    const meets = (reach: number): boolean => {
      const scale = (circle.radius + reach) / distance;
      return isInked(circle.x + x * scale, circle.y + y * scale);
    };
    return meets(RING_HALF_WIDTH + 1) && meets(-RING_HALF_WIDTH - 1);
  });
}

/** What is left of a piece of ink without red: the piece itself, or those it falls into. */
function withoutRed(part: Patch, { pixels, width }: PageSample): Patch[] {
  const others = part.indexes.filter((at) => redness(pixels[at]!) <= MOST_REDNESS);
  if (others.length === part.pixels) return [part];
  const { left, top } = part;
  const wide = part.right - left + 1;
  const high = part.bottom - top + 1;
  const mask = new Uint8Array(wide * high);
  for (const at of others) mask[(Math.floor(at / width) - top) * wide + (at % width) - left] = 1;
  return findComponents(mask, wide, high)
    .filter(isLarge)
    .map((piece) => ({
      left: piece.left + left,
      right: piece.right + left,
      top: piece.top + top,
      bottom: piece.bottom + top,
      pixels: piece.pixels,
      indexes: piece.indexes.map((at) => (top + Math.floor(at / wide)) * width + left + (at % wide)),
    }));
}
