// Password authenticated connection establishment with generic mapping (ICAO 9303-11 §4.4).
import { timingSafeEqual } from 'node:crypto';
import { brainpoolP256r1, brainpoolP384r1, brainpoolP512r1 } from '@noble/curves/misc.js';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { FaultError } from '@saoy/contracts/errors';
import { accessSeed, type MachineReadableKey } from './access-key.ts';
import { STATUS_OK } from './apdu.ts';
import { dataObject, findValue } from './ber-tlv.ts';
import type { ChipChannel } from './chip-channel.ts';
import { SecureMessaging, type SessionKeys } from './secure-messaging.ts';
import type { PaceOffer } from './security-infos.ts';
import {
  authenticate,
  blockBytesOf,
  decryptBlocks,
  deriveKey,
  KEY_PURPOSE,
  padBlocks,
} from './session-cipher.ts';

type Curve = typeof p256;
export type CurvePoint = InstanceType<Curve['Point']>;

/** Standardised domain parameters that are still strong enough (§9.5.1). */
const CURVES: Readonly<Record<number, Curve>> = {
  12: p256,
  13: brainpoolP256r1,
  15: p384,
  16: brainpoolP384r1,
  17: brainpoolP512r1,
  18: p521,
};

export const isKnownCurve = (parameterId: number): boolean => CURVES[parameterId] !== undefined;

/** Password references of `MSE:Set AT`. */
const PASSWORD_MRZ = 1;
const AUTHENTICATION = {
  nonce: 0x80,
  mapping: [0x81, 0x82],
  agreement: [0x83, 0x84],
  token: [0x85, 0x86],
} as const;
const DYNAMIC = 0x7c;
const MORE_FOLLOWS = 0x10;

/** The arithmetic of one run, the same on both sides. */
export class PaceAgreement {
  readonly #offer: PaceOffer;
  readonly #curve: Curve;

  constructor(offer: PaceOffer) {
    const curve = CURVES[offer.parameterId];
    if (curve === undefined) throw new FaultError('card-reader.protocol', `curve ${offer.parameterId}`);
    this.#offer = offer;
    this.#curve = curve;
  }

  get generator(): CurvePoint {
    return this.#curve.Point.BASE;
  }

  /** A private key from random bytes, as many as `randomBytes`. */
  privateKey(random: (bytes: number) => Uint8Array): bigint {
    const { ORDER, BYTES } = this.#curve.Point.Fn;
    return (toNumber(random(BYTES + 8)) % (ORDER - 1n)) + 1n;
  }

  /** A point of the other side; throws `card-reader.protocol` unless it lies on the curve and is not its neutral element. */
  readPoint(bytes: Uint8Array): CurvePoint {
    try {
      const point = this.#curve.Point.fromBytes(bytes);
      point.assertValidity();
      return point;
    } catch {
      throw new FaultError('card-reader.protocol', 'a point off the curve');
    }
  }

