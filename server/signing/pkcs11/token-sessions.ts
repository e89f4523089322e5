import { type Attribute, Cryptoki, type Mechanism } from './cryptoki.ts';
import { CryptokiError, returnValue } from './cryptoki-error.ts';
import { TokenFailure } from './token-failure.ts';
import type { TokenAddress, TokenMechanism } from './token-messages.ts';

const word = (value: bigint): Uint8Array => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
};

const attributeType = { CLASS: 0x0n, LABEL: 0x3n, MODULUS: 0x120n, EC_POINT: 0x181n } as const;
const objectClass = { PUBLIC_KEY: 2n, PRIVATE_KEY: 3n } as const;
const CKM_SHA256 = 0x250n;
const CKG_MGF1_SHA256 = 2n;

/** The input is what these mechanisms take: a DigestInfo for PKCS#1 v1.5, else the bare digest. */
const mechanisms: Record<TokenMechanism, Mechanism> = {
  'rsa-pkcs1': { type: 0x1n },
  'rsa-pss-sha256': {
    type: 0xdn,
    parameter: Buffer.concat([word(CKM_SHA256), word(CKG_MGF1_SHA256), word(32n)]),
  },
  ecdsa: { type: 0x1041n },
};

/** One token, logged in, with a pool of sessions: each signs one thing at a time, whoever finds none free waits. */
export class TokenSessions {
  readonly #cryptoki: Cryptoki;
  readonly #free: bigint[];
  readonly #waiting: ((session: bigint) => void)[] = [];
  readonly #keys = new Map<string, bigint>();
  readonly serialNumber: string;

  private constructor(cryptoki: Cryptoki, sessions: bigint[], serialNumber: string) {
    this.#cryptoki = cryptoki;
    this.#free = sessions;
    this.serialNumber = serialNumber;
  }

  static async open(address: TokenAddress, pin: string, sessionCount: number): Promise<TokenSessions> {
    const cryptoki = await Cryptoki.load(address.module).catch((error: unknown) => {
      throw error instanceof CryptokiError ? error : new TokenFailure('no-module', String(error));
    });
    const tokens = await cryptoki.listTokens();
    const found = tokens.filter(
      ({ label, serialNumber }) => label === address.token || serialNumber === address.token,
    );
    const [token] = found;
    if (token === undefined) throw new TokenFailure('absent', 'no token of this label is present');
    if (found.length > 1) throw new TokenFailure('absent', 'several tokens have this label; name the serial');
    const sessions: bigint[] = [];
    while (sessions.length < sessionCount) sessions.push(await cryptoki.openSession(token.slot));
    try {
      await cryptoki.login(sessions[0]!, pin);
    } catch (error) {
      const isDone = error instanceof CryptokiError && error.rv === returnValue.USER_ALREADY_LOGGED_IN;
      if (!isDone) throw error;
    }
    return new TokenSessions(cryptoki, sessions, token.serialNumber);
  }

  /** The public numbers of a key, as far as the token tells them, so that its certificate can be compared. */
  find(key: string): Promise<{ modulus: Uint8Array | null; point: Uint8Array | null }> {
    return this.#within(async (session) => {
      await this.#privateKey(session, key);
      const [publicKey] = await this.#cryptoki.findObjects(session, labelled(key, objectClass.PUBLIC_KEY));
      if (publicKey === undefined) return { modulus: null, point: null };
      return {
        modulus: await this.#cryptoki.readAttribute(session, publicKey, attributeType.MODULUS),
        point: await this.#cryptoki.readAttribute(session, publicKey, attributeType.EC_POINT),
      };
    });
  }

  sign(key: string, mechanism: TokenMechanism, input: Uint8Array): Promise<Uint8Array> {
    return this.#within(async (session) =>
      this.#cryptoki.sign(session, await this.#privateKey(session, key), mechanisms[mechanism], input),
    );
  }

  async #privateKey(session: bigint, key: string): Promise<bigint> {
    const known = this.#keys.get(key);
    if (known !== undefined) return known;
    const found = await this.#cryptoki.findObjects(session, labelled(key, objectClass.PRIVATE_KEY));
    const [handle] = found;
    if (handle === undefined) throw new TokenFailure('key-missing', 'the token has no such key');
    if (found.length > 1) throw new TokenFailure('key-ambiguous', 'several keys have this label');
    this.#keys.set(key, handle);
    return handle;
  }

  async #within<T>(use: (session: bigint) => Promise<T>): Promise<T> {
    const session = this.#free.pop() ?? (await new Promise<bigint>((resolve) => this.#waiting.push(resolve)));
    try {
      return await use(session);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free.push(session);
      else next(session);
    }
  }
}

const labelled = (label: string, kind: bigint): Attribute[] => [
  { type: attributeType.CLASS, value: word(kind) },
  { type: attributeType.LABEL, value: Buffer.from(label, 'utf8') },
];
