// Builders for tests: a key, a list and a seal made by the real functions.
import { createSign1, type Es256Sign, keyIdOfKey, type PublicKey, toHex } from './cose-sign1.ts';
import type { SealKey, SealKeyList } from './key-list.ts';
import { encodeSealFacts, type SealFacts } from './seal-facts.ts';
import { writeSealUrl } from './seal-url.ts';

export interface TestKey {
  readonly publicKey: PublicKey;
  readonly keyId: Uint8Array<ArrayBuffer>;
  readonly sign: Es256Sign;
}

export const ORIGIN = 'https://saoy.example.vn';
export const ISSUED_AT = new Date('2026-11-20T02:31:05Z');

export async function makeTestKey(): Promise<TestKey> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const publicKey = { x: raw.slice(1, 33), y: raw.slice(33) };
  return {
    publicKey,
    keyId: await keyIdOfKey(publicKey),
    sign: async (message) => new Uint8Array(await crypto.subtle.sign(algorithm, pair.privateKey, message)),
  };
}

export const sealFacts = (changes: Partial<SealFacts> = {}): SealFacts => ({
  code: '7K3M-9QPX-2RT1',
  product: 'certified',
  documentType: 'birth',
  holderMasked: 'Nguyễn T* M**',
  issuedAt: ISSUED_AT,
  authority: 'viet-hung-sample',
  pageCount: 2,
  pagesDigest: new Uint8Array(20).fill(7),
  ...changes,
});

export async function makeSealUrl(key: TestKey, facts: SealFacts, origin: string = ORIGIN): Promise<string> {
  return writeSealUrl(origin, facts.code, await createSign1(key.keyId, encodeSealFacts(facts), key.sign));
}

export const sealKey = (key: TestKey, changes: Partial<SealKey> = {}): SealKey => ({
  keyId: toHex(key.keyId),
  publicKey: key.publicKey,
  state: 'active',
  validFrom: new Date('2026-01-01T00:00:00Z'),
  validUntil: null,
  compromisedAt: null,
  ...changes,
});

export const keyList = (listKey: TestKey, keys: readonly SealKey[]): SealKeyList => ({
  authority: 'viet-hung-sample',
  authorityName: { vi: 'Ủy ban nhân dân phường Việt Hưng', en: 'Việt Hưng Ward' },
  origins: [ORIGIN],
  keys,
  sequence: 3,
  madeAt: new Date('2026-11-20T00:00:00Z'),
  nextUpdate: new Date('2026-11-27T00:00:00Z'),
  listKey: listKey.publicKey,
});
