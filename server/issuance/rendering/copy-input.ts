import type { Product } from '@saoy/contracts/ids';

/** `x' = a·x + b·y + c`, `y' = d·x + e·y + f`, as `[a, b, c, d, e, f]`. */
export type Affine = readonly [number, number, number, number, number, number];

/** One recognised line; box `[x, y, width, height]` in the coordinates that `linesToImage` maps from. */
export interface RecognisedLine {
  readonly text: string;
  readonly box: readonly [number, number, number, number];
  /** 0 to 1. */
  readonly confidence: number;
}

/** One page of the original as scanned. */
export interface PageImage {
  /** Baseline or progressive JPEG, 8 bits, grey or RGB; embedded byte for byte. */
  readonly jpeg: Uint8Array;
  /** Size of the JPEG as stored. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly resolutionDpi: number;
  /** By how many degrees the page lies turned clockwise in the JPEG; the copy shows it upright. */
  readonly rotation: 0 | 90 | 180 | 270;
  readonly lines: readonly RecognisedLine[];
  /**
   * Maps line coordinates to pixels of the JPEG as stored, with skew and scale. Without it the lines are in
   * pixels of the JPEG turned upright.
   */
  readonly linesToImage?: Affine;
}

/** What a copy shows of the authority that issues it; taken from its configuration at the time of issue. */
export interface CopyAuthority {
  /** `Ủy ban nhân dân phường …`. */
  readonly name: string;
  /** Whose seal it is, as it stands in the seal. */
  readonly sealOwner: string;
  /** Light text across each page; an empty string leaves it out. */
  readonly watermark: string;
  /** First words of the signature line on page 1, `Sao y` by Decree 30/2020. */
  readonly copyForm: string;
  /** The lời chứng: lines with `{number}`, `{book}`, `{day}`, `{month}`, `{year}`; unused by a digital copy. */
  readonly wording: readonly string[];
  /** Image of the red seal with a transparent background; a neutral mark is drawn without it. */
  readonly sealPng?: Uint8Array;
}

export interface CopyCertifier {
  readonly fullName: string;
  /** Such as `TUQ. CHỦ TỊCH` and the position, one line each. */
  readonly titleLines: readonly string[];
  /** Image of the handwritten signature in blue with a transparent background. */
  readonly signaturePng?: Uint8Array;
}

/** A number in the register of certified copies. */
export interface CertificationNumber {
  readonly number: number;
  /** Book and year as on the cover, `01/2026`. */
  readonly book: string;
}

interface CopyBase {
  /** Printed id code, `7K3M-9QPX-2RTA`. */
  readonly code: string;
  /** What the QR on every page carries. */
  readonly verifyUrl: string;
  readonly authority: CopyAuthority;
  /** Time of issue; every date in the file is this one, so that rendering again gives the same bytes. */
  readonly issuedAt: Date;
  readonly pages: readonly PageImage[];
  /** `en` adds English under the Vietnamese lines of the foot; the wording stays Vietnamese. */
  readonly locale: 'vi' | 'en';
}

/** Everything a copy shows. Only a certified e-copy has a certifier and a number. */
export type CopyInput =
  | (CopyBase & {
      readonly product: Extract<Product, 'certified'>;
      readonly certifier: CopyCertifier;
      readonly number: CertificationNumber;
    })
  | (CopyBase & {
      readonly product: Extract<Product, 'digital'>;
      readonly certifier: null;
      readonly number: null;
    });

/**
 * What goes on paper. The check code is for whoever holds the paper; the download secret is not among
 * the fields and must never be printed.
 */
export interface PrintInput extends Omit<CopyBase, 'authority'> {
  readonly authority: Pick<CopyAuthority, 'name' | 'watermark'>;
  /** `K7QM-2XRA`. */
  readonly checkCode: string;
}
