import { eyeAspectRatio } from './face-eyes.ts';
import { extentOf, eyeDistancePx, findLandmarks, followLandmarks, type Landmarks } from './face-landmarks.ts';
import type { FaceBox, FaceFinder, LandmarkReader } from './face-networks.ts';
import { estimatePose } from './face-pose.ts';
import { overlapRatio } from './geometry.ts';
import { type FrameSize, type GuidedFace, guideFace, type PositionGuidance } from './guide-face.ts';
import type { Pixels } from './pixels.ts';

/** Following the points of a face costs a fifth of looking for faces: so many frames are followed in between. */
const framesToFollow = 5;

/** What a person is told about one frame of a video, and where their face is. */
export interface TrackedFrame {
  readonly guidance: PositionGuidance;
  /** In pixels of the frame; null without a face. */
  readonly face: GuidedFace | null;
}

export interface FaceTracker {
  /**
   * Judges the next frame, which must have the window's size of the finder; `content` is the part of it, from the top
   * left, that is picture.
   */
  track(frame: Pixels, content: FrameSize): Promise<TrackedFrame>;
}

/**
 * Follows the face in a video fast enough to guide a person by it. Sharpness is not judged: the frames are too small.
 * Nothing here decides; the server judges the same movements by itself.
 */
export const createFaceTracker = (finder: FaceFinder, reader: LandmarkReader): FaceTracker => {
  let landmarks: Landmarks | null = null;
  let followed = 0;
  let otherWidths: readonly number[] = [];

  const search = async (frame: Pixels): Promise<void> => {
    const boxes = keepDistinct(await finder.find(frame));
    const [main, ...others] = boxes.sort((a, b) => b.width - a.width);
    otherWidths = others.map((box) => box.width);
    landmarks = main ? await findLandmarks(reader, frame, main, 2) : null;
    followed = 0;
  };

  return {
    track: async (frame, content) => {
      const before = landmarks;
      if (before === null || followed >= framesToFollow) await search(frame);
      else {
        followed += 1;
        const next = await followLandmarks(reader, frame, before);
        landmarks = next;
        if (!isSameFace(before, next)) await search(frame);
      }
      if (landmarks === null) return { guidance: 'no-face', face: null };
      const face = describe(frame, landmarks);
      // Of bystanders only the box is known: eyes are about 0.43 of its width apart.
      const others = otherWidths.map((width) => ({ ...face, eyeDistancePx: 0.43 * width }));
      return { guidance: guideFace([face, ...others], content), face };
    },
  };
};

const describe = (frame: Pixels, { points, five }: Landmarks): GuidedFace => {
  const { centre, sizePx } = extentOf({ points, roll: 0 });
  const pose = estimatePose(five);
  const eyeOpenness = eyeAspectRatio(points);
  const box = { x: centre.x - sizePx / 2, y: centre.y - sizePx / 2, width: sizePx, height: sizePx };
  return {
    box,
    eyeDistancePx: eyeDistancePx(five),
    yaw: pose.yaw,
    roll: pose.roll,
    brightness: brightnessOf(frame, box),
    eyeOpenness,
    // The shape of the eyes alone; the network for them runs on the server.
    eyesOpenProbability: eyeOpenness > 0.2 ? 1 : 0,
  };
};

const brightnessOf = ({ data, width, height }: Pixels, box: GuidedFace['box']): number => {
  const left = Math.max(0, Math.round(box.x + box.width * 0.25));
  const right = Math.min(width, Math.round(box.x + box.width * 0.75));
  const top = Math.max(0, Math.round(box.y + box.height * 0.25));
  const bottom = Math.min(height, Math.round(box.y + box.height * 0.85));
  let sum = 0;
  let count = 0;
  for (let row = top; row < bottom; row += 2)
    for (let column = left; column < right; column += 2) {
      const at = (row * width + column) * 3;
      sum += 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
      count += 1;
    }
  return count === 0 ? 128 : sum / count;
};

/** Points that jump, grow or tilt within one frame no longer lie on the face they lay on. */
const isSameFace = (before: Landmarks, after: Landmarks): boolean => {
  const a = extentOf(before);
  const b = extentOf(after);
  const moved = Math.hypot(a.centre.x - b.centre.x, a.centre.y - b.centre.y);
  const grown = b.sizePx / a.sizePx;
  return moved < 0.35 * a.sizePx && grown > 0.75 && grown < 1.33 && Math.abs(after.roll) < 0.8;
};

const keepDistinct = (boxes: readonly FaceBox[]): FaceBox[] => {
  const kept: FaceBox[] = [];
  for (const box of [...boxes].sort((a, b) => b.score - a.score))
    if (kept.every((other) => overlapRatio(box, other) < 0.4)) kept.push(box);
  return kept;
};
