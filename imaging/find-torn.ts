import { type PageSample, SAMPLE_PX_PER_MM, toInputBox } from './page-sample.ts';
import type { Box } from './raster.ts';

/** A side along most of which the bed shows can be judged; where it does not, the sheet leaves the picture. */
const LEAST_SHARE = 0.55;
/** Rounded corners of cards and the waves of old paper stay below. */
const LEAST_DEPTH_MM = 3;
const LEAST_LENGTH_MM = 8;
/** Torn fibres wander; a folded or cut-off corner ends in a straight line. */
const LEAST_ROUGHNESS_MM = 0.3;

type Side = 'left' | 'right' | 'top' | 'bottom';

interface Edge {
  /** How far the bed reaches in at every position along the side, in sample pixels. */
  readonly depths: readonly number[];
  readonly offset: number;
  readonly slope: number;
}

/** Pieces missing from the edges and corners of a sheet that lies on a dark bed. */
export function findTorn(sample: PageSample): Box[] {
  const { width, height } = sample;
  const edges: Partial<Record<Side, Edge>> = {};
  for (const side of ['left', 'right', 'top', 'bottom'] as const) {
    if (sample.bed[side].share >= LEAST_SHARE) edges[side] = fitEdge(sample, side);
  }
  return (Object.keys(edges) as Side[]).flatMap((side) => {
    const isVertical = side === 'left' || side === 'right';
    const start = edges[isVertical ? 'top' : 'left']?.offset ?? 0;
    const end = (isVertical ? height : width) - (edges[isVertical ? 'bottom' : 'right']?.offset ?? 0);
    return gapsOf(edges[side]!, start, end).map(({ from, to, depth }) => {
      const boxes: Record<Side, readonly [number, number, number, number]> = {
        left: [0, from, depth, to - from],
        right: [width - depth, from, depth, to - from],
        top: [from, 0, to - from, depth],
        bottom: [from, height - depth, to - from, depth],
      };
      return toInputBox(sample, boxes[side]);
    });
  });
}

function fitEdge({ bed, width, height }: PageSample, side: Side): Edge {
  const isVertical = side === 'left' || side === 'right';
  const length = isVertical ? height : width;
  const deepest = (isVertical ? width : height) >> 1;
  const indexAt = (along: number, inward: number): number => {
    if (side === 'left') return along * width + inward;
    if (side === 'right') return along * width + width - 1 - inward;
    if (side === 'top') return inward * width + along;
    return (height - 1 - inward) * width + along;
  };
  const depths = Array.from({ length }, (_, along) => {
    let depth = 0;
    while (depth < deepest && bed.mask[indexAt(along, depth)] === 1) depth += 1;
    return depth;
  });
  // Theil and Sen: the median slope between points half the side apart ignores what is missing.
  const slopes: number[] = [];
  const half = Math.floor(length / 3);
  for (let along = 0; along + half < length; along += 5) {
    const [a, b] = [depths[along]!, depths[along + half]!];
    if (a > 0 && b > 0) slopes.push((b - a) / half);
  }
  const slope = median(slopes);
  const offset = median(depths.flatMap((depth, along) => (depth > 0 ? [depth - slope * along] : [])));
  return { depths, slope, offset };
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Stretches where the sheet ends well inside of its own edge, along a rough line. */
function gapsOf(edge: Edge, start: number, end: number): { from: number; to: number; depth: number }[] {
  const gaps: { from: number; to: number; depth: number }[] = [];
  const beyond = (along: number): number => edge.depths[along]! - edge.offset - edge.slope * along;
  const corner = Math.round(1.5 * SAMPLE_PX_PER_MM);
  const slack = Math.abs(edge.slope) * edge.depths.length;
  const last = Math.min(edge.depths.length, Math.floor(end - corner - slack));
  let from = -1;
  for (let along = Math.max(0, Math.ceil(start + corner + slack)); along <= last; along += 1) {
    const isGap = along < last && edge.depths[along]! > 0 && beyond(along) > SAMPLE_PX_PER_MM;
    if (isGap && from < 0) from = along;
    if (isGap || from < 0) continue;
    const stretch = Array.from({ length: along - from }, (_, i) => beyond(from + i));
    const deepest = Math.max(...stretch);
    const isDeep = deepest > LEAST_DEPTH_MM * SAMPLE_PX_PER_MM;
    const isLong = stretch.length > LEAST_LENGTH_MM * SAMPLE_PX_PER_MM;
    if (isDeep && isLong && roughness(stretch) > LEAST_ROUGHNESS_MM * SAMPLE_PX_PER_MM) {
      gaps.push({ from, to: along, depth: Math.max(...edge.depths.slice(from, along)) });
    }
    from = -1;
  }
  return gaps;
}

/** Median distance of the line from its own straight course over four millimetres. */
function roughness(line: readonly number[]): number {
  const reach = Math.round(2 * SAMPLE_PX_PER_MM);
  const bends: number[] = [];
  for (let at = reach; at < line.length - reach; at += 1) {
    bends.push(Math.abs(line[at]! - (line[at - reach]! + line[at + reach]!) / 2));
  }
  return median(bends);
}
