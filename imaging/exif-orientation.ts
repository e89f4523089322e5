import sharp from 'sharp';
import type { Rotation } from './measure-attitude.ts';
import type { Box } from './raster.ts';
import { sniffFormat } from './sniff-format.ts';

/** EXIF 2.32 tag 0x0112: how a viewer turns (and from 2, 4, 5, 7 mirrors) what is stored. */
export type ExifOrientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** By how many degrees a viewer turns the stored picture clockwise, after mirroring it left to right if need be. */
const clockwise: Record<ExifOrientation, Rotation> = {
  1: 0,
  2: 0,
  3: 180,
  4: 180,
  5: 270,
  6: 90,
  7: 90,
  8: 270,
};

/** The orientation a file asks for; 1 where it says nothing or nonsense. */
export async function readOrientation(bytes: Uint8Array): Promise<ExifOrientation> {
  const format = sniffFormat(bytes);
  if (format === undefined || format === 'pnm') return 1;
  const metadata = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
  const orientation = metadata?.orientation ?? 1;
  return orientation >= 1 && orientation <= 8 ? (orientation as ExifOrientation) : 1;
}

const isMirrored = (orientation: ExifOrientation): boolean => [2, 4, 5, 7].includes(orientation);

/** A box of the picture as viewed, `viewedWidth` × `viewedHeight` pixels large, in pixels of the picture as stored. */
export function toStoredBox(
  [x, y, width, height]: Box,
  orientation: ExifOrientation,
  viewedWidth: number,
  viewedHeight: number,
): Box {
  const turn = clockwise[orientation];
  const isQuarter = turn === 90 || turn === 270;
  const unturned: Box =
    turn === 90
      ? [y, viewedWidth - x - width, height, width]
      : turn === 180
        ? [viewedWidth - x - width, viewedHeight - y - height, width, height]
        : turn === 270
          ? [viewedHeight - y - height, x, height, width]
          : [x, y, width, height];
  if (!isMirrored(orientation)) return unturned;
  const storedWidth = isQuarter ? viewedHeight : viewedWidth;
  return [storedWidth - unturned[0] - unturned[2], unturned[1], unturned[2], unturned[3]];
}

/** How a page that lies turned in the picture as viewed lies in the picture as stored; mirroring turns the sense. */
export function toStoredRotation(rotation: Rotation, orientation: ExifOrientation): Rotation {
  const turned = rotation - clockwise[orientation];
  return (((isMirrored(orientation) ? -turned : turned) + 360) % 360) as Rotation;
}

/** Mirroring turns the sense of every lean. */
export const toStoredSkew = (skewDegrees: number, orientation: ExifOrientation): number =>
  isMirrored(orientation) && skewDegrees !== 0 ? -skewDegrees : skewDegrees;
