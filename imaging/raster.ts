/** A page as 8-bit RGB pixels in reading order of the scanner: row by row, three bytes a pixel. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: 3;
  readonly data: Uint8Array;
  readonly resolutionDpi: number;
}

/** `[x, y, width, height]` in pixels of the image it was found on. */
export type Box = [x: number, y: number, width: number, height: number];
