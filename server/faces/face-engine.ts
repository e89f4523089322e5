import { ok, type Result } from '@saoy/contracts/result';
import { type FaceBox, findFaceBoxes } from './face-detector.ts';
import { alignFace, embedAligned } from './face-embedding.ts';
import { eyeAspectRatio, eyesOpenProbability } from './face-eyes.ts';
import { eyeDistancePx, type FivePoints, findLandmarks } from './face-landmarks.ts';
import type { DetectedFace, FaceObservation, ObserveOptions } from './face-matcher.ts';
import { type FaceNetworks, loadFaceNetworks } from './face-models.ts';
import { estimatePose } from './face-pose.ts';
import { measureQuality } from './face-quality.ts';
import type { Point } from './geometry.ts';
import { rankFaces } from './main-face.ts';
import { decodeImage, type Pixels } from './pixels.ts';

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
  const { pixels, scale, inputWidth, inputHeight } = decoded.value;
  const boxes = await findFaceBoxes(networks.detector, pixels, options.search ?? 'frame');
  const described: { face: DetectedFace; aligned: Float32Array }[] = [];
  for (const box of boxes.sort((a, b) => b.width - a.width).slice(0, maxFaces)) {
    const description = await describeFace(networks, pixels, box, scale);
    if (isPlausible(description.face)) described.push(description);
  }
  const faces = rankFaces(
    described.map(({ face }) => face),
    inputWidth,
    inputHeight,
  );
  const main = described.find(({ face }) => face === faces[0]);
  const embedding = options.embed && main ? await embedAligned(networks.recogniser, main.aligned) : null;
  return ok({ widthPx: inputWidth, heightPx: inputHeight, faces, embedding });
};

const describeFace = async (
  networks: FaceNetworks,
  pixels: Pixels,
  box: FaceBox,
  scale: number,
): Promise<{ face: DetectedFace; aligned: Float32Array }> => {
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
