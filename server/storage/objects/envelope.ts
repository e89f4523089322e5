// An encrypted object: its own AES-256-GCM key, wrapped by the master key in the header, and the content under it.
// The header is overwritten on deletion, so that a copy of the disk block that survives holds no key.
//   0  "SYO1"   4  wrap nonce (12)   16  wrapped key (32) + tag (16)   64  nonce (12)   76  content   end  tag (16)
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const MAGIC = Buffer.from('SYO1', 'latin1');
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
/** Bytes in front of the content that hold the wrapped key. */
export const headerBytes = MAGIC.length + NONCE_BYTES + KEY_BYTES + TAG_BYTES;

function encrypt(key: Uint8Array, plain: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(MAGIC);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Uint8Array, sealed: Uint8Array): Buffer {
  const end = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES)).setAAD(MAGIC);
  decipher.setAuthTag(sealed.subarray(end));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, end)), decipher.final()]);
}

/** Encrypts; answers the envelope and its address, the SHA-256 of what stands behind the header. */
export function sealEnvelope(masterKey: Uint8Array, plain: Uint8Array): { key: string; envelope: Buffer } {
  const objectKey = randomBytes(KEY_BYTES);
  const content = encrypt(objectKey, plain);
  const envelope = Buffer.concat([MAGIC, encrypt(masterKey, objectKey), content]);
  objectKey.fill(0);
  return { key: createHash('sha256').update(content).digest('hex'), envelope };
}

/** Decrypts; throws when the envelope is not the one of this address, was altered, or has another master key. */
export function openEnvelope(masterKey: Uint8Array, key: string, envelope: Uint8Array): Uint8Array {
  const content = envelope.subarray(headerBytes);
  if (createHash('sha256').update(content).digest('hex') !== key)
    throw new Error(`object ${key} was altered`);
  if (!MAGIC.equals(envelope.subarray(0, MAGIC.length))) throw new Error(`object ${key} has no known header`);
  const objectKey = decrypt(masterKey, envelope.subarray(MAGIC.length, headerBytes));
  return new Uint8Array(decrypt(objectKey, content));
}
