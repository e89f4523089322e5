import { beforeAll, describe, expect, it } from 'vitest';
import { encodeBase32 } from './base32.ts';
import { encodeCbor } from './cbor.ts';
import { createSign1 } from './cose-sign1.ts';
import { createKeyList, openKeyList } from './key-list.ts';
import {
  ISSUED_AT,
  keyList,
  makeSealUrl,
  makeTestKey,
  ORIGIN,
  sealFacts,
  sealKey,
  type TestKey,
} from './seal.fixture.ts';
import { encodeSealFacts, SEAL_LIMITS } from './seal-facts.ts';
import { readSealUrl, sealOrigin, writeSealUrl } from './seal-url.ts';
import { type SealCheckOptions, type SealReason, verifySeal } from './verify-seal.ts';

const now = new Date('2026-11-21T00:00:00Z');
let key: TestKey;
let listKey: TestKey;
let url: string;
let options: SealCheckOptions;

beforeAll(async () => {
  [key, listKey] = await Promise.all([makeTestKey(), makeTestKey()]);
  url = await makeSealUrl(key, sealFacts());
  options = { keys: keyList(listKey, [sealKey(key)]), now };
});

const reasonOf = async (text: string, changes: Partial<SealCheckOptions> = {}): Promise<SealReason> =>
  (await verifySeal(text, { ...options, ...changes })).reason;

describe('a good seal', () => {
  it('is valid and says what was signed', async () => {
    const check = await verifySeal(url, options);
    expect(check).toMatchObject({ outcome: 'valid', reason: 'signature-good', code: '7K3M-9QPX-2RT1' });
    expect(check.facts).toEqual(sealFacts());
    expect(check.keysMadeAt).toEqual(options.keys?.madeAt);
  });

  it('is valid however a phone or a messenger writes its address', async () => {
    const path = url.slice(ORIGIN.length);
    for (const text of [
      url.toLowerCase(),
      `${ORIGIN}${path}`,
      `${ORIGIN}:443${path.toLowerCase()}`,
      ` ${url}\n`,
      url.replace('.VN/S/', '.VN/%53/').replace(/\.(?=[A-Z2-7]+$)/, '%2E'),
      `${url}?fbclid=x#top`,
      `${url}/`,
    ])
      expect(await reasonOf(text), text).toBe('signature-good');
  });

  it('has at most 419 alphanumeric characters, the room of 65 modules at level M, with the longest of everything', async () => {
    const longest = sealFacts({
      documentType: 'a'.repeat(SEAL_LIMITS.documentTypeBytes),
      authority: 'a'.repeat(SEAL_LIMITS.authorityBytes),
      holderMasked: 'Đ'.repeat(SEAL_LIMITS.holderBytes / 2),
      pageCount: SEAL_LIMITS.pages,
      issuedAt: new Date('2106-01-01T00:00:00Z'),
    });
    const origin = sealOrigin(`https://${'a'.repeat(SEAL_LIMITS.originChars - 11)}.vn`);
    const text = await makeSealUrl(key, longest, origin!);
    expect(text.length).toBeLessThanOrEqual(SEAL_LIMITS.urlChars);
    expect(text).toMatch(/^[0-9A-Z.:/]+$/);
  });
});

describe('a seal that is not good', () => {
  it('is false with any other signature, code, authority or date', async () => {
    const thief = await makeTestKey();
    const forged = await createSign1(key.keyId, encodeSealFacts(sealFacts()), thief.sign);
    expect(await reasonOf(writeSealUrl(ORIGIN, '7K3M-9QPX-2RT1', forged))).toBe('signature-wrong');
    expect(await reasonOf(url.replace('7K3M9QPX2RT1', '00000000002X'))).toBe('text-wrong');
    expect(await reasonOf(url.replace('7K3M9QPX2RT1', '00000000002W'))).toBe('code-differs');
    expect(await reasonOf(await makeSealUrl(key, sealFacts({ authority: 'other' })))).toBe(
      'authority-differs',
    );
    const early = sealFacts({ issuedAt: new Date('2025-12-31T00:00:00Z') });
    expect(await reasonOf(await makeSealUrl(key, early))).toBe('key-not-valid-then');
    const retired = sealKey(key, { state: 'retired', validUntil: new Date(ISSUED_AT.getTime() - 1000) });
    expect(await reasonOf(url, { keys: keyList(listKey, [retired]) })).toBe('key-not-valid-then');
  });

  it('is never valid with one symbol changed', async () => {
    const start = url.indexOf('.', ORIGIN.length) + 1;
    for (let at = start; at < url.length; at += 3) {
      const other = url[at] === 'A' ? 'B' : 'A';
      const { outcome } = await verifySeal(url.slice(0, at) + other + url.slice(at + 1), options);
      expect(outcome, `symbol ${at}`).not.toBe('valid');
    }
  });

  it('is no seal when cut off, prolonged or without one', async () => {
    expect(await reasonOf(url.slice(0, -1))).toMatch(/^(text|message)-wrong$/);
    expect(await reasonOf(`${url}AAAAAAAA`)).toBe('message-wrong');
    expect(await reasonOf(`${url}A`)).toBe('text-wrong');
    expect(await reasonOf(`${url}.A`)).toBe('text-wrong');
    expect(await reasonOf(`${ORIGIN}/v/7K3M-9QPX-2RT1`)).toBe('no-seal-in-address');
    for (const text of ['', '7K3M-9QPX-2RT1', 'javascript:alert(1)', 'https://', url.replace('/S/', '/ S/')])
      expect(await reasonOf(text), text).toBe('not-an-address');
  });

  it('leads elsewhere when the host is another one, however alike', async () => {
    for (const origin of [
      'https://saoy-example.vn',
      'https://saoy.example.vn.evil.test',
      'https://saoy.example.vn@evil.test',
      'http://saoy.example.vn',
      'https://saoy.example.vn:8443',
      'https://saoy.example.vn.',
      'https://xn--soy-gma.example.vn',
    ])
      expect(await reasonOf(origin + url.slice(ORIGIN.length)), origin).toBe('host-unknown');
  });
});