  /** The generator both sides share without telling it: nonce × G + H (§4.4.3.3.1). */
  mapGenerator(nonce: Uint8Array, privateKey: bigint, otherKey: CurvePoint): CurvePoint {
    const shared = otherKey.multiply(privateKey);
    return this.generator.multiply(toNumber(nonce) % this.#curve.Point.Fn.ORDER).add(shared);
  }

  /** Session keys of the shared point; the counter starts at zero (§9.8.6.3). */
  sessionKeys(privateKey: bigint, otherKey: CurvePoint): SessionKeys {
    const { cipher } = this.#offer;
    const fieldBytes = this.#curve.Point.Fp.BYTES;
    const shared = otherKey
      .multiply(privateKey)
      .toBytes(false)
      .subarray(1, 1 + fieldBytes);
    return {
      cipher,
      encryption: deriveKey(shared, KEY_PURPOSE.encryption, cipher),
      authentication: deriveKey(shared, KEY_PURPOSE.authentication, cipher),
      counter: new Uint8Array(blockBytesOf(cipher)),
    };
  }

  /** Proof that a side knows the session keys: a code over the other side's public key (§4.4.3.4). */
  token(keys: SessionKeys, publicKey: Uint8Array): Uint8Array {
    const message = dataObject(0x7f49, dataObject(0x06, this.#offer.oid), dataObject(0x86, publicKey));
    const padded = keys.cipher === '3DES' ? padBlocks(message, 8) : message;
    return authenticate(keys.cipher, keys.authentication, padded);
  }

  decryptNonce(seed: Uint8Array, encrypted: Uint8Array): Uint8Array {
    const { cipher } = this.#offer;
    if (encrypted.length === 0 || encrypted.length % blockBytesOf(cipher) !== 0)
      throw new FaultError('card-reader.protocol', 'a nonce of odd length');
    return decryptBlocks(cipher, deriveKey(seed, KEY_PURPOSE.password, cipher), encrypted);
  }
}

const toNumber = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);

/**
 * Opens a protected session under one of the chip's offers. Throws `card-reader.access-denied` when the chip does not
 * accept the key.
 */
export async function openPace(
  channel: ChipChannel,
  offer: PaceOffer,
  key: MachineReadableKey,
  random: (bytes: number) => Uint8Array,
): Promise<void> {
  const agreement = new PaceAgreement(offer);
  const setAt = await channel.send({
    cla: 0,
    ins: 0x22,
    p1: 0xc1,
    p2: 0xa4,
    data: Buffer.concat([
      dataObject(0x80, offer.oid),
      dataObject(0x83, Uint8Array.of(PASSWORD_MRZ)),
      dataObject(0x84, Uint8Array.of(offer.parameterId)),
    ]),
  });
  // 63 Cx counts what is left of the tries; the protocol goes on (§4.4.4.1).
  if (setAt.status !== STATUS_OK && setAt.status >> 4 !== 0x63c)
    throw new FaultError('card-reader.protocol', `PACE refused: ${setAt.status.toString(16)}`);

  const nonce = agreement.decryptNonce(
    accessSeed(key),
    await exchange(channel, undefined, AUTHENTICATION.nonce),
  );
  const mappingKey = agreement.privateKey(random);
  const chipMapping = agreement.readPoint(
    await exchange(
      channel,
      { tag: AUTHENTICATION.mapping[0], value: agreement.generator.multiply(mappingKey).toBytes(false) },
      AUTHENTICATION.mapping[1],
    ),
  );
  const generator = agreement.mapGenerator(nonce, mappingKey, chipMapping);
  const ownKey = agreement.privateKey(random);
  const ownPublic = generator.multiply(ownKey).toBytes(false);
  const chipPublic = await exchange(
    channel,
    { tag: AUTHENTICATION.agreement[0], value: ownPublic },
    AUTHENTICATION.agreement[1],
  );
  // A chip that mirrors our key would know the session without the password (§4.4.1 step 3).
  if (Buffer.from(chipPublic).equals(ownPublic))
    throw new FaultError('card-reader.protocol', 'a mirrored key');
  const keys = agreement.sessionKeys(ownKey, agreement.readPoint(chipPublic));
  const chipToken = await exchange(
    channel,
    { tag: AUTHENTICATION.token[0], value: agreement.token(keys, chipPublic) },
    AUTHENTICATION.token[1],
    { isLast: true },
  );
  const expected = agreement.token(keys, ownPublic);
  if (chipToken.length !== expected.length || !timingSafeEqual(chipToken, expected))
    throw new FaultError('card-reader.access-denied', 'the chip does not know the key');
  channel.protect(new SecureMessaging(keys));
}

/** One `GENERAL AUTHENTICATE` of the chain: sends an object and answers the one that comes back. */
async function exchange(
  channel: ChipChannel,
  sent: { readonly tag: number; readonly value: Uint8Array } | undefined,
  wanted: number,
  { isLast = false } = {},
): Promise<Uint8Array> {
  const answer = await channel.send({
    cla: isLast ? 0 : MORE_FOLLOWS,
    ins: 0x86,
    p1: 0,
    p2: 0,
    data: sent === undefined ? dataObject(DYNAMIC) : dataObject(DYNAMIC, dataObject(sent.tag, sent.value)),
    expectedBytes: 256,
  });
  if (answer.status !== STATUS_OK)
    throw new FaultError(
      isLast ? 'card-reader.access-denied' : 'card-reader.protocol',
      `PACE: ${answer.status.toString(16)}`,
    );
  const value = findValue(answer.data, [DYNAMIC, wanted]);
  if (value === undefined) throw new FaultError('card-reader.protocol', 'PACE: an object is missing');
  return value;
}
