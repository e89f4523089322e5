import { createHash } from 'node:crypto';

const MAX_ENTRIES = 256;
const MAX_CACHED_BYTES = 64 * 1024;

/**
 * Remembers how small DER structures parse: the same certificates and revocation data stand in every copy of an
 * authority, and are asked about several times in one file. Large ones are remembered by their byte array only.
 */
export class ParseCache<T extends object | undefined> {
  readonly #parse: (der: Uint8Array) => T;
  readonly #byContent = new Map<string, T>();
  readonly #byIdentity = new WeakMap<Uint8Array, { readonly value: T }>();

  constructor(parse: (der: Uint8Array) => T) {
    this.#parse = parse;
  }

  /** Throws what the parser throws. */
  get(der: Uint8Array): T {
    const known = this.#byIdentity.get(der);
    if (known) return known.value;
    const value = der.length > MAX_CACHED_BYTES ? this.#parse(der) : this.#getByContent(der);
    this.#byIdentity.set(der, { value });
    return value;
  }

  #getByContent(der: Uint8Array): T {
    const key = createHash('sha256').update(der).digest('base64');
    const known = this.#byContent.get(key);
    if (known !== undefined) return known;
    const value = this.#parse(der);
    if (this.#byContent.size >= MAX_ENTRIES) this.#byContent.delete(this.#byContent.keys().next().value!);
    this.#byContent.set(key, value);
    return value;
  }
}
