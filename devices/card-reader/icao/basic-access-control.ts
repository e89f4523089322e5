// Basic access control (ICAO 9303-11 §4.3): who knows the machine-readable zone may talk to the chip.
import { timingSafeEqual } from 'node:crypto';
import { FaultError } from '@saoy/contracts/errors';
import { accessSeed, type MachineReadableKey } from './access-key.ts';
import { STATUS_OK } from './apdu.ts';
import type { ChipChannel } from './chip-channel.ts';
import { SecureMessaging, type SessionKeys } from './secure-messaging.ts';
import {
  authenticate,
  decryptBlocks,
  deriveKey,
  encryptBlocks,
  KEY_PURPOSE,
  padBlocks,
} from './session-cipher.ts';

const CIPHER = '3DES';
const NONCE_BYTES = 8;
const KEY_MATERIAL_BYTES = 16;

/** The two document keys that follow from the zone. */
export function documentKeys(seed: Uint8Array): {
  readonly encryption: Uint8Array;
  readonly authentication: Uint8Array;
} {
  const secret = seed.subarray(0, KEY_MATERIAL_BYTES);
  return {
    encryption: deriveKey(secret, KEY_PURPOSE.encryption, CIPHER),
    authentication: deriveKey(secret, KEY_PURPOSE.authentication, CIPHER),
  };
}

/** Session keys from both halves of the key material; the counter starts with the ends of both nonces. */
export function sessionOf(halves: {
  readonly terminalKey: Uint8Array;
  readonly chipKey: Uint8Array;
  readonly terminalNonce: Uint8Array;
  readonly chipNonce: Uint8Array;
}): SessionKeys {
  const secret = halves.terminalKey.map((byte, i) => byte ^ halves.chipKey[i]!);
  return {
    cipher: CIPHER,
    encryption: deriveKey(secret, KEY_PURPOSE.encryption, CIPHER),
    authentication: deriveKey(secret, KEY_PURPOSE.authentication, CIPHER),
    counter: Buffer.concat([halves.chipNonce.subarray(4), halves.terminalNonce.subarray(4)]),
  };
}

/** Cipher text followed by its code, as both sides send it. */
export function sealExchange(keys: ReturnType<typeof documentKeys>, plain: Uint8Array): Uint8Array {
  const encrypted = encryptBlocks(CIPHER, keys.encryption, plain);
  return Buffer.concat([encrypted, authenticate(CIPHER, keys.authentication, padBlocks(encrypted, 8))]);
}

/** The plain text of what the other side sent; undefined when it does not know the keys. */
export function openExchange(
  keys: ReturnType<typeof documentKeys>,
  sealed: Uint8Array,
): Uint8Array | undefined {
  const encrypted = sealed.subarray(0, -8);
  if (encrypted.length !== 32) return undefined;
  const expected = authenticate(CIPHER, keys.authentication, padBlocks(encrypted, 8));
  if (!timingSafeEqual(expected, sealed.subarray(-8))) return undefined;
  return decryptBlocks(CIPHER, keys.encryption, encrypted);
}

/**
 * Opens a protected session. Throws `card-reader.access-denied` when the chip does not accept the key: the zone was
 * read wrongly, or it is another card.
 */
export async function openBasicAccess(
  channel: ChipChannel,
  key: MachineReadableKey,
  random: (bytes: number) => Uint8Array,
): Promise<void> {
  const keys = documentKeys(accessSeed(key));
  const challenge = await channel.send({ cla: 0, ins: 0x84, p1: 0, p2: 0, expectedBytes: NONCE_BYTES });
  if (challenge.status !== STATUS_OK || challenge.data.length !== NONCE_BYTES)
    throw new FaultError('card-reader.not-a-travel-chip', 'no challenge');
  const chipNonce = Uint8Array.from(challenge.data);
  const terminalNonce = random(NONCE_BYTES);
  const terminalKey = random(KEY_MATERIAL_BYTES);
  const answer = await channel.send({
    cla: 0,
    ins: 0x82,
    p1: 0,
    p2: 0,
    data: sealExchange(keys, Buffer.concat([terminalNonce, chipNonce, terminalKey])),
    expectedBytes: 40,
  });
  if (answer.status !== STATUS_OK)
    throw new FaultError('card-reader.access-denied', answer.status.toString(16));
  const opened = openExchange(keys, answer.data);
  const isFresh =
    opened !== undefined &&
    Buffer.from(opened.subarray(0, 8)).equals(chipNonce) &&
    Buffer.from(opened.subarray(8, 16)).equals(terminalNonce);
  if (!isFresh) throw new FaultError('card-reader.access-denied', 'the chip does not know the key');
  const chipKey = opened.subarray(16, 32);
  channel.protect(new SecureMessaging(sessionOf({ terminalKey, chipKey, terminalNonce, chipNonce })));
}
