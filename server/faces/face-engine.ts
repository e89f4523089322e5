import { ok, type Result } from '@saoy/contracts/result';
import { type FaceBox, type FaceSearch, findFaceBoxes } from './face-detector.ts';
import { alignFace, embedAligned } from './face-embedding.ts';
import { eyeAspectRatio, eyesOpenProbability } from './face-eyes.ts';
import { eyeDistancePx, type FivePoints, findLandmarks } from './face-landmarks.ts';
import type { DetectedFace, FaceDetection, FaceObservation, ObserveOptions } from './face-matcher.ts';
import { type FaceNetworks, loadFaceNetworks } from './face-models.ts';
import { estimatePose } from './face-pose.ts';
import { measureQuality } from './face-quality.ts';
import type { Point } from './geometry.ts';
import { rankFaces } from './main-face.ts';
import { decodeImage, type Pixels, type QuarterTurn, turnPixels } from './pixels.ts';

/** A crowd is refused anyway: describing more faces than this only costs time. */
const maxFaces = 8;

export interface FaceEngine {
  observe(image: Uint8Array, options: ObserveOptions): Promise<Result<FaceObservation>>;
}

/** Detection, points and embedding on the calling thread; `threads` of the ONNX runtime per network. */
export const createFaceEngine = async (threads: number): Promise<FaceEngine> => {
  const networks = await loadFaceNetworks(threads);
  return { observe: (image, options) => observe(networks, image, options) };
};

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
  const embedding = options.embed && main ? await embedAligned(networks.recogniser, main.aligned) : null;
  return ok({ turnedDegrees, widthPx, heightPx, faces, embedding });
};

interface FaceView extends FaceDetection {
  readonly described: readonly DescribedFace[];
}

interface DescribedFace {
  readonly face: DetectedFace;
  readonly aligned: Float32Array;
}

const viewFaces = async (
  networks: FaceNetworks,
  pixels: Pixels,
  scale: number,
  search: FaceSearch,
  turnedDegrees: QuarterTurn,
): Promise<FaceView> => {
  const boxes = await findFaceBoxes(networks.detector, pixels, search);
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
  return { turnedDegrees, widthPx, heightPx, faces, described };
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
  const aligned = alignFace(pixels, landmarks.five);
  const toInput = (point: Point): Point => ({ x: point.x / scale, y: point.y / scale });
  const landmarks5: FivePoints = {
    leftEye: toInput(landmarks.five.leftEye),
    rightEye: toInput(landmarks.five.rightEye),
    nose: toInput(landmarks.five.nose),
    leftMouth: toInput(landmarks.five.leftMouth),
    rightMouth: toInput(landmarks.five.rightMouth),
  };
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
    eyeOpenness: eyeAspectRatio(landmarks.points),
    eyesOpenProbability: await eyesOpenProbability(networks.eye, pixels, landmarks),
    eyeDistancePx: eyeDistancePx(landmarks5),
    ...measureQuality(aligned),
  };
  return { face, aligned };
};

/** Texture taken for a face yields eyes that do not fit its box. */
const isPlausible = (face: DetectedFace): boolean =>
  face.eyeDistancePx > 0.22 * Math.sqrt(face.box.width * face.box.height) && Math.abs(face.pitch) < 75;
