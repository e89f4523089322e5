import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeCbor, openKeyList, type SealKeyList, verifySeal } from '@saoy/contracts/seal';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { documentRules } from '../documents/document-types.ts';
import { audit } from '../storage/schema.ts';
import { openTestService, type TestService } from '../testing/service-context.ts';
import { addSealKey, compromiseSealKey, listSealKeys, retireSealKey } from './manage-seal-keys.ts';
import { newestKeyList } from './newest-key-list.ts';
import { checkSealSettings } from './prepare-seal-keys.ts';
import { SealKeyFolder } from './seal-key-folder.ts';
import type { SealOrder } from './sealer.ts';

const by = { kind: 'system' } as const;
const HOUR_MS = 3_600_000;

describe('seal keys', () => {
  let service: TestService;
  let pinned: SealKeyList;

  const order = (changes: Partial<SealOrder> = {}): SealOrder => ({
    code: '7K3M-9QPX-2RT1',
    product: 'digital',
    documentType: 'birth',
    holderMasked: 'Nguyễn T• M••',
    issuedAt: service.clock.now,
    authority: service.context.authorityAt(service.clock.now).id,
    jpegs: [Uint8Array.of(1), Uint8Array.of(2)],
    ...changes,
  });
  const currentList = async (): Promise<SealKeyList> => {
    await service.context.sealer.publishKeyList();
    const newest = await newestKeyList(service.context);
    const list = newest.ok ? await openKeyList(newest.value.message, null) : newest;
    if (!list.ok) throw new Error(JSON.stringify(list.error));
    return list.value;
  };
  const sealOf = async (changes: Partial<SealOrder> = {}) => {
    const seal = await service.context.sealer.seal(order(changes));
    if (!seal.ok) throw new Error(seal.error.code);
    return seal.value;
  };
  const reasonOf = async (url: string, keys?: SealKeyList) =>
    (await verifySeal(url, { keys: keys ?? (await currentList()), now: service.clock.now })).reason;

  beforeAll(async () => {
    service = await openTestService();
    pinned = await currentList();
  });
  afterAll(() => service.close());
  beforeEach(() => {
    service.clock.now = new Date(service.clock.now.getTime() + 24 * HOUR_MS);
  });

  it('make a seal that the published list proves, with what the register knows', async () => {
    const { url, sha256 } = await sealOf();
    const check = await verifySeal(url, { keys: await currentList(), now: service.clock.now });
    expect(check).toMatchObject({ outcome: 'valid', facts: { holderMasked: 'Nguyễn T* M**', pageCount: 2 } });
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(url).toMatch(/^HTTP:\/\/LOCALHOST:8080\/S\/7K3M9QPX2RT1\.[A-Z2-7]+$/);
  });

  it('can seal copies of every document type there is', async () => {
    for (const documentType of [...documentRules.map(({ type }) => type), 'other'])
      expect((await service.context.sealer.seal(order({ documentType }))).ok, documentType).toBe(true);
    const tooLong = await service.context.sealer.seal(order({ documentType: 'a-type-too-long' }));
    expect(tooLong).toMatchObject({ ok: false, error: { code: 'sealing.content-refused' } });
  });

  it('rotate: the new one seals, seals of the old one stay valid, the list key stays the same', async () => {
    const { context } = service;
    const before = await sealOf();
    const [old] = (await currentList()).keys;
    const made = await context.sealer.makeKey();
    if (!made.ok) throw new Error(made.error.code);
    const keyId = await addSealKey(context, made.value, { by });
    await retireSealKey(context, old!.keyId, by);
    expect(await reasonOf(before.url)).toBe('signature-good');
    service.clock.now = new Date(service.clock.now.getTime() + HOUR_MS);
    const after = await verifySeal((await sealOf()).url, {
      keys: await currentList(),
      now: service.clock.now,
    });
    expect(after).toMatchObject({ reason: 'signature-good', key: { keyId } });
    expect(await reasonOf((await sealOf()).url, pinned), 'a list from before').toBe('key-unknown');
    const list = await currentList();
    expect(list.listKey).toEqual(pinned.listKey);
    expect(list.origins).toEqual(['http://localhost:8080', 'https://old.example.vn']);
    expect(list.sequence).toBeGreaterThan(pinned.sequence);
    await expect(retireSealKey(context, old!.keyId, by)).rejects.toMatchObject({ code: 'sealing.key-state' });
  });

  it('seal with a new key what was numbered before it was made', async () => {
    const issuedAt = new Date(service.clock.now.getTime() - 2 * HOUR_MS);
    expect(await reasonOf((await sealOf({ issuedAt })).url)).toBe('signature-good');
  });

  it('of a thief are not decided offline, however early they are dated', async () => {
    const { context, clock } = service;
    const { url } = await sealOf();
    const active = (await listSealKeys(context.database.db)).find(({ state }) => state === 'active')!;
    clock.now = new Date(clock.now.getTime() + 24 * HOUR_MS);
    const compromisedAt = new Date(clock.now.getTime() - HOUR_MS);
    await compromiseSealKey(context, active.keyId, { compromisedAt, by });
    expect(await reasonOf(url)).toBe('key-compromised');
    const refused = await context.sealer.seal(order());
    expect(refused, 'nothing is sealed without a key').toMatchObject({
      ok: false,
      error: { code: 'sealing.key-unavailable' },
    });
    const statement = encodeCbor(new Map([[2, 'annulments']]));
    expect((await context.sealer.signStatement('annulments', statement)).ok).toBe(false);
    const acts = await context.database.db.select({ code: audit.code, subject: audit.subject }).from(audit);
    for (const code of ['seal-key.added', 'seal-key.compromised'])
      expect(acts).toContainEqual({ code, subject: active.keyId });
    const made = await context.sealer.makeKey();
    if (made.ok) await addSealKey(context, made.value, { by });
    expect((await context.sealer.seal(order())).ok).toBe(true);
  });

  it('sign statements only for the purpose that they name', async () => {
    const statement = encodeCbor(new Map([[2, 'annulments']]));
    expect((await service.context.sealer.signStatement('annulments', statement)).ok).toBe(true);
    await expect(service.context.sealer.signStatement('seal', statement)).rejects.toThrow(RangeError);
  });

  it('keep their list as it is until something changes or it is a day old', async () => {
    const { sealer } = service.context;
    await sealer.publishKeyList();
    expect(await sealer.publishKeyList()).toEqual({ ok: true, value: 'unchanged' });
    service.clock.now = new Date(service.clock.now.getTime() + 25 * HOUR_MS);
    expect(await sealer.publishKeyList()).toEqual({ ok: true, value: 'published' });
  });
});

