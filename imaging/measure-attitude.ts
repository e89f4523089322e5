import { type PageSample, SAMPLE_PX_PER_MM } from './page-sample.ts';

export type Rotation = 0 | 90 | 180 | 270;

export interface Attitude {
  /** By how many degrees the page lies turned clockwise. */
  readonly rotation: Rotation;
  /**
   * What remains after undoing `rotation`; positive = the lines rise to the right (the page is turned
   * counter-clockwise).
   */
  readonly skewDegrees: number;
  /** 0 to 1: how clearly the lines tell up from down. */
  readonly confidence: number;
}

const MAX_SKEW_DEGREES = 15;
/** Enough points for a tenth of a degree; more cost time only. */
const MAX_POINTS = 24_000;
const MIN_POINTS = 400;
const ONE = 65_536;
/** Frames, tables, seals and photos are larger than letters and lie as they like. */
const MOST_LETTER_MM = 20;

/** Ink as points around the page centre, `[x0, y0, x1, y1, …]`: all of it, and thinned. */
function collectPoints(sample: PageSample): { points: Int16Array; all: Int16Array } {
  const { parts, width, height } = sample;
  const marginX = Math.round(width * 0.04) | 0;
  const marginY = Math.round(height * 0.03) | 0;
  const largest = MOST_LETTER_MM * SAMPLE_PX_PER_MM;
  const letters = parts.filter(
    (part) => part.right - part.left <= largest && part.bottom - part.top <= largest,
  );
  const found = new Int16Array(letters.reduce((sum, part) => sum + part.pixels, 0) * 2);
  let end = 0;
  for (const { indexes } of letters) {
    for (let i = 0; i < indexes.length; i += 1) {
      const at = indexes[i]!;
      const y = (at / width) | 0;
      const x = at - y * width;
      if (x < marginX || x >= width - marginX || y < marginY || y >= height - marginY) continue;
      found[end] = x - (width >> 1);
      found[end + 1] = y - (height >> 1);
      end += 2;
    }
  }
  const all = found.subarray(0, end);
  const count = end / 2;
  if (count <= MAX_POINTS) return { points: all, all };
  const points = new Int16Array(MAX_POINTS * 2);
  // One of each stretch, at random: fixed strides would beat against the text's own rhythm.
  const stretch = count / MAX_POINTS;
  let state = 0x2545_f491;
  for (let i = 0; i < MAX_POINTS; i += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    const pick = Math.floor((i + (state >>> 8) / 0x100_0000) * stretch);
    points[i * 2] = all[pick * 2]!;
    points[i * 2 + 1] = all[pick * 2 + 1]!;
  }
  return { points, all };
}

/**
 * How sharply ink falls into lines when the page is straightened by `degrees`. Thinned, two rows are held against the
 * two above: between single rows the ink of blurred lines differs by chance as much.
 */
function lineContrast(points: Int16Array, degrees: number, span: number, isThinned: boolean): number {
  // In parts of 65,536; the middle of the page in the middle of the profile.
  const sine = Math.round(Math.sin((degrees * Math.PI) / 180) * ONE) | 0;
  const cosine = Math.round(Math.cos((degrees * Math.PI) / 180) * ONE) | 0;
  const middle = span * ONE + ONE / 2;
  const profile = new Int32Array(span * 2 + 2);
  for (let i = 0; i < points.length; i += 2) {
    const row = (Math.imul(points[i + 1]!, cosine) - Math.imul(points[i]!, sine) + middle) >> 16;
    profile[row] = profile[row]! + 1;
  }
  let contrast = 0;
  for (let i = 3; i < profile.length; i += 1) {
    const step = isThinned
      ? profile[i]! + profile[i - 1]! - profile[i - 2]! - profile[i - 3]!
      : profile[i]! - profile[i - 1]!;
    contrast += step * step;
  }
  return contrast;
}

/** To half a degree. */
function findBestAngle(points: Int16Array, span: number): { degrees: number; contrast: number } {
  let degrees = 0;
  let contrast = -1;
  for (let candidate = -MAX_SKEW_DEGREES; candidate <= MAX_SKEW_DEGREES; candidate += 0.5) {
    const value = lineContrast(points, candidate, span, true);
    if (value > contrast) {
      contrast = value;
      degrees = candidate;
    }
  }
  return { degrees, contrast };
}

/** To a thirtieth of a degree, by all of the ink: what was thinned tells no so small difference. */
function refineAngle(all: Int16Array, coarse: number, span: number): number {
  let degrees = coarse;
  let contrast = lineContrast(all, coarse, span, false);
  for (let step = 0.25; step >= 0.03; step /= 2) {
    const centre = degrees;
    for (const candidate of [centre - step, centre + step]) {
      const value = lineContrast(all, candidate, span, false);
      if (value <= contrast) continue;
      contrast = value;
      degrees = candidate;
    }
  }
  return degrees;
}

/**
 * Latin lines have more ink above the middle of the x-height than below it (ascenders, capitals and
 * Vietnamese marks against few descenders), so the row profile of a line leans: negative = upright.
 */
