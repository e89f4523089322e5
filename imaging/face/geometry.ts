import type { Pixels } from './pixels.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Affine map from target pixels to source pixels: x = a·u + b·v + c, y = d·u + e·v + f. */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** The similarity (scale, turn, shift) that carries `from` onto `to` with least squares. */
export const fitSimilarity = (from: readonly Point[], to: readonly Point[]): Affine => {
  const source = meanPoint(from);
  const target = meanPoint(to);
  let cosine = 0;
  let sine = 0;
  let spread = 0;
  from.forEach((point, index) => {
    const x = point.x - source.x;
    const y = point.y - source.y;
    const u = (to[index]?.x ?? 0) - target.x;
    const v = (to[index]?.y ?? 0) - target.y;
    cosine += x * u + y * v;
    sine += x * v - y * u;
    spread += x * x + y * y;
  });
  const p = cosine / spread;
  const q = sine / spread;
  return {
    a: p,
    b: -q,
    c: target.x - p * source.x + q * source.y,
    d: q,
    e: p,
    f: target.y - q * source.x - p * source.y,
  };
};

/** A square of `sizePx` source pixels about `centre`, turned by `angle` radians, drawn on `side` target pixels. */
export const squareAround = (centre: Point, sizePx: number, angle: number, side: number): Affine => {
  const cosine = (Math.cos(angle) * sizePx) / side;
  const sine = (Math.sin(angle) * sizePx) / side;
  const half = side / 2;
  return {
    a: cosine,
    b: -sine,
    c: centre.x - cosine * half + sine * half,
    d: sine,
    e: cosine,
    f: centre.y - sine * half - cosine * half,
  };
};

export const applyAffine = (map: Affine, u: number, v: number): Point => ({
  x: map.a * u + map.b * v + map.c,
  y: map.d * u + map.e * v + map.f,
});

export const meanPoint = (points: readonly Point[]): Point => ({
  x: points.reduce((sum, point) => sum + point.x, 0) / points.length,
  y: points.reduce((sum, point) => sum + point.y, 0) / points.length,
});

export const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

export const overlapRatio = (a: Box, b: Box): number => {
  const width = Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x));
  const height = Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y));
  const common = width * height;
  return common / (a.width * a.height + b.width * b.height - common);
};

/**
 * Draws the part of `source` that `map` points at, as interleaved RGB of 0–255; outside is black.
 * Where the source is finer than the target several samples are averaged, so that large faces do not alias.
 */
export const sampleAffine = (source: Pixels, map: Affine, width: number, height: number): Float32Array => {
  const finer = Math.hypot(map.a, map.d);
  const samples = Math.min(4, Math.max(1, Math.round(finer)));
  const out = new Float32Array(width * height * 3);
  const weight = 1 / (samples * samples);
  for (let v = 0; v < height; v += 1) {
    for (let u = 0; u < width; u += 1) {
      const at = (v * width + u) * 3;
      for (let index = 0; index < samples * samples; index += 1) {
        const du = u + ((index % samples) + 0.5) / samples - 0.5;
        const dv = v + (Math.floor(index / samples) + 0.5) / samples - 0.5;
        addSample(source, map.a * du + map.b * dv + map.c, map.d * du + map.e * dv + map.f, weight, out, at);
      }
    }
  }
  return out;
};

const addSample = (
  source: Pixels,
  x: number,
  y: number,
  weight: number,
  out: Float32Array,
  at: number,
): void => {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const fx = x - x0;
  const fy = y - y0;
  for (let corner = 0; corner < 4; corner += 1) {
    const column = x0 + (corner & 1);
    const row = y0 + (corner >> 1);
    if (column < 0 || row < 0 || column >= source.width || row >= source.height) continue;
    const share = weight * (corner & 1 ? fx : 1 - fx) * (corner >> 1 ? fy : 1 - fy);
    const from = (row * source.width + column) * 3;
    out[at] = (out[at] ?? 0) + (source.data[from] ?? 0) * share;
    out[at + 1] = (out[at + 1] ?? 0) + (source.data[from + 1] ?? 0) * share;
    out[at + 2] = (out[at + 2] ?? 0) + (source.data[from + 2] ?? 0) * share;
  }
};