describe('the folder of seal keys', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'saoy-seal-keys-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('holds encrypted files for its owner alone, which open with the passphrase only', async () => {
    const keeper = new SealKeyFolder({ folder, readPassphrase: async () => 'right' });
    await Promise.all([
      keeper.makeKey(),
      new SealKeyFolder({ folder, readPassphrase: async () => 'right' }).makeKey(),
    ]);
    const names = await readdir(folder);
    expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(names).toHaveLength(3);
    for (const name of names) {
      expect(await readFile(join(folder, name), 'utf8')).toContain('BEGIN ENCRYPTED PRIVATE KEY');
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    }
    const other = new SealKeyFolder({ folder, readPassphrase: async () => 'wrong' });
    await expect(other.listKey()).rejects.toMatchObject({ code: 'sealing.key-unavailable' });
  });
});

describe('settings that seals depend on', () => {
  it.each([
    ['https://saoy.example.vn', 'viet-hung', null],
    ['https://saoy.example.vn:8443/', 'viet-hung', null],
    [`https://${'a'.repeat(60)}.vn`, 'viet-hung', /PUBLIC_URL .* at most 48/],
    ['https://saoy.example.vn/copies', 'viet-hung', /PUBLIC_URL/],
    ['https://saoy_x.example.vn', 'viet-hung', /PUBLIC_URL/],
    ['https://saoy.example.vn', 'an-authority-with-a-long-id', /at most 24/],
  ])('%s and %s', (publicUrl, authority, problem) => {
    const check = () => checkSealSettings([publicUrl], authority);
    if (problem === null) expect(check).not.toThrow();
    else expect(check).toThrow(problem);
  });
});
