import type { Box } from './geometry.ts';

/** Limits of a frame that can be judged; lengths as shares of the frame's width. */
export const frameLimits = {
  leastEyeDistance: 0.075,
  mostEyeDistance: 0.34,
  mostOffCentreX: 0.22,
  mostOffCentreY: 0.28,
  /** Mean grey of the face, 0–255. */
  leastBrightness: 40,
  mostBrightness: 235,
  leastSharpness: 2.6,
  /** A second face counts when its eyes are at least this far apart compared with the first. */
  bystanderShare: 0.5,
  /** Degrees; beyond them the person does not look at the camera. */
  mostYaw: 13,
  mostRoll: 25,
  /** Below both the eyes are closed. */
  leastEyesOpenProbability: 0.5,
  leastEyeOpenness: 0.28,
  /** Below it no eyes are seen at all, whatever shape they seem to have: dark glasses. Of bare eyes fewer than 1 in 100 are. */
  hiddenEyesProbability: 0.08,
} as const;

export interface FrameSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** What guiding needs to know of a face; see DetectedFace of the server for the units. */
export interface GuidedFace {
  readonly box: Box;
  readonly eyeDistancePx: number;
  readonly yaw: number;
  readonly roll: number;
  readonly brightness: number;
  /** Measured in frames of full size only. */
  readonly sharpness?: number;
  readonly eyeOpenness: number;
  readonly eyesOpenProbability: number;
  /** Measured in frames of full size only. */
  readonly isMouthCovered?: boolean;
}

export type PositionGuidance =
  | 'ok'
  | 'no-face'
  | 'several-faces'
  | 'too-far'
  | 'too-near'
  | 'not-centred'
  | 'too-dark'
  | 'too-bright'
  | 'blurred';

/** What to tell the person about one frame; `ok` when it can be judged. `faces` come main one first. */
export const guideFace = (
  faces: readonly GuidedFace[],
  { widthPx, heightPx }: FrameSize,
): PositionGuidance => {
  const [face, ...others] = faces;
  if (!face) return 'no-face';
  if (others.some((other) => other.eyeDistancePx >= frameLimits.bystanderShare * face.eyeDistancePx))
    return 'several-faces';
  // A turned head shows its eyes closer together; the cosine undoes it.
  const eyeDistance = face.eyeDistancePx / Math.max(0.5, Math.cos((face.yaw * Math.PI) / 180)) / widthPx;
  if (eyeDistance < frameLimits.leastEyeDistance) return 'too-far';
  if (eyeDistance > frameLimits.mostEyeDistance) return 'too-near';
  const offX = Math.abs((face.box.x + face.box.width / 2) / widthPx - 0.5);
  const offY = Math.abs((face.box.y + face.box.height / 2) / heightPx - 0.5);
  if (offX > frameLimits.mostOffCentreX || offY > frameLimits.mostOffCentreY) return 'not-centred';
  if (face.brightness < frameLimits.leastBrightness) return 'too-dark';
  if (face.brightness > frameLimits.mostBrightness) return 'too-bright';
  if (face.sharpness !== undefined && face.sharpness < frameLimits.leastSharpness) return 'blurred';
  return 'ok';
};

/** What to tell a person who should look straight into the camera, open-eyed and bare-faced; for moments without a movement. */
export const guidePose = (face: GuidedFace): 'ok' | 'look-straight' | 'open-eyes' | 'face-covered' => {
  if (Math.abs(face.yaw) > frameLimits.mostYaw || Math.abs(face.roll) > frameLimits.mostRoll)
    return 'look-straight';
  if (!areEyesOpen(face)) return 'open-eyes';
  return face.isMouthCovered ? 'face-covered' : 'ok';
};

/** Whether a frame shows open eyes; the network for eyes and their shape must not both say no. */
export const areEyesOpen = ({
  eyesOpenProbability,
  eyeOpenness,
}: Pick<GuidedFace, 'eyesOpenProbability' | 'eyeOpenness'>): boolean =>
  eyesOpenProbability > frameLimits.leastEyesOpenProbability ||
  (eyesOpenProbability > frameLimits.hiddenEyesProbability && eyeOpenness > frameLimits.leastEyeOpenness);
