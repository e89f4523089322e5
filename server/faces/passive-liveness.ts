import { type Affine, type Box, type Network, type Pixels, sampleAffine } from '@saoy/imaging/face';
import type { FoundFace } from './face-networks.ts';

const side = 128;
/** The network saw faces with this much about them: edges of paper and screens lie there. */
const surroundings = 2.7;

/** `fr_liveness`: [1, 3, 128, 128] BGR 0–255 → logits of live and of two kinds of fakes. Probability of live, 0–1. */
export const scoreLiveness = async (network: Network, { pixels, landmarks }: FoundFace): Promise<number> => {
  const map = cropAbout(boundsOf(landmarks.points), pixels);
  const rgb = sampleAffine(pixels, map, side, side);
  const size = side * side;
  const planes = new Float32Array(size * 3);
  for (let at = 0; at < size; at += 1)
    for (let channel = 0; channel < 3; channel += 1)
      planes[channel * size + at] = rgb[at * 3 + (2 - channel)] ?? 0;
  const logits = (await network.run(planes, [1, 3, side, side]))['output'] ?? new Float32Array();
  const most = Math.max(...logits);
  const shares = [...logits].map((logit) => Math.exp(logit - most));
  return (shares[0] ?? 0) / shares.reduce((sum, share) => sum + share, 0);
};

const boundsOf = (points: FoundFace['landmarks']['points']): Box => {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const left = Math.min(...xs);
  const bottom = Math.max(...ys);
  // The points begin at the brows; a detector's box also holds the forehead.
  const height = (bottom - Math.min(...ys)) * 1.25;
  return { x: left, y: bottom - height, width: Math.max(...xs) - left, height };
};

/** The enlarged box, moved and shrunk into the picture and drawn without keeping its shape, as in training. */
const cropAbout = (box: Box, pixels: Pixels): Affine => {
  const scale = Math.min(
    surroundings,
    (pixels.width - 1) / Math.max(1, box.width),
    (pixels.height - 1) / Math.max(1, box.height),
  );
  const width = box.width * scale;
  const height = box.height * scale;
  const left = clamp(box.x + box.width / 2 - width / 2, pixels.width - 1 - width);
  const top = clamp(box.y + box.height / 2 - height / 2, pixels.height - 1 - height);
  return { a: width / side, b: 0, c: left, d: 0, e: height / side, f: top };
};

const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, value));
