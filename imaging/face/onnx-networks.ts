import type { EyeReader, FaceBox, FaceFinder, LandmarkReader } from './face-networks.ts';
import type { Point } from './geometry.ts';
import { greyOf } from './grey-of.ts';

/** One ONNX network with one float input; `run` gives its outputs by name. The same on the server and in a browser. */
export interface Network {
  run(input: Float32Array, shape: readonly number[]): Promise<Record<string, Float32Array>>;
}

const finderWidth = 320;
const finderHeight = 240;

/** `fr_detect`: [1, 3, 240, 320] of −1…1 → scores and boxes as shares of the window. */
export const createOnnxFinder = (network: Network): FaceFinder => ({
  windowWidth: finderWidth,
  windowHeight: finderHeight,
  minScore: 0.7,
  minTileScore: 0.9,
  find: async ({ data }) => {
    const size = finderWidth * finderHeight;
    const planes = new Float32Array(size * 3);
    for (let at = 0; at < size; at += 1)
      for (let channel = 0; channel < 3; channel += 1)
        planes[channel * size + at] = ((data[at * 3 + channel] ?? 0) - 127) / 128;
    const outputs = await network.run(planes, [1, 3, finderHeight, finderWidth]);
    const scores = outputs['scores'] ?? new Float32Array();
    const boxes = outputs['boxes'] ?? new Float32Array();
    const found: FaceBox[] = [];
    for (let index = 0; index * 2 < scores.length; index += 1) {
      const score = scores[index * 2 + 1] ?? 0;
      if (score < 0.7) continue;
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = boxes.subarray(index * 4, index * 4 + 4);
      found.push({
        x: x1 * finderWidth,
        y: y1 * finderHeight,
        width: (x2 - x1) * finderWidth,
        height: (y2 - y1) * finderHeight,
        score,
      });
    }
    return found;
  },
});

const landmarkSide = 64;

/** `fr_landmark`: [1, 1, 64, 64] grey → 136 numbers. */
export const createOnnxLandmarkReader = (network: Network): LandmarkReader => ({
  side: landmarkSide,
  read: async (face) => {
    const outputs = await network.run(greyOf(face, 256), [1, 1, landmarkSide, landmarkSide]);
    const values = outputs['output'] ?? new Float32Array();
    return Array.from(
      { length: 68 },
      (_, index): Point => ({ x: values[index * 2] ?? 0, y: values[index * 2 + 1] ?? 0 }),
    );
  },
});

const eyeSide = 24;

/** `fr_eye`: [1, 1, 24, 24] grey → two logits, closed and open. */
export const createOnnxEyeReader = (network: Network): EyeReader => ({
  side: eyeSide,
  read: async (eye) => {
    const outputs = await network.run(greyOf(eye, 255), [1, 1, eyeSide, eyeSide]);
    const [closed = 0, open = 0] = outputs['output'] ?? [];
    return 1 / (1 + Math.exp(closed - open));
  },
});
