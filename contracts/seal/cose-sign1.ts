// COSE_Sign1 (RFC 9052 §4.2), ES256 only: the algorithm that WebCrypto offers in every browser and that HSMs hold.
import { err, ok, type Result } from '../result.ts';
import { type Bytes, type CborMap, type CborProblem, decodeCbor, encodeCbor } from './cbor.ts';

const ES256 = -7;
const HEADER_ALGORITHM = 1;
const HEADER_KEY_ID = 4;
export const KEY_ID_BYTES = 8;
const SIGNATURE_BYTES = 64;
const NO_BYTES = new Uint8Array(0);

/** A decoded, not yet verified message. */
export interface Sign1 {
  readonly keyId: Bytes;
  readonly protectedHeader: Bytes;
  readonly payload: Bytes;
  /** r and s of 32 bytes each. */
  readonly signature: Bytes;
}

export type Sign1Problem = CborProblem | 'not-sign1' | 'header-wrong';

/** Signs with ES256 over SHA-256 and answers r and s of 32 bytes each (RFC 9053 §2.1). */
export type Es256Sign = (message: Bytes) => Promise<Uint8Array>;

export const protectedHeader = (keyId: Uint8Array): Bytes =>
  encodeCbor(
    new Map<number, number | Uint8Array>([
      [HEADER_ALGORITHM, ES256],
      [HEADER_KEY_ID, keyId],
    ]),
  );

/** The bytes that are signed: Sig_structure of RFC 9052 §4.4 without external data. */
export const toBeSigned = (header: Uint8Array, payload: Uint8Array): Bytes =>
  encodeCbor(['Signature1', header, NO_BYTES, payload]);

/** Signs a payload; the message is untagged, with algorithm and key id in the protected header and nothing beside it. */
export async function createSign1(keyId: Uint8Array, payload: Uint8Array, sign: Es256Sign): Promise<Bytes> {
  const header = protectedHeader(keyId);
  const signature = await sign(toBeSigned(header, payload));
  if (signature.length !== SIGNATURE_BYTES) throw new RangeError('an ES256 signature has 64 bytes');
  return encodeCbor([header, new Map(), payload, signature]);
}

/** Takes a message apart; refuses every header that `createSign1` would not write. */
export function decodeSign1(bytes: Uint8Array): Result<Sign1, Sign1Problem> {
  const decoded = decodeCbor(bytes);
  if (!decoded.ok) return decoded;
  const parts = decoded.value;
  if (!Array.isArray(parts) || parts.length !== 4) return err('not-sign1');
  const [header, unprotected, payload, signature] = parts as readonly unknown[];
  if (!(header instanceof Uint8Array && payload instanceof Uint8Array && signature instanceof Uint8Array))
    return err('not-sign1');
  if (!(unprotected instanceof Map) || signature.length !== SIGNATURE_BYTES) return err('not-sign1');
  const keyId = unprotected.size === 0 ? keyIdOf(header) : null;
  if (keyId === null) return err('header-wrong');
  return ok({
    keyId,
    protectedHeader: header as Bytes,
    payload: payload as Bytes,
    signature: signature as Bytes,
  });
}

function keyIdOf(header: Uint8Array): Bytes | null {
  const decoded = decodeCbor(header);
  if (!decoded.ok || !(decoded.value instanceof Map)) return null;
  const map = decoded.value as CborMap;
  const keyId = map.get(HEADER_KEY_ID);
  const isOurs = map.size === 2 && map.get(HEADER_ALGORITHM) === ES256 && keyId instanceof Uint8Array;
  return isOurs && keyId.length === KEY_ID_BYTES ? (keyId as Bytes) : null;
}

/** Whether WebCrypto is here at all: browsers hide it from pages that did not come by HTTPS. */
export const hasWebCrypto = (): boolean => globalThis.crypto?.subtle !== undefined;

/** Checks the signature with a public key of P-256. */
export async function isSign1Valid(message: Sign1, key: PublicKey): Promise<boolean> {
  const point = new Uint8Array(65);
  point[0] = 4;
  point.set(key.x, 1);
  point.set(key.y, 33);
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  try {
    const imported = await crypto.subtle.importKey('raw', point, algorithm, false, ['verify']);
    const signed = toBeSigned(message.protectedHeader, message.payload);
    return await crypto.subtle.verify(algorithm, imported, message.signature, signed);
  } catch {
    // A point that is not on the curve.
    return false;
  }
}

/** A point of P-256, 32 bytes each. */
export interface PublicKey {
  readonly x: Bytes;
  readonly y: Bytes;
}

/** COSE_Key (RFC 9052 §7): EC2, P-256. */
export const coseKey = ({ x, y }: PublicKey): CborMap =>
  new Map<number, number | Uint8Array>([
    [1, 2],
    [-1, 1],
    [-2, x],
    [-3, y],
  ]);

/** SHA-256 thumbprint of the key (RFC 9679). */
export const keyThumbprint = async (key: PublicKey): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', encodeCbor(coseKey(key))));

/** The key id: the first eight bytes of the thumbprint. */
export const keyIdOfKey = async (key: PublicKey): Promise<Bytes> =>
  (await keyThumbprint(key)).slice(0, KEY_ID_BYTES);

/** Reads a COSE_Key as `coseKey` writes it; null for any other. */
export function readCoseKey(value: unknown): PublicKey | null {
  if (!(value instanceof Map) || value.size !== 4 || value.get(1) !== 2 || value.get(-1) !== 1) return null;
  const [x, y]: unknown[] = [value.get(-2), value.get(-3)];
  const isPoint = x instanceof Uint8Array && y instanceof Uint8Array && x.length === 32 && y.length === 32;
  return isPoint ? { x: x as Bytes, y: y as Bytes } : null;
}

export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
