import type { FivePoints } from './face-landmarks.ts';
import { distance, meanPoint, type Point } from './geometry.ts';

/** How far the tip of the nose stands before the eyes, in eye distances (27 mm of 62 mm). */
const noseDepth = 0.45;
/** How far the tip of the nose lies below the eyes in a level face, in eye distances. */
const noseDrop = 0.6;

/** Turn of the head in degrees, as a camera sees it that does not mirror. */
export interface HeadPose {
  /** Positive: towards the person's own left (the right side of the picture). */
  readonly yaw: number;
  /** Positive: chin towards the chest. Faces differ by ±10°: only changes of one face mean something. */
  readonly pitch: number;
  /** Positive: clockwise as seen in the picture. */
  readonly roll: number;
}

/** Estimates the pose from where the nose lies between the eyes; a flat picture held at a slant stays at yaw 0. */
export const estimatePose = (five: FivePoints): HeadPose => {
  const eyes = meanPoint([five.leftEye, five.rightEye]);
  const span = distance(five.leftEye, five.rightEye) || 1;
  const along: Point = {
    x: (five.rightEye.x - five.leftEye.x) / span,
    y: (five.rightEye.y - five.leftEye.y) / span,
  };
  const dx = five.nose.x - eyes.x;
  const dy = five.nose.y - eyes.y;
  const yaw = Math.atan((dx * along.x + dy * along.y) / span / noseDepth);
  const drop = ((dy * along.x - dx * along.y) / span) * Math.cos(yaw);
  return {
    yaw: degrees(yaw),
    pitch: degrees((drop - noseDrop) / noseDepth),
    roll: degrees(Math.atan2(along.y, along.x)),
  };
};

const degrees = (radians: number): number => (radians * 180) / Math.PI;
