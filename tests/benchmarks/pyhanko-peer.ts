import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { installPyHanko } from '../system-programs.ts';
import type { Cost } from './measurements.ts';

export interface PyHankoSettings {
  /** PEM file of the trust anchor. */
  readonly root: string;
  readonly tsaUrl: string;
  /** A token and the full chains (PEM files) of its keys, by label; without it the peer only verifies. */
  readonly token?: {
    readonly module: string;
    readonly label: string;
    readonly pin: string;
    readonly keys: Readonly<Record<string, string>>;
    readonly environment: Readonly<Record<string, string>>;
  };
}

export interface SignOrder {
  readonly source: string;
  /** Where to write the signed file, outside the time measured. */
  readonly target?: string;
  /** Field and key, in signing order. */
  readonly signatures: readonly (readonly [field: string, key: string])[];
}

type Answer = Cost & { readonly peakMb: number };

/** pyHanko in a warm process of its own. */
export class PyHankoPeer {
  readonly version: string;
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(version: string, child: ChildProcess, lines: AsyncIterator<string>) {
    this.version = version;
    this.#process = child;
    this.#lines = lines;
  }

  /** Starts it; null, with the reason on standard error, when pyHanko cannot be had. */
  static async start(settings: PyHankoSettings): Promise<PyHankoPeer | null> {
    const python = pythonWithPyHanko();
    if (python === null) return null;
    const { root, tsaUrl, token } = settings;
    const flat = {
      root,
      tsaUrl,
      ...(token && { module: token.module, token: token.label, pin: token.pin, keys: token.keys }),
    };
    const script = path.join(import.meta.dirname, 'pyhanko_peer.py');
    const child = spawn(python, [script, JSON.stringify(flat)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...token?.environment },
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = await lines.next();
    if (first.done === true) throw new Error('pyHanko ended before it was ready');
    const version = execFileSync(python, ['-c', 'import pyhanko.version as v, sys; print(v.__version__)'], {
      encoding: 'utf8',
    }).trim();
    return new PyHankoPeer(version, child, lines);
  }

  sign(order: SignOrder): Promise<Answer & { readonly sizeBytes: number }> {
    return this.#ask({ act: 'sign', ...order });
  }

  verify(source: string): Promise<Answer & { readonly isPassed: boolean; readonly signatures: number }> {
    return this.#ask({ act: 'verify', source });
  }

  close(): void {
    this.#process.kill();
  }

  async #ask<T>(order: object): Promise<T> {
    this.#process.stdin!.write(`${JSON.stringify(order)}\n`);
    const line = await this.#lines.next();
    if (line.done === true) throw new Error('pyHanko ended');
    return JSON.parse(line.value) as T;
  }
}

/** The Python of the environment that the tests make, which the benchmark completes with PKCS#11. */
function pythonWithPyHanko(): string | null {
  const bin = installPyHanko();
  if (bin === null) {
    console.error('pyHanko is not there: run `pnpm test` once; it needs python3 with venv.');
    return null;
  }
  const python = path.join(bin, 'python');
  try {
    execFileSync(python, ['-c', 'import pkcs11'], { stdio: 'ignore' });
  } catch {
    execFileSync(python, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', 'pyhanko[pkcs11]'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }
  return python;
}
