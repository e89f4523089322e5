import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { encodeListHead, type ListedAnnulment } from '@saoy/contracts/annulment-list';
import { makeCopyCode } from '@saoy/contracts/copy-code';
import { createKeyList, createSign1 } from '@saoy/contracts/seal';
import { keyList, makeTestKey, sealKey } from '@saoy/contracts/seal/seal.fixture';
import { afterAll, beforeAll, expect, it } from 'vitest';

const main = path.join(import.meta.dirname, 'main.ts');
const [listKey, key] = await Promise.all([makeTestKey(), makeTestKey()]);
const codes = [1, 2, 3].map((n) => makeCopyCode(new Uint8Array(11).fill(n)));

const served = new Map<string, Uint8Array>();
let server: Server;
let url: string;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'saoy-annulments-'));
  served.set('/public/v1/seal-keys', await createKeyList(keyList(listKey, [sealKey(key)]), listKey.sign));
  server = createServer((request, response) => {
    const bytes = served.get(request.url ?? '');
    response.statusCode = bytes === undefined ? 404 : 200;
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

/** The service publishes that the first copies are annulled. */
async function publish(sequence: number, count: number, madeAt = new Date()): Promise<void> {
  const tail = codes.slice(0, count).map(
    (code): ListedAnnulment => ({
      code,
      at: madeAt,
      decisionNumber: '15/QĐ-UBND',
      decisionDate: '2026-11-20',
      signer: 'Chủ tịch',
      reason: 'Sai',
      replacedBy: null,
    }),
  );
  const nextUpdate = new Date(madeAt.getTime() + 86_400_000);
  const head = { authority: 'viet-hung-sample', sequence, madeAt, nextUpdate, count, segments: [], tail };
  served.set('/public/v1/annulments', await createSign1(key.keyId, encodeListHead(head), key.sign));
}

const saoy = (...args: string[]): Promise<{ exitCode: number; stdout: string }> =>
  new Promise((resolve) =>
    execFile(process.execPath, [main, 'annulments', ...args], (error, stdout) =>
      resolve({ exitCode: error === null ? 0 : Number(error.code), stdout }),
    ),
  );

it('fetches, shows and searches the list, and refuses one that goes back', async () => {
  const out = path.join(folder, 'held');
  await publish(4, 2);
  expect((await saoy('fetch', url, '--out', out)).exitCode).toBe(0);
  expect((await saoy('show', out)).stdout).toContain(`${codes[1]} annulled by 15/QĐ-UBND of 2026-11-20`);
  expect((await saoy('check', codes[0]!.toLowerCase(), '--list', out)).exitCode).toBe(1);
  expect((await saoy('check', codes[2]!, '--list', out)).exitCode).toBe(0);

  await publish(5, 1);
  expect((await saoy('fetch', url, '--out', out)).exitCode, 'an annulment disappeared').toBe(1);
  await publish(3, 2);
  expect((await saoy('fetch', url, '--out', out)).exitCode, 'an older one').toBe(1);
  const shown = JSON.parse((await saoy('show', out, '--json')).stdout);
  expect(shown).toMatchObject({
    sequence: 4,
    isOverdue: false,
    entries: [{ code: codes[0] }, { code: codes[1] }],
  });
});

it('says that a list is old, and what cannot be read or reached', async () => {
  const out = path.join(folder, 'old');
  await publish(1, 1, new Date(Date.now() - 3 * 86_400_000));
  expect((await saoy('fetch', url, '--out', out)).exitCode).toBe(0);
  expect((await saoy('check', codes[1]!, '--list', out)).exitCode).toBe(2);
  expect((await saoy('check', 'ABC', '--list', out)).exitCode).toBe(3);
  expect((await saoy('show', path.join(folder, 'nothing'))).exitCode).toBe(3);
  expect((await saoy('fetch', 'http://127.0.0.1:9', '--out', out)).exitCode).toBe(3);
  expect(
    (await saoy('fetch', url, '--out', path.join(folder, 'other'), '--pin', '00'.repeat(32))).exitCode,
  ).toBe(1);
});
