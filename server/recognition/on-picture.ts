import { type Box, type Projection, projectPoint, type Raster } from '@saoy/imaging';
import type { PageReading } from './page-reading.ts';
import { composeProjection, nearestAffine, projectBox } from './projection.ts';

/** The reading of a sheet that was cut out of a picture, with all places in pixels of the picture. */
export function onPicture(reading: PageReading, picture: Raster, toPicture: Projection): PageReading {
  const { width, height } = picture;
  const mapBox = (box: Box): Box => {
    const [x, y, w, h] = projectBox(toPicture, box);
    const left = Math.min(width, Math.max(0, x));
    const top = Math.min(height, Math.max(0, y));
    return [
      left,
      top,
      Math.max(0, Math.min(width, x + w) - left),
      Math.max(0, Math.min(height, y + h) - top),
    ];
  };
  const mapList = (value: unknown): unknown => (Array.isArray(value) ? (value as Box[]).map(mapBox) : value);
  const traits = Object.fromEntries(
    Object.entries(reading.traits).map(([name, value]) => [name, mapList(value)]),
  ) as unknown as PageReading['traits'];
  const { upright } = reading;
  const perspective = composeProjection(toPicture, upright.toInput);
  return {
    ...reading,
    width,
    height,
    skewDegrees: Math.round((reading.skewDegrees + tiltOf(toPicture, reading.width)) * 100) / 100,
    problems: reading.problems.map((problem) => ({ ...problem, box: mapBox(problem.box) })),
    traits,
    ...(reading.codes && { codes: reading.codes.map((code) => ({ ...code, box: mapBox(code.box) })) }),
    upright: {
      ...upright,
      toInput: nearestAffine(perspective, upright.width, upright.height),
      perspective,
    },
  };
}

/** By how many degrees the upper edge of the sheet rises to the right in the picture. */
function tiltOf(toPicture: Projection, width: number): number {
  const [x0, y0] = projectPoint(toPicture, 0, 0);
  const [x1, y1] = projectPoint(toPicture, width, 0);
  return (-Math.atan2(y1 - y0, x1 - x0) * 180) / Math.PI;
}
