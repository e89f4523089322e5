/** An ECDSA signature as tokens give it (r ‖ s, PKCS#11) as certificates and CMS want it (RFC 3279 §2.2.3). */
export function derSignature(raw: Uint8Array): Uint8Array {
  const half = raw.length / 2;
  const body = Buffer.concat([derInteger(raw.subarray(0, half)), derInteger(raw.subarray(half))]);
  // P-384 reaches 104 bytes: one byte of length is enough up to 127.
  return new Uint8Array(Buffer.concat([Buffer.of(0x30, body.length), body]));
}

function derInteger(bytes: Uint8Array): Buffer {
  let first = 0;
  while (first < bytes.length - 1 && bytes[first] === 0) first++;
  const digits = bytes.subarray(first);
  const sign = digits[0]! >= 0x80 ? [0] : [];
  return Buffer.from([0x02, digits.length + sign.length, ...sign, ...digits]);
}
