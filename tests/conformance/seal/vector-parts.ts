// What all vectors share: keys that everybody knows, one copy, one authority.
import { keyIdOfKey, type SealFacts, type SealKey, toHex } from '@saoy/contracts/seal';
import { publicKeyOf, signDeterministically, vectorKey } from './deterministic-es256.ts';

export const ORIGIN = 'https://saoy.example.vn';
export const NOW = '2026-11-21T00:00:00Z';
export const CODE = '7K3M-9QPX-2RT1';
export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const date = (text: string): Date => new Date(text);

export async function testKey(name: string) {
  const privateKey = vectorKey(name);
  const publicKey = publicKeyOf(privateKey);
  return {
    publicKey,
    keyId: await keyIdOfKey(publicKey),
    sign: async (message: Uint8Array) => signDeterministically(privateKey, message),
  };
}
export type TestKey = Awaited<ReturnType<typeof testKey>>;

export const facts: SealFacts = {
  code: CODE,
  product: 'certified',
  documentType: 'birth',
  holderMasked: 'Nguyễn T* M**',
  issuedAt: date('2026-11-20T02:31:05Z'),
  authority: 'viet-hung-sample',
  pageCount: 2,
  pagesDigest: Uint8Array.from(Buffer.from('00112233445566778899aabbccddeeff01234567', 'hex')),
};

export const sealKeyOf = (key: TestKey, changes: Partial<SealKey> = {}): SealKey => ({
  keyId: toHex(key.keyId),
  publicKey: key.publicKey,
  state: 'active',
  validFrom: date('2026-01-01T00:00:00Z'),
  validUntil: null,
  compromisedAt: null,
  ...changes,
});
