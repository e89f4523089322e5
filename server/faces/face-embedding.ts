import {
  type FivePoints,
  fitSimilarity,
  type Network,
  type Pixels,
  type Point,
  sampleAffine,
} from '@saoy/imaging/face';

const side = 112;

/** Where ArcFace-type recognisers expect the five points in their 112×112 input. */
const template: readonly Point[] = [
  { x: 38.2946, y: 51.6963 },
  { x: 73.5318, y: 51.5014 },
  { x: 56.0252, y: 71.7366 },
  { x: 41.5493, y: 92.3655 },
  { x: 70.7299, y: 92.2041 },
];

/** The face as the recogniser sees it: 112×112 interleaved RGB, 0–255. */
export const alignFace = (pixels: Pixels, five: FivePoints): Float32Array =>
  sampleAffine(
    pixels,
    fitSimilarity(template, [five.leftEye, five.rightEye, five.nose, five.leftMouth, five.rightMouth]),
    side,
    side,
  );

/** The unit vector of 512 numbers that stands for an aligned face: the sum over the face and its mirror image. */
export const embedAligned = async (network: Network, aligned: Float32Array): Promise<Float32Array> => {
  const straight = await runNetwork(network, planesOf(aligned, false));
  const mirrored = await runNetwork(network, planesOf(aligned, true));
  const sum = straight.map((value, index) => value + (mirrored[index] ?? 0));
  const length = Math.hypot(...sum) || 1;
  return sum.map((value) => value / length);
};

const runNetwork = async (network: Network, planes: Float32Array): Promise<Float32Array> => {
  const output = (await network.run(planes, [1, 3, side, side]))['output'] ?? new Float32Array(512);
  const length = Math.hypot(...output) || 1;
  return output.map((value) => value / length);
};

const planesOf = (rgb: Float32Array, isMirrored: boolean): Float32Array => {
  const size = side * side;
  const planes = new Float32Array(size * 3);
  for (let row = 0; row < side; row += 1)
    for (let column = 0; column < side; column += 1)
      for (let channel = 0; channel < 3; channel += 1) {
        const from = (row * side + (isMirrored ? side - 1 - column : column)) * 3 + channel;
        planes[channel * size + row * side + column] = ((rgb[from] ?? 0) - 127) / 128;
      }
  return planes;
};
