import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSign1, decodeSign1, keyIdOfKey, toHex } from '@saoy/contracts/seal';
import { isSign1Valid } from '@saoy/contracts/seal/cose-sign1';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireProgram } from '../../tests/programs.ts';
import type { KeyKeeper } from '../signing/index.ts';
import { createPkcs12Keys } from '../signing/key-access.ts';
import { type SigningFixture, startSigningFixture } from '../signing/testing/signing-fixture.ts';
import { startSoftHsm } from '../signing/testing/soft-hsm.ts';
import { NamedSealKeys } from './named-seal-keys.ts';
import { publicKeyOf } from './seal-key-folder.ts';

const names = { sealKeys: ['authority-p-256', 'certifier-p-256'], listKey: 'certifier-1' };
let fixture: SigningFixture;
beforeAll(async () => {
  fixture = await startSigningFixture({ hasKeyTypes: true });
});
afterAll(() => fixture?.close());

const kinds: [string, () => Promise<{ keys: KeyKeeper; close(): Promise<void> }>, boolean][] = [
  [
    'PKCS#12 files',
    async () => {
      const password = (await readFile(join(fixture.dir, fixture.index.passphrase), 'utf8')).trim();
      const keys = createPkcs12Keys({ folder: join(fixture.dir, 'identities'), password });
      return { keys, close: async () => keys.close() };
    },
    true,
  ],
  [
    'a PKCS#11 token',
    async () => {
      const hsm = await startSoftHsm({ pkiDir: fixture.dir, keys: [...names.sealKeys, names.listKey] });
      return { keys: hsm.keys(), close: () => hsm.close() };
    },
    requireProgram('softhsm2-util'),
  ],
];

describe.each(kinds.filter(([, , isHere]) => isHere))('seal keys in %s', (_, open) => {
  let keys: KeyKeeper;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ keys, close } = await open());
  });
  afterAll(() => close?.());

  it('are found by the id of their key and sign what WebCrypto verifies', async () => {
    const keeper = new NamedSealKeys({ keeper: keys, ...names });
    const pem = await readFile(join(fixture.dir, 'identities', 'certifier-p-256', 'cert.pem'));
    const publicKey = publicKeyOf(new X509Certificate(pem).publicKey);
    const keyId = await keyIdOfKey(publicKey);
    const sign = await keeper.signerOf(toHex(keyId));
    // The lengths of r and s differ from signature to signature.
    for (let i = 0; i < 20; i++) {
      const message = decodeSign1(await createSign1(keyId, Uint8Array.of(i), sign!));
      expect(message.ok && (await isSign1Valid(message.value, publicKey))).toBe(true);
    }
    expect(await keeper.signerOf('0000000000000000')).toBeNull();
    expect((await keeper.listKey())?.publicKey.x).toHaveLength(32);
  });

  it('are refused when they are not of P-256', async () => {
    const keeper = new NamedSealKeys({ keeper: keys, sealKeys: [], listKey: 'authority-p-384' });
    await expect(keeper.listKey()).rejects.toMatchObject({ code: 'sealing.key-unavailable' });
    await expect(keeper.makeKey()).rejects.toMatchObject({ code: 'sealing.key-unavailable' });
  });
});
