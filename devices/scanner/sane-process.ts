import { spawn } from 'node:child_process';
import { statusOfMessage } from './sane-status.ts';

export interface SaneCommand {
  /** Name or path of `scanimage`. */
  readonly program: string;
  readonly arguments: readonly string[];
  /** Set for the child on top of what this process has. */
  readonly environment: Readonly<Record<string, string>>;
  /** Longest silence allowed; every line of output begins it anew. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Each line of standard output, as it comes. */
  readonly onLine?: (line: string) => void;
}

export type SaneOutcome =
  | { readonly end: 'exit'; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly end: 'timeout' | 'cancelled' | 'missing' };

// SIGINT lets the carriage return; a scanimage whose saned died ignores it and spins.
const GRACE_MS = 1500;
// A call that failed is said before the program ends; drivers with a reading process of their own sometimes hang then.
const ENDING_MS = 5000;
/** How env(1) says that there is no such program. */
const NOT_FOUND = 127;

/** Runs `scanimage` to its end, which it always reaches: the deadline and the signal end in SIGKILL. */
export function runScanimage(command: SaneCommand): Promise<SaneOutcome> {
  return new Promise((resolve) => {
    // env(1) adds to the inherited environment and then becomes the program: same process, same signals.
    const settings = Object.entries(command.environment).map(([name, value]) => `${name}=${value}`);
    const child = spawn('env', [...settings, command.program, ...command.arguments], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr, partial] = ['', '', ''];
    let stopped: 'timeout' | 'cancelled' | undefined;
    let killer: NodeJS.Timeout | undefined;
    let ending: NodeJS.Timeout | undefined;
    const stop = (reason: 'timeout' | 'cancelled'): void => {
      if (stopped !== undefined) return;
      stopped = reason;
      child.kill('SIGINT');
      killer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    };
    const cancel = (): void => stop('cancelled');
    const deadline = setTimeout(() => stop('timeout'), command.deadlineMs);
    command.signal?.addEventListener('abort', cancel, { once: true });
    if (command.signal?.aborted) cancel();
    const settle = (outcome: SaneOutcome): void => {
      clearTimeout(deadline);
      clearTimeout(killer);
      clearTimeout(ending);
      command.signal?.removeEventListener('abort', cancel);
      resolve(stopped === undefined ? outcome : { end: stopped });
    };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      deadline.refresh();
      stdout += chunk;
      const lines = (partial + chunk).split('\n');
      partial = lines.pop() ?? '';
      for (const line of lines) command.onLine?.(line);
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      deadline.refresh();
      stderr = (stderr + chunk).slice(-4000);
      if (statusOfMessage(stderr) !== undefined)
        ending ??= setTimeout(() => child.kill('SIGKILL'), ENDING_MS);
    });
    child.on('error', () => settle({ end: 'missing' }));
    child.on('close', (exitCode) => {
      const code = exitCode ?? statusOfMessage(stderr) ?? 255;
      settle(code === NOT_FOUND ? { end: 'missing' } : { end: 'exit', code, stdout, stderr });
    });
  });
}
