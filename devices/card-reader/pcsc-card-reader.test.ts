import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe } from 'vitest';
import { requireProgram } from '../../tests/programs.ts';
import { describeCardReader } from './contract.ts';
import { insertIntoVirtualReader } from './emulator/vpcd-card.ts';
import { PcscCardReader } from './pcsc-card-reader.ts';

const SOCKET = '/run/pcscd/pcscd.comm';

describe.runIf(requireProgram('pcscd'))('through pcscd with a virtual reader', () => {
  let service: ChildProcess | undefined;
  beforeAll(async () => {
    if (existsSync(SOCKET)) return;
    await mkdir('/run/pcscd', { recursive: true });
    service = spawn('pcscd', ['--foreground'], { stdio: 'ignore' });
    const waiter = new PcscCardReader({ readerName: 'Virtual PCD' });
    for (let i = 0; i < 100 && (await waiter.state()) === 'no-reader'; i++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    await waiter.close();
  }, 20_000);
  afterAll(async () => {
    if (service === undefined || service.exitCode !== null) return;
    const ended = new Promise((resolve) => service?.once('exit', resolve));
    service.kill();
    await ended;
  });

  describeCardReader('a PC/SC card reader', async () => {
    const reader = new PcscCardReader({ readerName: 'Virtual PCD', watchIntervalMs: 100 });
    let inserted: { remove(): void } | undefined;
    return {
      reader,
      lay: async (card) => {
        inserted = await insertIntoVirtualReader(card);
      },
      takeAway: async () => inserted?.remove(),
      close: async () => {
        inserted?.remove();
        await reader.close();
      },
    };
  });
});
