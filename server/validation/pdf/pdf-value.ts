/** A parsed PDF object (ISO 32000-2 §7.3). Numbers, booleans and null are themselves. */
export type PdfValue =
  | null
  | boolean
  | number
  | PdfName
  | PdfString
  | PdfArray
  | PdfDictionary
  | PdfStream
  | PdfReference;

export interface PdfName {
  readonly kind: 'name';
  readonly name: string;
}
export interface PdfString {
  readonly kind: 'string';
  readonly bytes: Uint8Array;
  /** Where the token stands, delimiters included, in the buffer it was parsed from. */
  readonly start: number;
  readonly end: number;
  readonly isHex: boolean;
}
export interface PdfArray {
  readonly kind: 'array';
  readonly items: readonly PdfValue[];
}
export interface PdfDictionary {
  readonly kind: 'dictionary';
  readonly entries: ReadonlyMap<string, PdfValue>;
}
export interface PdfStream {
  readonly kind: 'stream';
  readonly dictionary: PdfDictionary;
  readonly raw: Uint8Array;
}
export interface PdfReference {
  readonly kind: 'reference';
  readonly number: number;
  readonly generation: number;
}

type Kind = 'name' | 'string' | 'array' | 'dictionary' | 'stream' | 'reference';
type OfKind<K extends Kind> = Extract<PdfValue, { readonly kind: K }>;

/** Narrows a value to one kind of object, or undefined. */
export const as = <K extends Kind>(kind: K, value: PdfValue | undefined): OfKind<K> | undefined =>
  typeof value === 'object' && value !== null && value.kind === kind ? (value as OfKind<K>) : undefined;

export const nameOf = (value: PdfValue | undefined): string | undefined => as('name', value)?.name;

/** Text of a string object: UTF-16BE or UTF-8 with byte order mark, otherwise Latin-1 (PDFDocEncoding's printable core). */
export function textOf(value: PdfValue | undefined): string | undefined {
  const bytes = as('string', value)?.bytes;
  if (bytes === undefined) return undefined;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    const units: number[] = [];
    for (let i = 2; i + 1 < bytes.length; i += 2) units.push((bytes[i]! << 8) | bytes[i + 1]!);
    return units.map((unit) => String.fromCharCode(unit)).join('');
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return Buffer.from(bytes.subarray(3)).toString();
  return Buffer.from(bytes).toString('latin1');
}
