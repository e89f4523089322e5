import { ok, type Result } from '@saoy/contracts/result';
import {
  estimatePose,
  eyeAspectRatio,
  eyeDistancePx,
  eyesOpenProbability,
  type FaceBox,
  type FivePoints,
  findLandmarks,
  type Landmarks,
  measureQuality,
  type Pixels,
  type Point,
} from '@saoy/imaging/face';
import { type FaceSearch, findFaceBoxes } from './face-detector.ts';
import { alignFace } from './face-embedding.ts';
import type { DetectedFace, FaceDetection, FaceObservation, ObserveOptions } from './face-matcher.ts';
import type { FaceNetworks } from './face-networks.ts';
import { rankFaces } from './main-face.ts';
import { decodeImage, type QuarterTurn, turnPixels } from './pixels.ts';

/** A crowd is refused anyway: describing more faces than this only costs time. */
const maxFaces = 8;

export interface FaceEngine {
  observe(image: Uint8Array, options: ObserveOptions): Promise<Result<FaceObservation>>;
}

/** Detection, points and embedding on the calling thread, with whichever networks. */
export const createFaceEngine = (networks: FaceNetworks): FaceEngine => ({
  observe: (image, options) => observe(networks, image, options),
});

const observe = async (
  networks: FaceNetworks,
  image: Uint8Array,
  options: ObserveOptions,
): Promise<Result<FaceObservation>> => {
  const decoded = await decodeImage(image);
  if (!decoded.ok) return decoded;
  const { pixels, scale } = decoded.value;
  const search = options.search ?? 'frame';
  const view =
    search === 'card'
      ? await findBestTurn(networks, pixels, scale)
      : await viewFaces(networks, pixels, scale, search, 0);
  const { faces, turnedDegrees, widthPx, heightPx } = view;
  const main = view.described.find(({ face }) => face === faces[0]);
  const found = main ? { pixels: view.pixels, landmarks: main.landmarks } : null;
  const embedding = options.embed && found ? await networks.embed(found) : null;
  const passiveLiveness =
    options.scoreLiveness && found && networks.liveness ? await networks.liveness(found) : null;
  return ok({ turnedDegrees, widthPx, heightPx, faces, embedding, passiveLiveness });
};

interface FaceView extends FaceDetection {
  readonly pixels: Pixels;
  readonly described: readonly DescribedFace[];
}

interface DescribedFace {
  readonly face: DetectedFace;
  readonly landmarks: Landmarks;
}

const viewFaces = async (
  networks: FaceNetworks,
  pixels: Pixels,
  scale: number,
  search: FaceSearch,
  turnedDegrees: QuarterTurn,
): Promise<FaceView> => {
  const isPage = search === 'page' || search === 'card';
  const boxes = await findFaceBoxes(isPage ? networks.pageFinder : networks.finder, pixels, search);
  const described: DescribedFace[] = [];
  for (const box of boxes.sort((a, b) => b.width - a.width).slice(0, maxFaces)) {
    const description = await describeFace(networks, pixels, box, scale);
    if (isPlausible(description.face)) described.push(description);
  }
  const widthPx = Math.round(pixels.width / scale);
  const heightPx = Math.round(pixels.height / scale);
  const found = described.map(({ face }) => face);
  const faces =
    search === 'frame' || search === 'live'
      ? rankFaces(found, widthPx, heightPx)
      : found.toSorted((a, b) => b.eyeDistancePx - a.eyeDistancePx);
  return { turnedDegrees, widthPx, heightPx, faces, pixels, described };
};

/** So good is only an upright face: the other turns need not be tried. */
const clearMerit = 1.1;

/** The detector also fires on some lying and upside-down faces, but then less surely and with shut eyes. */
const findBestTurn = async (networks: FaceNetworks, pixels: Pixels, scale: number): Promise<FaceView> => {
  let best: FaceView | null = null;
  let bestMerit = -1;
  for (const turn of [0, 90, 180, 270] as const) {
    const view = await viewFaces(networks, turnPixels(pixels, turn), scale, 'card', turn);
    const main = view.faces[0];
    const merit = main ? main.score * (0.2 + main.eyesOpenProbability) : 0;
    if (merit > clearMerit) return view;
    if (merit > bestMerit) {
      best = view;
      bestMerit = merit;
    }
  }
  if (!best) throw new Error('no turn was tried');
  return best;
};

const describeFace = async (
  networks: FaceNetworks,
  pixels: Pixels,
  box: FaceBox,
  scale: number,
): Promise<DescribedFace> => {
  const landmarks = await findLandmarks(networks.landmarks, pixels, box);
  const toInput = (point: Point): Point => ({ x: point.x / scale, y: point.y / scale });
  const landmarks5: FivePoints = {
    leftEye: toInput(landmarks.five.leftEye),
    rightEye: toInput(landmarks.five.rightEye),
    nose: toInput(landmarks.five.nose),
    leftMouth: toInput(landmarks.five.leftMouth),
    rightMouth: toInput(landmarks.five.rightMouth),
  };
  const eyeOpenness = eyeAspectRatio(landmarks.points);
  const face: DetectedFace = {
    box: {
      x: box.x / scale,
      y: box.y / scale,
      width: box.width / scale,
      height: box.height / scale,
    },
    score: box.score,
    landmarks5,
    landmarks68: landmarks.points.map(toInput),
    ...estimatePose(landmarks.five),
    eyeOpenness,
    eyesOpenProbability: networks.eyes
      ? await eyesOpenProbability(networks.eyes, pixels, landmarks)
      : openByShape(eyeOpenness),
    eyeDistancePx: eyeDistancePx(landmarks5),
    ...measureQuality(alignFace(pixels, landmarks.five)),
  };
  return { face, landmarks };
};

/** Texture taken for a face yields eyes that do not fit its box. */
const isPlausible = (face: DetectedFace): boolean =>
  face.eyeDistancePx > 0.22 * Math.sqrt(face.box.width * face.box.height) && Math.abs(face.pitch) < 75;

/** From 0 with closed to 1 with open eyes, where no network looks at them. */
const openByShape = (eyeOpenness: number): number => Math.max(0, Math.min(1, (eyeOpenness - 0.12) / 0.16));
