// DG2: the portrait, in an envelope of ISO/IEC 7816-11 around a record of ISO/IEC 19794-5 (ICAO 9303-10 §4.7.2).
import { Asn1Node } from '../../validation/asn1/asn1-node.ts';

export interface FaceImage {
  readonly bytes: Uint8Array;
  readonly format: 'jpeg' | 'jpeg2000';
}

/** Tags of the envelope: the group of templates, one template, its data block. */
const TEMPLATE_GROUP = { tagClass: 1, tagNumber: 0x61 };
const TEMPLATE = { tagClass: 1, tagNumber: 0x60 };
const DATA_BLOCKS = [0x2e] as const;

const FACE_RECORD = Buffer.from('FAC\0');
const RECORD_HEADER_BYTES = 14;
const FACE_INFORMATION_BYTES = 20;
const FEATURE_POINT_BYTES = 8;
const IMAGE_INFORMATION_BYTES = 12;
const JPEG = Buffer.of(0xff, 0xd8, 0xff);
const JPEG2000 = [Buffer.from('0000000c6a502020', 'hex'), Buffer.from('ff4fff51', 'hex')];

/** The first portrait of the file; undefined when there is none that can be shown. */
export function readFaceImage(file: Uint8Array): FaceImage | undefined {
  try {
    const group = childOf(Asn1Node.read(file), TEMPLATE_GROUP);
    const template = childOf(group, TEMPLATE);
    const block = template
      ?.children()
      .find(({ tagClass, tagNumber }) => tagClass === 1 && DATA_BLOCKS.some((tag) => tag === tagNumber));
    return block === undefined ? undefined : readRecord(Buffer.from(block.content));
  } catch {
    return undefined;
  }
}

const childOf = (
  node: Asn1Node | undefined,
  wanted: { readonly tagClass: number; readonly tagNumber: number },
): Asn1Node | undefined =>
  node
    ?.children()
    .find(({ tagClass, tagNumber }) => tagClass === wanted.tagClass && tagNumber === wanted.tagNumber);

function readRecord(record: Buffer): FaceImage | undefined {
  if (!record.subarray(0, FACE_RECORD.length).equals(FACE_RECORD)) return undefined;
  if (record.length < RECORD_HEADER_BYTES + FACE_INFORMATION_BYTES) return undefined;
  const faceBytes = record.readUInt32BE(RECORD_HEADER_BYTES);
  const featurePoints = record.readUInt16BE(RECORD_HEADER_BYTES + 4);
  const start =
    RECORD_HEADER_BYTES +
    FACE_INFORMATION_BYTES +
    featurePoints * FEATURE_POINT_BYTES +
    IMAGE_INFORMATION_BYTES;
  const bytes = Uint8Array.from(record.subarray(start, RECORD_HEADER_BYTES + faceBytes));
  const startsWith = (magic: Buffer): boolean => magic.equals(bytes.subarray(0, magic.length));
  if (startsWith(JPEG)) return { bytes, format: 'jpeg' };
  return JPEG2000.some(startsWith) ? { bytes, format: 'jpeg2000' } : undefined;
}
