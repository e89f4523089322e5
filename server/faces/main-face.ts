import type { DetectedFace } from './face-matcher.ts';

/** Large and near the middle comes first: bystanders are small or at the edge. */
export const rankFaces = (
  faces: readonly DetectedFace[],
  widthPx: number,
  heightPx: number,
): DetectedFace[] =>
  [...faces].sort((a, b) => prominenceOf(b, widthPx, heightPx) - prominenceOf(a, widthPx, heightPx));

/** Faces of like size beyond which it is a group, whoever stands in the middle. */
const mostPeers = 2;

/** Whether the first of the ranked faces clearly is the one meant. */
export const hasClearMainFace = (
  ranked: readonly DetectedFace[],
  widthPx: number,
  heightPx: number,
): boolean => {
  const [first, ...others] = ranked;
  if (!first) return false;
  const peers = others.filter((face) => sizeOf(face) > 0.7 * sizeOf(first));
  const nearest = others[0] ? prominenceOf(others[0], widthPx, heightPx) : 0;
  return peers.length <= mostPeers && nearest < 0.92 * prominenceOf(first, widthPx, heightPx);
};

const prominenceOf = (face: DetectedFace, widthPx: number, heightPx: number): number => {
  const dx = (face.box.x + face.box.width / 2) / widthPx - 0.5;
  const dy = (face.box.y + face.box.height / 2) / heightPx - 0.5;
  return sizeOf(face) * Math.max(0.1, 1 - 1.4 * Math.hypot(dx, dy));
};

/** The distance of the eyes as it were from the front: a turned head shows them closer together. */
const sizeOf = ({ eyeDistancePx, yaw, box }: DetectedFace): number =>
  Math.max(eyeDistancePx / Math.max(0.5, Math.cos((yaw * Math.PI) / 180)), 0.3 * box.width);