function leanOfLines(points: Int16Array, degrees: number, span: number): number {
  const sine = Math.sin((degrees * Math.PI) / 180);
  const cosine = Math.cos((degrees * Math.PI) / 180);
  const strip = Math.round(25 * SAMPLE_PX_PER_MM);
  const strips = Math.ceil((span * 2) / strip) + 1;
  const rows = span * 2 + 2;
  const profiles = new Uint16Array(strips * rows);
  for (let i = 0; i < points.length; i += 2) {
    const x = points[i]! * cosine + points[i + 1]! * sine + span;
    const y = Math.round(points[i + 1]! * cosine - points[i]! * sine) + span;
    const at = Math.floor(x / strip) * rows + y;
    profiles[at] = profiles[at]! + 1;
  }
  let weighted = 0;
  let weight = 0;
  for (let s = 0; s < strips; s += 1) {
    const profile = profiles.subarray(s * rows, (s + 1) * rows);
    for (const { lean, mass } of leansOfStrip(profile)) {
      weighted += lean * mass;
      weight += mass;
    }
  }
  return weight === 0 ? 0 : weighted / weight;
}

const LAYOUT_STRIDE = 8;
const MOST_LAYOUT = 0.4;
const LAYOUT_WEIGHT = 0.12;

const MIN_LINE_ROWS = 10;
const MAX_LINE_ROWS = 48;

/** Skewness of the row distribution of every text line in one vertical strip. */
function* leansOfStrip(profile: Uint16Array): Generator<{ lean: number; mass: number }> {
  let y = 0;
  while (y < profile.length) {
    if (profile[y]! < 2) {
      y += 1;
      continue;
    }
    let end = y;
    let gap = 0;
    while (end < profile.length && gap < 2) {
      gap = profile[end]! < 2 ? gap + 1 : 0;
      end += 1;
    }
    end -= gap;
    if (end - y >= MIN_LINE_ROWS && end - y <= MAX_LINE_ROWS) {
      let mass = 0;
      let mean = 0;
      for (let i = y; i < end; i += 1) {
        mass += profile[i]!;
        mean += profile[i]! * i;
      }
      mean /= mass;
      let second = 0;
      let third = 0;
      for (let i = y; i < end; i += 1) {
        const d = i - mean;
        second += profile[i]! * d * d;
        third += profile[i]! * d * d * d;
      }
      if (mass > 120) yield { lean: third / mass / (second / mass) ** 1.5, mass };
    }
    y = end + 1;
  }
}

/**
 * Pages are written from the top, and what stays empty is below: a weak sign, for pages whose lines hardly tell.
 * Print that is not as wide as half the page may be a card, which lies anywhere.
 */
function leanOfLayout(points: Int16Array, width: number, height: number): number {
  const across = new Int16Array(Math.ceil(points.length / 2 / LAYOUT_STRIDE));
  const down = new Int16Array(across.length);
  for (let i = 0; i < across.length; i += 1) {
    across[i] = points[i * 2 * LAYOUT_STRIDE]!;
    down[i] = points[i * 2 * LAYOUT_STRIDE + 1]!;
  }
  const [left, right] = outermost(across);
  const [top, bottom] = outermost(down);
  if (right - left < width / 2) return 0;
  const emptier = (top + bottom) / height;
  return Math.max(-MOST_LAYOUT, Math.min(MOST_LAYOUT, emptier)) * LAYOUT_WEIGHT;
}

/** Where all but a hundredth at either end lies. */
function outermost(values: Int16Array): [number, number] {
  values.sort();
  const end = values.length - 1;
  return [values[Math.floor(end * 0.01)] ?? 0, values[Math.ceil(end * 0.99)] ?? 0];
}

const swapAxes = (points: Int16Array): Int16Array => {
  // Turns the page by 90° counter-clockwise: what pointed right now points up.
  const turned = new Int16Array(points.length);
  for (let i = 0; i < points.length; i += 2) {
    turned[i] = points[i + 1]!;
    turned[i + 1] = -points[i]!;
  }
  return turned;
};

/** How the page lies: quarter turns and skew up to 15°. A page without text lies straight. */
export function measureAttitude(sample: PageSample): Attitude {
  const { points, all } = collectPoints(sample);
  if (points.length / 2 < MIN_POINTS) return { rotation: 0, skewDegrees: 0, confidence: 0 };
  const span = Math.ceil(Math.hypot(sample.width, sample.height) / 2) + 1;
  const level = findBestAngle(points, span);
  const sideways = findBestAngle(swapAxes(points), span);
  const isSideways = sideways.contrast > level.contrast * 1.15;
  const lying = isSideways ? swapAxes(all) : all;
  const degrees = refineAngle(lying, (isSideways ? sideways : level).degrees, span);
  const [wide, high] = isSideways ? [sample.height, sample.width] : [sample.width, sample.height];
  const lean = leanOfLines(lying, degrees, span) + leanOfLayout(lying, wide, high);
  const isFlipped = lean > 0;
  // Undoing 90° clockwise is turning counter-clockwise, which is what swapAxes did.
  const rotation: Rotation = isSideways ? (isFlipped ? 270 : 90) : isFlipped ? 180 : 0;
  const skewDegrees = Math.round(-degrees * 100) / 100 || 0;
  return { rotation, skewDegrees, confidence: Math.min(1, Math.abs(lean) / 0.15) };
}
