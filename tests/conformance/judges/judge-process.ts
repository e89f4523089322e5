import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import type { JudgeProgram } from './judge-tools.ts';

/** A judge that is started once and asked about many files, one line a question and one an answer. */
export class JudgeProcess {
  readonly #child: ChildProcess;
  readonly #lines: Interface;
  readonly #waiting: { resolve(line: string): void; reject(error: Error): void }[] = [];
  #failure: Error | undefined;
  #said = '';

  constructor({ command, args }: JudgeProgram) {
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child.stderr!.on('data', (chunk: Buffer) => {
      this.#said = (this.#said + chunk.toString('utf8')).slice(-4_000);
    });
    this.#lines = createInterface({ input: this.#child.stdout! });
    this.#lines.on('line', (line) => this.#waiting.shift()?.resolve(line));
    const fail = (why: string): void => {
      this.#failure = new Error(`${command}: ${why}\n${this.#said}`);
      for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
    };
    this.#child.on('error', ({ message }) => fail(message));
    this.#child.on('close', (code) => fail(`ended with ${code}`));
    this.#child.stdin!.on('error', () => {});
  }

  /** Asks one question; throws with what the judge says when it cannot answer. */
  async ask<T>(request: Readonly<Record<string, unknown>>): Promise<T> {
    const answer = JSON.parse(await this.#exchange(JSON.stringify(request))) as T & { error?: string };
    if (answer.error !== undefined) throw new JudgeRefusal(answer.error);
    return answer;
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#failure !== undefined) return;
    const closed = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.stdin!.end();
    await closed;
  }

  #exchange(line: string): Promise<string> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#child.stdin!.write(`${line}\n`);
    });
  }
}

/** The judge could not read the file, or would not do as asked. */
export class JudgeRefusal extends Error {}
