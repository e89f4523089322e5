import type { Box, PageProblem, PageTraits, Projection, QrCode, Rotation } from '@saoy/imaging';
import { type Affine, mapBox } from './affine.ts';
import { projectBox } from './projection.ts';

export type ReadingLanguage = 'vie' | 'eng';

/** All boxes of text are in pixels of the upright page (see {@link PageReading.upright}). */
export interface TextWord {
  readonly text: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly box: Box;
  /** Written in blue ink, so most likely by hand. */
  readonly isPen?: boolean;
}

export interface TextLine {
  readonly text: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly box: Box;
  readonly words: readonly TextWord[];
}

/** One page as read; plain JSON, so that it can be stored until the last page has come. */
export interface PageReading {
  /** The input as decoded (after EXIF rotation), in pixels. */
  readonly width: number;
  readonly height: number;
  readonly resolutionDpi: number;
  readonly rotation: Rotation;
  readonly skewDegrees: number;
  /** Boxes of problems and traits are in input pixels. */
  readonly problems: readonly PageProblem[];
  readonly traits: PageTraits;
  /** The page turned upright and straight: the coordinates of all lines and words. */
  readonly upright: {
    readonly width: number;
    readonly height: number;
    readonly resolutionDpi: number;
    /** Maps a point of the upright page to input pixels; of a photographed sheet, as nearly as it can. */
    readonly toInput: Affine;
    /** The exact map where the sheet was photographed from a slant. */
    readonly perspective?: Projection;
  };
  readonly language: ReadingLanguage;
  /** In reading order. */
  readonly lines: readonly TextLine[];
  /** Text of coloured stamps, read apart from the lines. */
  readonly stamps: readonly TextLine[];
  /** Square codes printed on a card, boxes in input pixels; absent where none were looked for. */
  readonly codes?: readonly QrCode[];
  /** The machine-readable zone of a card as read, uncorrected; its box in input pixels. */
  readonly zone?: { readonly text: string; readonly box: Box };
  readonly text: string;
  /** Mean word confidence, 0 to 1; below about 0.8 the page is hard to read. */
  readonly confidence: number;
}

/** A box of the upright page in pixels of the input. */
export function toInputBox(page: PageReading, box: Box): Box {
  const { toInput, perspective } = page.upright;
  const [x, y, width, height] =
    perspective === undefined ? mapBox(toInput, box) : projectBox(perspective, box);
  const left = Math.min(page.width, Math.max(0, x));
  const top = Math.min(page.height, Math.max(0, y));
  return [left, top, Math.min(page.width, x + width) - left, Math.min(page.height, y + height) - top];
}

/** The smallest box that holds all given ones. */
export function unionBox(boxes: readonly Box[]): Box {
  const left = Math.min(...boxes.map((box) => box[0]));
  const top = Math.min(...boxes.map((box) => box[1]));
  const right = Math.max(...boxes.map((box) => box[0] + box[2]));
  const bottom = Math.max(...boxes.map((box) => box[1] + box[3]));
  return [left, top, right - left, bottom - top];
}
