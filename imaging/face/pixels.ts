/** An 8-bit RGB picture in memory, rows from the top, upright. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}
