export {
  checkPage,
  examinePage,
  type PageCheck,
  type PageExamination,
  type PageProblem,
  type PageProblemCode,
  type PageTraits,
  pageProblemCodes,
} from './check-page.ts';
export { findComponents } from './connected-components.ts';
export { type DecodeOptions, decodeImage } from './decode-image.ts';
export type { QrCode } from './decode-qr.ts';
export { encodeJpeg, thumbnail } from './encode-jpeg.ts';
export {
  type ExifOrientation,
  readOrientation,
  toStoredBox,
  toStoredRotation,
  toStoredSkew,
} from './exif-orientation.ts';
export type { ImageErrorCode, ImageFault, ImageResult } from './image-result.ts';
export type { CodeHint } from './judge-code-view.ts';
export type { Rotation } from './measure-attitude.ts';
export { type Point, type Projection, projectOnto, projectPoint, type Quad } from './projection.ts';
export type { Box, Raster } from './raster.ts';
export { readImageFile } from './read-image-file.ts';
export { FRAME_ATTEMPTS, readQrCodes } from './read-qr-codes.ts';
export { describeForeignFile, sniffFormat } from './sniff-format.ts';
export { type CodeSighting, type CodeWatcher, watchForCodes } from './watch-for-codes.ts';