describe('what cannot be decided', () => {
  it('stays open without the key, without a list, with a date to come or a newer format', async () => {
    expect(await reasonOf(url, { keys: keyList(listKey, []) })).toBe('key-unknown');
    expect(await reasonOf(url, { keys: null })).toBe('no-key-list');
    expect(await reasonOf(url, { now: new Date(ISSUED_AT.getTime() - 11 * 60_000) })).toBe('dated-in-future');
    const payload = encodeCbor(
      new Map<number, number | string>([
        [1, 2],
        [2, 'seal'],
      ]),
    );
    const newer = await createSign1(key.keyId, payload, key.sign);
    expect(await reasonOf(writeSealUrl(ORIGIN, '7K3M-9QPX-2RT1', newer))).toBe('version-unknown');
  });

  it('stays open for a compromised key, unless the log held the seal before the compromise', async () => {
    const compromisedAt = new Date('2026-11-20T12:00:00Z');
    const keys = keyList(listKey, [
      sealKey(key, { state: 'compromised', validUntil: compromisedAt, compromisedAt }),
    ]);
    expect(await reasonOf(url, { keys }), 'dated before the compromise').toBe('key-compromised');
    const asked: string[] = [];
    const provenAt = (at: Date) => async (_: unknown, sealSha256: string) => {
      asked.push(sealSha256);
      return { provenAt: at };
    };
    const before = new Date(compromisedAt.getTime() - 1);
    expect(await reasonOf(url, { keys, findInclusion: provenAt(before) })).toBe('logged-before-compromise');
    expect(await reasonOf(url, { keys, findInclusion: provenAt(compromisedAt) })).toBe('key-compromised');
    expect(await reasonOf(url, { keys, findInclusion: async () => null })).toBe('key-compromised');
    const message = readSealUrl(url);
    const digest = await crypto.subtle.digest(
      'SHA-256',
      message.ok ? message.value.message : new Uint8Array(),
    );
    expect(asked[0]).toBe(Buffer.from(digest).toString('hex'));
  });
});

describe('the payload', () => {
  const wrap = async (payload: Uint8Array) =>
    `${ORIGIN}/S/7K3M9QPX2RT1.${encodeBase32(await createSign1(key.keyId, payload, key.sign))}`;

  it('is refused with a key more, a key less, other types and other encodings, although it is signed', async () => {
    const good = encodeSealFacts(sealFacts());
    const more = Uint8Array.from([good[0]! + 1, ...good.slice(1), 0x0b, 0x01]);
    const less = Uint8Array.from([good[0]! - 1, ...good.slice(1, -22)]);
    // Version 1 in two bytes instead of one.
    const longer = Uint8Array.from([good[0]!, 0x01, 0x18, 0x01, ...good.slice(3)]);
    const indefinite = Uint8Array.from([0xbf, ...good.slice(1), 0xff]);
    for (const payload of [more, less, longer, indefinite, Uint8Array.from([...good, 0]), new Uint8Array()])
      expect(await reasonOf(await wrap(payload))).toBe('payload-wrong');
    expect(await reasonOf(await wrap(good))).toBe('signature-good');
  });
});

describe('the key list', () => {
  it('is read back whole, and only under the key that is pinned', async () => {
    const list = keyList(listKey, [sealKey(key)]);
    const bytes = await createKeyList(list, listKey.sign);
    const first = await openKeyList(bytes, null);
    expect(first).toEqual({ ok: true, value: list });
    expect(await openKeyList(bytes, '00'.repeat(32))).toEqual({ ok: false, error: 'list-key-not-pinned' });
    const foreign = await createKeyList(list, key.sign);
    expect(await openKeyList(foreign, null)).toEqual({ ok: false, error: 'signature-wrong' });
    for (let at = 0; at < bytes.length; at += 5) {
      const changed = Uint8Array.from(bytes);
      changed[at] = changed[at]! ^ 1;
      expect((await openKeyList(changed, null)).ok, `byte ${at}`).toBe(false);
    }
  });
});
