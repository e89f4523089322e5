// The commands as an operator and a receiver run them, against a running server.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openKeyList } from '@saoy/contracts/seal';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ServerUnderTest, startServerUnderTest } from '../server/testing/running-server.ts';
import { checkSeal } from './seal.ts';
import { addSealKey, compromiseSealKey, listSealKeys, retireSealKey } from './seal-key.ts';

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What a command prints, and how it would end. */
async function run(command: () => Promise<void>): Promise<Run> {
  const [out, err]: [string[], string[]] = [[], []];
  const log = vi.spyOn(console, 'log').mockImplementation((text) => void out.push(text));
  const error = vi.spyOn(console, 'error').mockImplementation((text) => void err.push(text));
  try {
    await command();
    return { out: out.join('\n'), err: err.join('\n'), code: Number(process.exitCode ?? 0) };
  } finally {
    process.exitCode = 0;
    log.mockRestore();
    error.mockRestore();
  }
}

describe('saoy seal and saoy seal-key', () => {
  let running: ServerUnderTest;
  let folder: string;
  let data: string;
  let keys: string;

  const check = (text: string, options: Partial<Parameters<typeof checkSeal>[1]> = {}) =>
    run(() => checkSeal(text, { keys, lang: 'en', ...options }));
  const fetchList = async () => {
    const response = await fetch(`${running.server.url}/public/v1/seal-keys`);
    await writeFile(keys, new Uint8Array(await response.arrayBuffer()));
    return response;
  };
  const sealOf = async (): Promise<string> => {
    const { context } = running.server;
    const seal = await context.sealer.seal({
      code: '7K3M-9QPX-2RT1',
      product: 'certified',
      documentType: 'birth',
      holderMasked: 'Nguyễn T• M••',
      issuedAt: context.now(),
      authority: context.authorityAt(context.now()).id,
      jpegs: [Uint8Array.of(1)],
    });
    if (!seal.ok) throw new Error(seal.error.code);
    return seal.value.url;
  };

  beforeAll(async () => {
    running = await startServerUnderTest();
    folder = await mkdtemp(path.join(tmpdir(), 'saoy-seal-cli-'));
    keys = path.join(folder, 'keys.cose');
    data = path.dirname(running.server.operationsFile!);
  });
  afterAll(async () => {
    await running?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('the list is served for caches, and again only when it has changed', async () => {
    const response = await fetchList();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/cose');
    expect(response.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
    const etag = response.headers.get('etag')!;
    const again = await fetch(response.url, {
      headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' },
    });
    expect(again.status).toBe(304);
    expect((await openKeyList(new Uint8Array(await readFile(keys)), null)).ok).toBe(true);
  });

  it('a key is listed, checked with, replaced, retired and reported', async () => {
    const { keys: before, listKey } = JSON.parse((await run(() => listSealKeys({ data, json: true }))).out);
    expect(before).toMatchObject([{ state: 'active' }]);
    expect(listKey).toMatch(/^[0-9a-f]{64}$/);
    const url = await sealOf();
    await fetchList();
    const good = await check(url, { pin: listKey });
    expect(good).toMatchObject({ code: 0 });
    expect(good.out).toMatch(/^valid \(signature-good\)/);

    const { keyId } = JSON.parse((await run(() => addSealKey({ data, json: true }))).out);
    const retire = (id: string) => run(() => retireSealKey(id, { data }));
    expect(await retire(before[0].keyId)).toMatchObject({ code: 0 });
    expect(await retire(before[0].keyId)).toMatchObject({ code: 1 });
    expect((await retire('0'.repeat(16))).err).toContain('sealing.key-unknown');
    await fetchList();
    expect((await check(url)).code, 'a retired key').toBe(0);
    expect((await run(() => compromiseSealKey(before[0].keyId, { data }))).code).toBe(0);
    await fetchList();
    const stolen = await check(url, { lang: 'vi' });
    expect(stolen).toMatchObject({ code: 2 });
    expect(stolen.out).toMatch(/^undecided \(key-compromised\)\nKhông thể kết luận/);
    const now = JSON.parse((await check(await sealOf(), { json: true })).out);
    expect(now).toMatchObject({ outcome: 'valid', key: { keyId, state: 'active' } });
  });

  it('what cannot be checked is told apart by its exit code', async () => {
    const url = await sealOf();
    await fetchList();
    expect((await check(url.replace('HTTP://LOCALHOST', 'HTTP://L0CALHOST'))).code).toBe(1);
    expect((await check('good day')).code).toBe(3);
    expect((await check(url, { keys: path.join(folder, 'missing') })).code).toBe(3);
    expect((await check(url, { pin: '0'.repeat(64) })).code).toBe(3);
    expect((await check(url, { at: '2020-01-01T00:00:00Z' })).code, 'before the key was made').toBe(2);
    expect((await run(() => listSealKeys({ data: folder }))).code, 'no server there').toBe(2);
  });

  it('the address of a seal leads to the verify page, in any case, and older addresses still do', async () => {
    const root = await fetch(`${running.server.url}/`);
    const page = await root.text();
    for (const way of ['/S/7K3M9QPX2RT1.ABC', '/s/7k3m9qpx2rt1.abc', '/v/7K3M-9QPX-2RT1'])
      expect(await (await fetch(running.server.url + way)).text(), way).toBe(page);
  });
});
