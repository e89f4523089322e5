// Encryption and message authentication as travel documents use them (ICAO 9303-11 §9.7 and §9.8).
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { cmac } from '@noble/ciphers/aes.js';

export type CipherName = '3DES' | 'AES-128' | 'AES-192' | 'AES-256';

const KEY_BYTES: Readonly<Record<CipherName, number>> = {
  '3DES': 16,
  'AES-128': 16,
  'AES-192': 24,
  'AES-256': 32,
};
const NO_IV_3DES = new Uint8Array(8);
const NO_IV_AES = new Uint8Array(16);
const MAC_BYTES = 8;

/** What a key is for, as the counter of the derivation function (§9.7.1). */
export const KEY_PURPOSE = { encryption: 1, authentication: 2, password: 3 } as const;

/** Key derivation function of §9.7.1. */
export function deriveKey(
  secret: Uint8Array,
  purpose: (typeof KEY_PURPOSE)[keyof typeof KEY_PURPOSE],
  cipher: CipherName,
): Uint8Array {
  const hash = KEY_BYTES[cipher] > 16 ? 'sha256' : 'sha1';
  const digest = createHash(hash)
    .update(secret)
    .update(Uint8Array.of(0, 0, 0, purpose))
    .digest();
  const key = Uint8Array.from(digest.subarray(0, KEY_BYTES[cipher]));
  return cipher === '3DES' ? key.map(withOddParity) : key;
}

/** The lowest bit of a DES key byte makes the number of ones odd. */
function withOddParity(byte: number): number {
  let ones = 0;
  for (let bits = byte >> 1; bits > 0; bits >>= 1) ones += bits & 1;
  return (byte & 0xfe) | (ones % 2 === 0 ? 1 : 0);
}

export const blockBytesOf = (cipher: CipherName): number => (cipher === '3DES' ? 8 : 16);

/** Padding method 2 of ISO/IEC 9797-1: 0x80, then zeros to a whole block. */
export function padBlocks(bytes: Uint8Array, blockBytes: number): Uint8Array {
  const padded = new Uint8Array((Math.floor(bytes.length / blockBytes) + 1) * blockBytes);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  return padded;
}

/** Takes the padding off; undefined when there is none. */
export function unpadBlocks(bytes: Uint8Array): Uint8Array | undefined {
  let end = bytes.length - 1;
  while (end >= 0 && bytes[end] === 0) end--;
  return end >= 0 && bytes[end] === 0x80 ? bytes.subarray(0, end) : undefined;
}

// Two-key triple DES; OpenSSL 3 has single DES in its legacy provider only, which is the same with equal keys.
const tripleKey = (key: Uint8Array): Uint8Array =>
  Buffer.concat(key.length === 8 ? [key, key, key] : [key, key.subarray(0, 8)]);

const aesName = (key: Uint8Array, mode: 'cbc' | 'ecb'): string => `aes-${key.length * 8}-${mode}`;

/** CBC without padding of its own. `iv` is zero where absent. */
export const encryptBlocks = (
  cipher: CipherName,
  key: Uint8Array,
  bytes: Uint8Array,
  iv?: Uint8Array,
): Uint8Array => runCbc(createCipheriv, cipher, key, bytes, iv);

/** The inverse of `encryptBlocks`; the bytes must be whole blocks. */
export const decryptBlocks = (
  cipher: CipherName,
  key: Uint8Array,
  bytes: Uint8Array,
  iv?: Uint8Array,
): Uint8Array => runCbc(createDecipheriv, cipher, key, bytes, iv);

function runCbc(
  create: typeof createCipheriv | typeof createDecipheriv,
  cipher: CipherName,
  key: Uint8Array,
  bytes: Uint8Array,
  iv?: Uint8Array,
): Uint8Array {
  const engine =
    cipher === '3DES'
      ? create('des-ede3-cbc', tripleKey(key), iv ?? NO_IV_3DES)
      : create(aesName(key, 'cbc'), key, iv ?? NO_IV_AES);
  engine.setAutoPadding(false);
  return Uint8Array.from(Buffer.concat([engine.update(bytes), engine.final()]));
}

/** The IV of AES secure messaging: the counter, encrypted (§9.8.6.1). */
export function encryptCounter(key: Uint8Array, counter: Uint8Array): Uint8Array {
  const engine = createCipheriv(aesName(key, 'ecb'), key, null);
  engine.setAutoPadding(false);
  return Uint8Array.from(engine.update(counter));
}

/** Message authentication code of 8 bytes over bytes that already are whole blocks, or any bytes for AES. */
export function authenticate(cipher: CipherName, key: Uint8Array, bytes: Uint8Array): Uint8Array {
  return cipher === '3DES' ? retailMac(key, bytes) : cmac(bytes, key).slice(0, MAC_BYTES);
}

/** MAC algorithm 3 of ISO/IEC 9797-1 with DES: single DES in CBC, the last block with both keys. */
function retailMac(key: Uint8Array, bytes: Uint8Array): Uint8Array {
  const chained = encryptBlocks('3DES', key.subarray(0, 8), bytes.subarray(0, bytes.length - 8));
  const previous = chained.length === 0 ? NO_IV_3DES : chained.subarray(chained.length - 8);
  return encryptBlocks('3DES', key, bytes.subarray(bytes.length - 8), previous);
}
