/** One value of DER: its tag, its contents, and all its bytes. */
export interface DerValue {
  readonly tag: number;
  readonly contents: Buffer;
  readonly whole: Buffer;
}

/** The values that follow one another in a stretch of DER. Only what the tests need: short tags, definite lengths. */
export function readDer(bytes: Buffer): DerValue[] {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at]!;
    const first = bytes[at + 1]!;
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
    const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
    const start = at + 2 + lengthBytes;
    const end = start + length;
    values.push({ tag, contents: bytes.subarray(start, end), whole: bytes.subarray(at, end) });
    // What follows a signature in its place is padding.
    if (bytes[end] === 0) break;
    at = end;
  }
  return values;
}
