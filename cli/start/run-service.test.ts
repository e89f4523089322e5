import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runService } from './run-service.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'saoy-service-'));
  const lives = 'setInterval(() => undefined, 1000); new Worker("", { eval: true });';
  write('lasting.ts', `${lives} console.log(JSON.stringify({ ready: true, pid: process.pid }));`);
  write('failing.ts', `console.error('no such thing'); process.exit(3);`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, code: string): void =>
  writeFileSync(
    path.join(folder, name),
    `import { Worker } from 'node:worker_threads';\nvoid Worker;\n${code}\n`,
  );
const optionsOf = (script: string) => ({
  name: 'service',
  script: path.join(folder, script),
  cwd: folder,
  onLine: () => undefined,
});
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('a service', () => {
  it('is ready with what it says of itself and stops when told', async () => {
    const service = await runService(optionsOf('lasting.ts'));
    expect(service.ready).toMatchObject({ pid: service.pid });
    await service.stop();
    expect(isAlive(service.pid)).toBe(false);
  });

  it('that ends before it is ready fails with its last words', async () => {
    await expect(runService(optionsOf('failing.ts'))).rejects.toThrow('no such thing');
  });

  it('does not outlive a starter that was killed', async () => {
    const runServiceUrl = new URL('./run-service.ts', import.meta.url).href;
    const options = JSON.stringify({ name: 'service', script: path.join(folder, 'lasting.ts'), cwd: folder });
    write(
      'starter.ts',
      `import { runService } from ${JSON.stringify(runServiceUrl)};
       const { pid } = await runService({ ...${options}, onLine: () => undefined });
       console.log(pid);`,
    );
    const starter: ChildProcess = spawn(process.execPath, [path.join(folder, 'starter.ts')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await new Promise<number>((resolve) =>
      createInterface({ input: starter.stdout! }).once('line', (line) => resolve(Number(line))),
    );
    expect(isAlive(pid)).toBe(true);
    starter.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });
});
