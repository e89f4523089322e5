import type { Patch } from './connected-components.ts';
import { type PageSample, SAMPLE_PX_PER_MM, toInputBox } from './page-sample.ts';
import type { Box } from './raster.ts';

type Side = 'left' | 'right' | 'top' | 'bottom';

const OPPOSITE: Record<Side, Side> = { left: 'right', right: 'left', top: 'bottom', bottom: 'top' };
/** Letters that run into an edge; a frame, a fold or dust makes fewer. */
const LEAST_LETTERS = 3;
const LEAST_LETTER_MM = 1.2;
const MOST_LETTER_MM = 10;
/** A sheet pushed out of the window leaves at least this much bed on the other side. */
const SHIFTED_MM = 8;
/** No office prints closer to the edge than this. */
const LEAST_MARGIN_MM = 9;
/** Smaller sheets are laid into a corner of the glass, and print on them stands closer to the edge. */
const SMALL_SHEETS_MM = [
  [148, 210],
  [176, 250],
  [182, 257],
] as const;

/**
 * Sides where the text runs out of the picture: letters touch the edge, or the bed shows on the opposite
 * side only and the text begins closer to the edge than any printed margin.
 */
export function findCutOff(sample: PageSample): Box[] {
  const { bed, width, height } = sample;
  const isSmall = isSmallSheet(sample);
  const sides = (['left', 'right', 'top', 'bottom'] as const).filter((side) => {
    if (countLettersAt(sample, side) >= LEAST_LETTERS) return true;
    const isShifted =
      bed[side].share < 0.2 &&
      bed[OPPOSITE[side]].share > 0.8 &&
      bed[OPPOSITE[side]].depth > SHIFTED_MM * SAMPLE_PX_PER_MM;
    return isShifted && !isSmall && nearestInkMm(sample, side) < LEAST_MARGIN_MM;
  });
  const depth = Math.round(10 * SAMPLE_PX_PER_MM);
  const boxes: Record<Side, Box> = {
    left: [0, 0, depth, height],
    right: [width - depth, 0, depth, height],
    top: [0, 0, width, depth],
    bottom: [0, height - depth, width, depth],
  };
  return sides.map((side) => toInputBox(sample, boxes[side]));
}

function isSmallSheet({ bed, width, height }: PageSample): boolean {
  const across = (width - bed.left.depth - bed.right.depth) / SAMPLE_PX_PER_MM;
  const down = (height - bed.top.depth - bed.bottom.depth) / SAMPLE_PX_PER_MM;
  const [short, long] = [Math.min(across, down), Math.max(across, down)];
  if (short < 140 || long < 200) return true;
  return SMALL_SHEETS_MM.some(([a, b]) => Math.abs(short / a - 1) < 0.04 && Math.abs(long / b - 1) < 0.04);
}

/** Shapes of letter size that the edge of the picture cuts through. */
function countLettersAt({ parts, width, height }: PageSample, side: Side): number {
  const corner = Math.round(3 * SAMPLE_PX_PER_MM);
  return parts.filter((part) => {
    // The resampled outermost pixel is unreliable.
    const touches = {
      left: part.left <= 2,
      right: part.right >= width - 3,
      top: part.top <= 2,
      bottom: part.bottom >= height - 3,
    }[side];
    if (!touches || !isLetter(part)) return false;
    const isVertical = side === 'left' || side === 'right';
    const along = isVertical ? (part.top + part.bottom) / 2 : (part.left + part.right) / 2;
    return along > corner && along < (isVertical ? height : width) - corner;
  }).length;
}

/** Neither dust nor a line: rules, frames, folds and ornament are long and thin or large. */
function isLetter(part: Patch): boolean {
  const across = (part.right - part.left + 1) / SAMPLE_PX_PER_MM;
  const down = (part.bottom - part.top + 1) / SAMPLE_PX_PER_MM;
  const [short, long] = [Math.min(across, down), Math.max(across, down)];
  return long >= LEAST_LETTER_MM && short >= 0.35 && long <= MOST_LETTER_MM && long / short < 8;
}

/** How near the first line of print stands to this edge. */
function nearestInkMm({ ink, width, height }: PageSample, side: Side): number {
  const isVertical = side === 'left' || side === 'right';
  const length = isVertical ? height : width;
  const indexAt = (along: number, inward: number): number => {
    if (side === 'left') return along * width + inward;
    if (side === 'right') return along * width + width - 1 - inward;
    if (side === 'top') return inward * width + along;
    return (height - 1 - inward) * width + along;
  };
  const corner = Math.round(4 * SAMPLE_PX_PER_MM);
  const deepest = Math.round(2 * LEAST_MARGIN_MM * SAMPLE_PX_PER_MM);
  let inward = 3;
  for (; inward < deepest; inward += 1) {
    let inked = 0;
    for (let along = corner; along < length - corner; along += 1) inked += ink[indexAt(along, inward)]!;
    if (inked >= 12) break;
  }
  return inward / SAMPLE_PX_PER_MM;
}
