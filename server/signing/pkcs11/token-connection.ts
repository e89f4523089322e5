import { type ChildProcess, fork } from 'node:child_process';
import { TokenFailure } from './token-failure.ts';
import type { Numbered, TokenAddress, TokenAnswer, TokenRequest } from './token-messages.ts';

export interface TokenConnectionOptions {
  readonly address: TokenAddress;
  readonly pin: string;
  /** Sessions, and thereby signatures, at once. */
  readonly sessions: number;
  /** For one call; when it passes the process is killed, because a module cannot be interrupted. */
  readonly timeoutMs: number;
  /** Settings of the module itself, added to the environment of its process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starting a process, loading a module and logging in take their time on a busy machine, however quick a signature must be. */
const MIN_OPENING_MS = 20_000;

type AnswerOf<T extends TokenAnswer['type']> = Extract<TokenAnswer, { type: T }>;

/** One life of the process that holds the token. It ends at the first call that times out, or by `close`. */
export class TokenConnection {
  readonly #process: ChildProcess;
  readonly #timeoutMs: number;
  readonly #waiting = new Map<number, (answer: TokenAnswer) => void>();
  #nextId = 0;
  #end: { readonly problem: 'lost' | 'timeout'; readonly detail: string } | undefined;

  private constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
    this.#process = fork(new URL('./token-process.ts', import.meta.url), [], {
      serialization: 'advanced',
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.#process.on('message', ({ id, message }: Numbered<TokenAnswer>) => this.#waiting.get(id)?.(message));
    this.#process.on('error', () => this.#endWith('lost', 'the process of the token cannot be started'));
    this.#process.on('exit', () => this.#endWith('lost', 'the process of the token has ended'));
  }

  /** Logs in. Throws `TokenFailure`. */
  static async open(options: TokenConnectionOptions): Promise<TokenConnection> {
    const connection = new TokenConnection(options.timeoutMs);
    const { address, pin, sessions, environment = {} } = options;
    try {
      await connection.#ask({ type: 'open', address, pin, sessions, environment }, 'opened');
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  get processId(): number | undefined {
    return this.#process.pid;
  }

  find(key: string): Promise<AnswerOf<'found'>> {
    return this.#ask({ type: 'find', key }, 'found');
  }

  async sign(request: Omit<Extract<TokenRequest, { type: 'sign' }>, 'type'>): Promise<Uint8Array> {
    return (await this.#ask({ type: 'sign', ...request }, 'signed')).signature;
  }

  /** Whoever still waits is answered that the token is lost. */
  close(): void {
    this.#endWith('lost', 'the connection was closed');
  }

  async #ask<T extends TokenAnswer['type']>(request: TokenRequest, expected: T): Promise<AnswerOf<T>> {
    if (this.#end !== undefined) throw new TokenFailure(this.#end.problem, this.#end.detail);
    const timeoutMs = request.type === 'open' ? Math.max(this.#timeoutMs, MIN_OPENING_MS) : this.#timeoutMs;
    const id = this.#nextId++;
    const answer = await new Promise<TokenAnswer>((resolve) => {
      const timer = setTimeout(() => this.#endWith('timeout', `no answer within ${timeoutMs} ms`), timeoutMs);
      this.#waiting.set(id, (message) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(message);
      });
      this.#process.send({ id, message: request } satisfies Numbered<TokenRequest>, (error) => {
        if (error) this.#endWith('lost', 'the process of the token does not listen');
      });
    });
    if (answer.type === 'failed') throw new TokenFailure(answer.problem, answer.detail);
    if (answer.type !== expected) throw new TokenFailure('refused', `answered ${answer.type}`);
    return answer as AnswerOf<T>;
  }

  #endWith(problem: 'lost' | 'timeout', detail: string): void {
    if (this.#end !== undefined) return;
    this.#end = { problem, detail };
    this.#process.kill('SIGKILL');
    for (const settle of [...this.#waiting.values()]) settle({ type: 'failed', problem, detail });
  }
}
