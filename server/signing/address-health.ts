export interface AddressHealthOptions {
  /** Failures in a row after which an address rests; default 3. */
  readonly tolerated?: number;
  /** First rest, doubled with every further failure; default 1,000. */
  readonly restMs?: number;
  /** Longest rest; default 15,000. */
  readonly maxRestMs?: number;
  readonly now?: () => Date;
}

interface Health {
  failures: number;
  restsUntil: number;
  isProbed: boolean;
}

/**
 * Remembers which addresses fail, so that many waiting requests neither storm an authority that is down nor spend their
 * time-outs on it. After its rest one request tries an address again; the others wait for what that one finds.
 */
export class AddressHealth {
  readonly #options: Required<AddressHealthOptions>;
  readonly #known = new Map<string, Health>();

  constructor(options: AddressHealthOptions = {}) {
    this.#options = { tolerated: 3, restMs: 1_000, maxRestMs: 15_000, now: () => new Date(), ...options };
  }

  /** Whether an address may be asked now. Whoever is answered yes must tell the outcome. */
  mayAsk(url: string): boolean {
    const health = this.#known.get(url);
    if (health === undefined || health.failures < this.#options.tolerated) return true;
    if (health.isProbed || this.#options.now().getTime() < health.restsUntil) return false;
    health.isProbed = true;
    return true;
  }

  noteSuccess(url: string): void {
    this.#known.delete(url);
  }

  noteFailure(url: string): void {
    const { tolerated, restMs, maxRestMs, now } = this.#options;
    const failures = (this.#known.get(url)?.failures ?? 0) + 1;
    const rest = Math.min(maxRestMs, restMs * 2 ** Math.max(0, failures - tolerated));
    this.#known.set(url, { failures, restsUntil: now().getTime() + rest, isProbed: false });
  }
}
