import { type PageSample, SAMPLE_PX_PER_MM, toInputBox } from './page-sample.ts';
import type { Box } from './raster.ts';

type Side = 'left' | 'right' | 'top' | 'bottom';

const OPPOSITE: Record<Side, Side> = { left: 'right', right: 'left', top: 'bottom', bottom: 'top' };
/** Letter strokes that run into an edge; a frame, a fold or dust makes fewer. */
const LEAST_STROKES = 4;
/** A sheet pushed out of the window leaves at least this much bed on the other side. */
const SHIFTED_MM = 8;
/** No office prints closer to the edge than this. */
const LEAST_MARGIN_MM = 9;

/**
 * Sides where the text runs out of the picture: letters touch the edge, or the bed shows on the opposite
 * side only and the text begins closer to the edge than any printed margin.
 */
export function findCutOff(sample: PageSample): Box[] {
  const { darkBands, width, height } = sample;
  const sides: Side[] = [];
  for (const side of ['left', 'right', 'top', 'bottom'] as const) {
    if (darkBands[side] > 0) continue;
    const strip = measureStrip(sample, side);
    const isShifted =
      darkBands[OPPOSITE[side]] > SHIFTED_MM * SAMPLE_PX_PER_MM && strip.nearestInkMm < LEAST_MARGIN_MM;
    if (strip.strokesAtEdge >= LEAST_STROKES || isShifted) sides.push(side);
  }
  const depth = Math.round(10 * SAMPLE_PX_PER_MM);
  const boxes: Record<Side, Box> = {
    left: [0, 0, depth, height],
    right: [width - depth, 0, depth, height],
    top: [0, 0, width, depth],
    bottom: [0, height - depth, width, depth],
  };
  return sides.map((side) => toInputBox(sample, boxes[side]));
}

/** What lies along one edge: letter-sized strokes touching it, and how near the nearest text is. */
function measureStrip(sample: PageSample, side: Side): { strokesAtEdge: number; nearestInkMm: number } {
  const { ink, width, height } = sample;
  const isVertical = side === 'left' || side === 'right';
  const length = isVertical ? height : width;
  const at = (along: number, inward: number): number => {
    if (side === 'left') return ink[along * width + inward]!;
    if (side === 'right') return ink[along * width + width - 1 - inward]!;
    if (side === 'top') return ink[inward * width + along]!;
    return ink[(height - 1 - inward) * width + along]!;
  };
  const corner = Math.round(4 * SAMPLE_PX_PER_MM);
  const reach = Math.round(1.2 * SAMPLE_PX_PER_MM);
  let strokesAtEdge = 0;
  let run = 0;
  for (let along = corner; along <= length - corner; along += 1) {
    // The resampled outermost pixel is unreliable.
    const touches = along < length - corner && (at(along, 1) === 1 || at(along, 2) === 1);
    if (touches) {
      run += 1;
      continue;
    }
    const isLetterSized = run >= 2 && run <= 6 * SAMPLE_PX_PER_MM;
    if (isLetterSized && reachesInward(at, along - run, along, reach)) strokesAtEdge += 1;
    run = 0;
  }
  const deepest = Math.round(2 * LEAST_MARGIN_MM * SAMPLE_PX_PER_MM);
  let inward = 3;
  for (; inward < deepest; inward += 1) {
    let inkHere = 0;
    for (let along = corner; along < length - corner; along += 1) inkHere += at(along, inward);
    if (inkHere >= 12) break;
  }
  return { strokesAtEdge, nearestInkMm: inward / SAMPLE_PX_PER_MM };
}

function reachesInward(
  at: (along: number, inward: number) => number,
  from: number,
  to: number,
  reach: number,
): boolean {
  let inked = 0;
  for (let inward = 1; inward <= reach; inward += 1) {
    for (let along = Math.max(0, from - 2); along < to + 2; along += 1) {
      if (at(along, inward) === 1) {
        inked += 1;
        break;
      }
    }
  }
  return inked >= reach - 1;
}
