import type { Raster } from './raster.ts';

/** Cycles a pixel that interpolation by 2.1 to 4 times leaves; what is coarser is blurred, what is finer harmless. */
const LEAST_FREQUENCY = 0.26;
const MOST_FREQUENCY = 0.47;
/** JPEG blocks leave multiples of a sixteenth. */
const JPEG_STEP = 1 / 16;
const JPEG_HALF_WIDTH = 0.005;
/** Times the median of all frequencies looked at; chance reaches three. */
const LEAST_PEAK = 10;
const MOST_DIFFERENCE = 0.004;
/** Every fourth row or column is enough. */
const STRIDE = 4;
const MARGIN_SHARE = 0.06;

/**
 * The resolution that an enlarged picture had before, undefined for a picture as it was scanned. Interpolated
 * pixels curve less than scanned ones, in the rhythm of the enlargement (Gallagher 2005).
 */
export function measureEnlargement(raster: Raster): number | undefined {
  const across = findRhythm(profileAcross(raster));
  if (across === undefined) return undefined;
  const down = findRhythm(profileDown(raster));
  if (down === undefined || Math.abs(across - down) > MOST_DIFFERENCE) return undefined;
  return ((across + down) / 2) * raster.resolutionDpi;
}

/** Mean curvature of every column, in green. */
function profileAcross({ data, width, height }: Raster): Float64Array {
  const profile = new Float64Array(width);
  for (let y = Math.floor(height * MARGIN_SHARE); y < height * (1 - MARGIN_SHARE); y += STRIDE) {
    for (let x = 1, at = (y * width + 1) * 3 + 1; x < width - 1; x += 1, at += 3) {
      const curve = Math.abs(data[at - 3]! - 2 * data[at]! + data[at + 3]!);
      profile[x] = profile[x]! + Math.min(curve, 60);
    }
  }
  return profile;
}

function profileDown({ data, width, height }: Raster): Float64Array {
  const profile = new Float64Array(height);
  const row = width * 3;
  for (let y = 1; y < height - 1; y += 1) {
    let sum = 0;
    for (let x = Math.floor(width * MARGIN_SHARE); x < width * (1 - MARGIN_SHARE); x += STRIDE) {
      const at = (y * width + x) * 3 + 1;
      const curve = Math.abs(data[at - row]! - 2 * data[at]! + data[at + row]!);
      sum += Math.min(curve, 60);
    }
    profile[y] = sum;
  }
  return profile;
}

/** The frequency at which a profile beats by itself, if one stands out. */
function findRhythm(profile: Float64Array): number | undefined {
  const signal = flatten(profile);
  const count = signal.length;
  const strengths: number[] = [];
  let best = 0;
  let most = 0;
  for (let bin = Math.ceil(LEAST_FREQUENCY * count); bin < MOST_FREQUENCY * count; bin += 1) {
    const frequency = bin / count;
    if (Math.abs(frequency / JPEG_STEP - Math.round(frequency / JPEG_STEP)) * JPEG_STEP < JPEG_HALF_WIDTH) {
      continue;
    }
    const strength = strengthAt(signal, frequency);
    strengths.push(strength);
    if (strength > most) {
      most = strength;
      best = frequency;
    }
  }
  const median = strengths.sort((a, b) => a - b)[strengths.length >> 1] ?? 0;
  return median > 0 && most > median * LEAST_PEAK ? best : undefined;
}

/** The profile against its own running mean, without the margins. */
function flatten(profile: Float64Array): Float64Array {
  const half = 12;
  const margin = Math.max(half + 1, Math.floor(profile.length * MARGIN_SHARE));
  const signal = new Float64Array(Math.max(0, profile.length - 2 * margin));
  let sum = 0;
  for (let i = margin - half; i <= margin + half; i += 1) sum += profile[i] ?? 0;
  for (let i = 0; i < signal.length; i += 1) {
    const mean = Math.max(1, sum / (2 * half + 1));
    signal[i] = profile[margin + i]! / mean - 1;
    sum += (profile[margin + i + half + 1] ?? 0) - (profile[margin + i - half] ?? 0);
  }
  return signal;
}

/** Goertzel's recurrence. */
function strengthAt(signal: Float64Array, frequency: number): number {
  const coefficient = 2 * Math.cos(2 * Math.PI * frequency);
  let before = 0;
  let last = 0;
  for (let i = 0; i < signal.length; i += 1) {
    const next = signal[i]! + coefficient * last - before;
    before = last;
    last = next;
  }
  return Math.sqrt(Math.max(0, last * last + before * before - coefficient * last * before));
}
