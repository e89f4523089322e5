// A passkey (WebAuthn Level 3, ES256, attestation "none") held in memory, so that a robot signs in and approves
// through the very API that people use.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { encode } from 'cborg';

interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id?: string };
  readonly user: { readonly id: string };
}

interface RequestOptions {
  readonly challenge: string;
  readonly rpId?: string;
}

const userPresentAndVerified = 0x05;
const attestedCredentialIncluded = 0x40;

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

export class SoftwarePasskey {
  readonly #origin: string;
  readonly #rpId: string;
  readonly #id = randomBytes(32);
  readonly #privateKey: KeyObject;
  readonly #coseKey: Uint8Array;
  #userHandle: string | null = null;
  #counter = 0;

  constructor(origin: string) {
    this.#origin = new URL(origin).origin;
    this.#rpId = new URL(origin).hostname;
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x, y } = publicKey.export({ format: 'jwk' });
    this.#privateKey = privateKey;
    // COSE_Key (RFC 9052): kty EC2, alg ES256, crv P-256, x, y.
    this.#coseKey = encode(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x!, 'base64url')],
        [-3, Buffer.from(y!, 'base64url')],
      ]),
    );
  }

  /** Answers `navigator.credentials.create()` as the JSON that servers expect. */
  create(options: CreationOptions): Record<string, unknown> {
    this.#userHandle = options.user.id;
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.#id.length);
    const authenticatorData = Buffer.concat([
      this.#authenticatorData(options.rp.id, userPresentAndVerified | attestedCredentialIncluded),
      Buffer.alloc(16),
      length,
      this.#id,
      this.#coseKey,
    ]);
    return this.#credential({
      clientDataJSON: base64url(this.#clientData('webauthn.create', options.challenge)),
      attestationObject: base64url(encode({ fmt: 'none', attStmt: {}, authData: authenticatorData })),
      transports: ['internal'],
    });
  }

  /** Answers `navigator.credentials.get()` as the JSON that servers expect. */
  get(options: RequestOptions): Record<string, unknown> {
    const authenticatorData = this.#authenticatorData(options.rpId, userPresentAndVerified);
    const clientData = this.#clientData('webauthn.get', options.challenge);
    const signature = sign(
      'sha256',
      Buffer.concat([authenticatorData, sha256(clientData)]),
      this.#privateKey,
    );
    return this.#credential({
      clientDataJSON: base64url(clientData),
      authenticatorData: base64url(authenticatorData),
      signature: base64url(signature),
      ...(this.#userHandle === null ? {} : { userHandle: this.#userHandle }),
    });
  }

  #credential(response: Record<string, unknown>): Record<string, unknown> {
    const id = base64url(this.#id);
    return {
      id,
      rawId: id,
      type: 'public-key',
      response,
      clientExtensionResults: {},
      authenticatorAttachment: 'platform',
    };
  }

  #clientData(type: string, challenge: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.#origin, crossOrigin: false }));
  }

  #authenticatorData(rpId: string | undefined, flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(++this.#counter);
    return Buffer.concat([sha256(rpId ?? this.#rpId), Buffer.from([flags]), counter]);
  }
}
