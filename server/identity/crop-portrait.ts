import { fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { fitSimilarity, type Pixels, sampleAffine } from '@saoy/imaging/face';
import sharp from 'sharp';
import type { DetectedFace, FaceDetection } from '../faces/index.ts';

/** Portraits with less eye distance are refused as reference: the error rates no longer hold. */
export const leastPortraitEyeDistancePx = 40;

/** A card shows its holder once large and at most once more, paler; more faces of like size are no card. */
const MOST_PORTRAITS = 2;
const LIKE_SIZE = 0.7;
/** Of the picture, in eye distances: three by four as on the cards, the eyes somewhat above the middle. */
const WIDTH = 3.6;
const HEIGHT = 4.8;
const EYES_FROM_TOP = 2.1;
/** More resolution than this tells a recogniser nothing. */
const MOST_WIDTH_PX = 640;
const JPEG_QUALITY = 95;
/** As many as the face matcher takes. */
const MOST_INPUT_PIXELS = 12_000 ** 2;

/** The holder as the card shows them; held in memory only, and only until it is compared. */
export interface Portrait {
  /** Upright, without the card around it. */
  readonly jpeg: Uint8Array;
  /** Where it stands, in pixels of the picture after it was turned upright: `[x, y, width, height]`. */
  readonly box: readonly [x: number, y: number, width: number, height: number];
  readonly eyeDistancePx: number;
}

/**
 * Cuts the portrait out of a picture of a card: the largest face, turned upright, with as much around it as cards show.
 * Fails with `identity.no-face`, `identity.several-faces` (no card shows more than its holder and a paler copy),
 * `identity.portrait-too-small` and `image.unreadable`.
 */
export async function cropPortrait(image: Uint8Array, detection: FaceDetection): Promise<Result<Portrait>> {
  const face = detection.faces[0];
  if (face === undefined) return err(fault('identity.no-face'));
  if (!isOnlyPortrait(detection))
    return err(fault('identity.several-faces', `${detection.faces.length} faces`));
  const { eyeDistancePx } = face;
  if (eyeDistancePx < leastPortraitEyeDistancePx)
    return err(fault('identity.portrait-too-small', `${Math.round(eyeDistancePx)} px between the eyes`));
  try {
    const { data, info } = await sharp(image, { limitInputPixels: MOST_INPUT_PIXELS })
      .autoOrient()
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    const turned = await sharp(data, { raw: { width, height, channels } })
      .rotate(detection.turnedDegrees)
      .raw()
      .toBuffer({ resolveWithObject: true });
    const card = { data: turned.data, width: turned.info.width, height: turned.info.height };
    return ok(await cutOut(card, face));
  } catch (cause) {
    return err(fault('image.unreadable', cause instanceof Error ? cause.message.split('\n')[0] : undefined));
  }
}

/** Turned so that the eyes are level; what lies beyond the edge of the picture stays black. */
async function cutOut(card: Pixels, { landmarks5, eyeDistancePx }: DetectedFace): Promise<Portrait> {
  const eyes = [landmarks5.leftEye, landmarks5.rightEye].sort((a, b) => a.x - b.x);
  const distance = Math.min(eyeDistancePx, MOST_WIDTH_PX / WIDTH);
  const [width, height] = [Math.round(distance * WIDTH), Math.round(distance * HEIGHT)];
  const places = [-0.5, 0.5].map((side) => ({
    x: width / 2 + side * distance,
    y: EYES_FROM_TOP * distance,
  }));
  const map = fitSimilarity(places, eyes);
  const pixels = Uint8ClampedArray.from(sampleAffine(card, map, width, height));
  const jpeg = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: JPEG_QUALITY, chromaSubsampling: '4:4:4' })
    .toBuffer();
  const corners = [
    [0, 0],
    [width, 0],
    [0, height],
    [width, height],
  ].map(([u, v]) => ({ x: map.a * u! + map.b * v! + map.c, y: map.d * u! + map.e * v! + map.f }));
  const inside = (value: number, most: number): number => Math.round(Math.max(0, Math.min(most, value)));
  const left = inside(Math.min(...corners.map(({ x }) => x)), card.width);
  const top = inside(Math.min(...corners.map(({ y }) => y)), card.height);
  const right = inside(Math.max(...corners.map(({ x }) => x)), card.width);
  const bottom = inside(Math.max(...corners.map(({ y }) => y)), card.height);
  return { jpeg: new Uint8Array(jpeg), box: [left, top, right - left, bottom - top], eyeDistancePx };
}

/** Whether no more faces are of like size than a card shows. */
export const isOnlyPortrait = ({ faces }: Pick<FaceDetection, 'faces'>): boolean =>
  faces[0] !== undefined &&
  faces.filter(({ eyeDistancePx }) => eyeDistancePx >= LIKE_SIZE * faces[0]!.eyeDistancePx).length <=
    MOST_PORTRAITS;
