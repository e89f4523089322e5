import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Fault, FaultError, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { isKeyName, type KeyKeeper } from '../key-keeper.ts';
import type { Signer } from '../signer.ts';
import { type CertifiedKey, readCertifiedKey } from './certified-key.ts';
import { signWithToken } from './sign-with-token.ts';
import { TokenConnection } from './token-connection.ts';
import { TokenFailure } from './token-failure.ts';
import type { TokenAddress } from './token-messages.ts';

export interface Pkcs11KeysOptions {
  readonly address: TokenAddress;
  /** Asked for at every opening, so that a changed PIN is taken up. */
  readonly readPin: () => Promise<string>;
  /** Holds `<name>/fullchain.pem` for every key; the key on the token has that name as its label. */
  readonly certificatesFolder: string;
  readonly sessions?: number;
  /** For one call to the token. */
  readonly timeoutMs?: number;
  /** How RSA keys sign; default PKCS#1 v1.5. */
  readonly rsaPadding?: 'pkcs1' | 'pss';
  readonly environment?: Readonly<Record<string, string>>;
  readonly log?: (problem: string, detail: string) => void;
  readonly now?: () => Date;
}

/** After a token failed it is left alone for so long: many waiting requests must not storm it. */
const REST_MS = 1_000;

/**
 * Keys on a token, reached through a process of its own. A lost session is opened anew and the call tried once more;
 * a PIN that was refused is not offered again until it changes, because tokens lock after a few tries.
 */
export class Pkcs11Keys implements KeyKeeper {
  readonly maxConcurrent: number;
  readonly #options: Pkcs11KeysOptions;
  #connection: Promise<TokenConnection> | undefined;
  #refusedPin: { readonly digest: string; readonly failure: TokenFailure } | undefined;
  #rest: { readonly until: number; readonly failure: TokenFailure } | undefined;
  readonly #checked = new WeakMap<TokenConnection, Set<string>>();

  constructor(options: Pkcs11KeysOptions) {
    this.#options = options;
    this.maxConcurrent = options.sessions ?? 4;
  }

  async open(name: string): Promise<Result<Signer, Fault>> {
    if (!isKeyName(name)) return err(fault('signing.key-unavailable', 'no such key'));
    const chain = await readFile(join(this.#options.certificatesFolder, name, 'fullchain.pem'), 'utf8').catch(
      () => undefined,
    );
    if (chain === undefined)
      return err(fault('signing.key-unavailable', `the certificate of ${name} cannot be read`));
    const certified = readCertifiedKey(name, chain, this.#options.rsaPadding ?? 'pkcs1');
    if (!certified.ok) return certified;
    const key = certified.value;
    try {
      await this.#use(async (connection) => this.#check(connection, key));
    } catch (error) {
      return err(this.#faultOf(error));
    }
    return ok({
      certificate: key.certificate,
      chain: key.chain,
      algorithm: key.algorithm,
      sign: async (data) => {
        try {
          return await this.#use(async (connection) => {
            await this.#check(connection, key);
            return signWithToken(connection, key, data);
          });
        } catch (error) {
          throw new FaultError(this.#faultOf(error).code, this.#faultOf(error).detail, { cause: error });
        }
      },
    });
  }

  /** The process that holds the token; undefined while there is none. */
  async processId(): Promise<number | undefined> {
    return (await this.#connection)?.processId;
  }

  close(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.then((open) => open.close()).catch(() => undefined);
  }

  /** Runs a call; when the token was lost before or during it, opens anew and tries it once more. */
  async #use<T>(call: (connection: TokenConnection) => Promise<T>): Promise<T> {
    for (let isRetry = false; ; isRetry = true) {
      const connection = await this.#connect();
      try {
        return await call(connection);
      } catch (error) {
        const failure = error instanceof TokenFailure ? error : undefined;
        if (failure === undefined) throw error;
        const isLost = failure.problem === 'lost' || failure.problem === 'absent';
        if (isLost || failure.problem === 'timeout') await this.#drop(connection);
        // Not after a time-out: who waited so long must not wait twice.
        if (!isLost || isRetry) throw failure;
      }
    }
  }

  async #connect(): Promise<TokenConnection> {
    if (this.#connection === undefined) {
      const opening = this.#open();
      this.#connection = opening;
      opening.catch(() => {
        if (this.#connection === opening) this.#connection = undefined;
      });
    }
    return this.#connection;
  }

  async #open(): Promise<TokenConnection> {
    const now = this.#options.now ?? (() => new Date());
    if (this.#rest !== undefined && now().getTime() < this.#rest.until) throw this.#rest.failure;
    const pin = (await this.#options.readPin()).trim();
    const digest = createHash('sha256').update(pin).digest('hex');
    if (this.#refusedPin?.digest === digest) throw this.#refusedPin.failure;
    const { address, sessions = 4, timeoutMs = 10_000, environment = {} } = this.#options;
    try {
      const connection = await TokenConnection.open({ address, pin, sessions, timeoutMs, environment });
      this.#refusedPin = undefined;
      this.#rest = undefined;
      return connection;
    } catch (error) {
      if (error instanceof TokenFailure) {
        this.#options.log?.(error.problem, error.message);
        if (error.problem === 'pin-wrong' || error.problem === 'pin-locked')
          this.#refusedPin = { digest, failure: error };
        this.#rest = { until: now().getTime() + REST_MS, failure: error };
      }
      throw error;
    }
  }

  async #drop(connection: TokenConnection): Promise<void> {
    connection.close();
    const current = this.#connection;
    const open = await current?.catch(() => undefined);
    if (open === connection && this.#connection === current) this.#connection = undefined;
  }

  /** That the token holds the key, and, as far as it tells, the key of this certificate. Once a connection and key. */
  async #check(connection: TokenConnection, key: CertifiedKey): Promise<void> {
    const checked = this.#checked.get(connection) ?? new Set();
    this.#checked.set(connection, checked);
    const mark = `${key.name} ${Buffer.from(key.certificate).toString('base64')}`;
    if (checked.has(mark)) return;
    const { modulus, point } = await connection.find(key.name);
    if (!key.isNumberOfKey({ modulus, point }))
      throw new TokenFailure('key-missing', `the certificate of ${key.name} belongs to another key`);
    checked.add(mark);
  }

  #faultOf(error: unknown): Fault {
    if (error instanceof FaultError) return error.fault;
    if (!(error instanceof TokenFailure)) return fault('signing.key-unavailable', 'the PIN cannot be read');
    const { problem, message } = error;
    return problem === 'pin-wrong' || problem === 'pin-locked'
      ? fault('signing.pin-refused', problem)
      : fault('signing.key-unavailable', `${problem}: ${message}`);
  }
}
