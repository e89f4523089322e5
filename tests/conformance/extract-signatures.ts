import { readDer } from './read-der.ts';

/** `id-aa-timeStampToken`, 1.2.840.113549.1.9.16.2.14. */
const TIME_STAMP_TOKEN = Buffer.from('2a864886f70d010910020e', 'hex');
/** `id-ct-TSTInfo`, 1.2.840.113549.1.9.16.1.4. */
const TIME_STAMP_INFO = Buffer.from('2a864886f70d0109100104', 'hex');

/** One signature as it stands in the bytes of a file, for judges that know CMS and not PDF. */
export interface ExtractedSignature {
  readonly cms: Buffer;
  /** The bytes it covers. */
  readonly covered: Buffer;
  readonly isTimeStamp: boolean;
  /** The time-stamp token inside it and what that token covers. */
  readonly stamp: { readonly token: Buffer; readonly covered: Buffer } | null;
}

/** Finds signatures without the help of any code under test: by the text of their byte ranges. */
export function extractSignatures(pdf: Buffer): ExtractedSignature[] {
  const ranges = pdf.toString('latin1').matchAll(/\/ByteRange ?\[ ?0 (\d+) (\d+) (\d+) *\]/g);
  return [...ranges].map(([, first, second, third]) => {
    const [gapStart, gapEnd, tail] = [Number(first), Number(second), Number(third)];
    const hexadecimal = pdf.toString('latin1', gapStart + 1, gapEnd - 1);
    const cms = readDer(Buffer.from(hexadecimal, 'hex'))[0]!.whole;
    const covered = Buffer.concat([pdf.subarray(0, gapStart), pdf.subarray(gapEnd, gapEnd + tail)]);
    return { cms, covered, isTimeStamp: contentTypeOf(cms).equals(TIME_STAMP_INFO), stamp: stampIn(cms) };
  });
}

const signedDataOf = (cms: Buffer): Buffer =>
  readDer(readDer(readDer(cms)[0]!.contents)[1]!.contents)[0]!.contents;

/** Version, digest algorithms, then what is signed (RFC 5652 §5.1). */
const contentTypeOf = (cms: Buffer): Buffer => readDer(readDer(signedDataOf(cms))[2]!.contents)[0]!.contents;

/** ContentInfo → SignedData → the last set → SignerInfo → signature and unsigned attributes (RFC 5652 §5). */
function stampIn(cms: Buffer): ExtractedSignature['stamp'] {
  const signerInfo = readDer(readDer(signedDataOf(cms)).at(-1)!.contents)[0]!;
  const parts = readDer(signerInfo.contents);
  const unsigned = parts.find(({ tag }) => tag === 0xa1);
  if (unsigned === undefined) return null;
  const attribute = readDer(unsigned.contents)
    .map(({ contents }) => readDer(contents))
    .find(([type]) => type!.contents.equals(TIME_STAMP_TOKEN));
  if (attribute === undefined) return null;
  const signature = parts.find(({ tag }) => tag === 0x04)!;
  return { token: readDer(attribute[1]!.contents)[0]!.whole, covered: signature.contents };
}
