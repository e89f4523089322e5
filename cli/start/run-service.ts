// One child process of Sao Y: started with an environment of its own, ready when it prints one JSON line with "ready".
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Service {
  readonly name: string;
  readonly pid: number;
  /** What the service said of itself when it was ready: its addresses. */
  readonly ready: Record<string, unknown>;
  /** Settles when the process is gone. */
  readonly exited: Promise<number | null>;
  stop(): Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

export interface ServiceOptions {
  readonly name: string;
  readonly script: string;
  readonly args?: readonly string[];
  readonly env?: Record<string, string>;
  readonly cwd: string;
  /** Every other line the service prints. */
  readonly onLine: (line: string) => void;
  /** Folder where Node keeps compiled code between starts. */
  readonly compileCacheDir?: string;
  readonly readyTimeoutMs?: number;
  readonly stopTimeoutMs?: number;
}

const endWithStarter = new URL('./end-with-starter.ts', import.meta.url).href;

/** What a child may inherit: nothing that could configure a service by accident. */
function inheritedEnvironment(): Record<string, string> {
  const names = [
    'PATH',
    'HOME',
    'LANG',
    'TZ',
    'TMPDIR',
    'NODE_EXTRA_CA_CERTS',
    'SANE_CONFIG_DIR',
    'SOFTHSM2_CONF',
  ];
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]!]])),
  );
}

export async function runService(options: ServiceOptions): Promise<Service> {
  const {
    name,
    script,
    args = [],
    env = {},
    cwd,
    onLine,
    readyTimeoutMs = 180_000,
    stopTimeoutMs = 10_000,
  } = options;
  const flags = ['--disable-warning=ExperimentalWarning', '--import', endWithStarter];
  const child = spawn(process.execPath, [...flags, script, ...args], {
    cwd,
    env: {
      ...inheritedEnvironment(),
      ...(options.compileCacheDir === undefined ? {} : { NODE_COMPILE_CACHE: options.compileCacheDir }),
      ...env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const lastWords: string[] = [];
  const keep = (line: string) => {
    lastWords.push(line);
    if (lastWords.length > 30) lastWords.shift();
    onLine(line);
  };
  createInterface({ input: child.stderr }).on('line', keep);

  const ready = await new Promise<Record<string, unknown>>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${name} ${why}:\n${lastWords.join('\n')}`));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`was not ready after ${readyTimeoutMs / 1000} s`);
    }, readyTimeoutMs);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = parseReadyLine(line);
      if (said === null) return keep(line);
      clearTimeout(timer);
      resolve(said);
    });
    child.once('error', (error) => fail(`could not start (${error.message})`));
    void exited.then((code) => {
      clearTimeout(timer);
      fail(`ended with code ${code} before it was ready`);
    });
  });

  return {
    name,
    pid: child.pid!,
    ready,
    exited,
    kill: (signal) => void child.kill(signal),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
      await exited;
      clearTimeout(timer);
    },
  };
}

function parseReadyLine(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null;
  try {
    const said: unknown = JSON.parse(line);
    return typeof said === 'object' && said !== null && 'ready' in said
      ? (said as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
