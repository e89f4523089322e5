import { constants, createPublicKey, verify, X509Certificate } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FaultError } from '@saoy/contracts/errors';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { generatePki } from '../../../certs/index.ts';
import { requireProgram } from '../../../tests/programs.ts';
import { digestOf, type Signer } from '../signer.ts';
import { type SoftHsm, startSoftHsm } from '../testing/soft-hsm.ts';
import { CryptokiError, returnValue } from './cryptoki-error.ts';
import type { Pkcs11Keys } from './pkcs11-keys.ts';
import { tokenFailureOf } from './token-failure.ts';

const keyTypes = ['rsa-3072', 'p-256', 'p-384'] as const;
const data = new TextEncoder().encode('what a certifier approved');

function isSignedBy(signer: Signer, signature: Uint8Array, signed = data): boolean {
  const key = createPublicKey(
    new X509Certificate(signer.certificate).publicKey.export({ format: 'pem', type: 'spki' }),
  );
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  return verify(
    digestOf(signer.algorithm),
    signed,
    { key, ...(signer.algorithm === 'RSA-PSS-SHA256' ? pss : {}) },
    signature,
  );
}

describe.runIf(requireProgram('softhsm2-util'))('keys on a PKCS#11 token', () => {
  let dir: string;
  let hsm: SoftHsm;
  const opened: Pkcs11Keys[] = [];
  const keys = (options: Parameters<SoftHsm['keys']>[0] = {}): Pkcs11Keys => {
    const made = hsm.keys(options);
    opened.push(made);
    return made;
  };
  const open = async (keeper: Pkcs11Keys, name = 'authority-p-256') => {
    const signer = await keeper.open(name);
    if (!signer.ok) throw new FaultError(signer.error.code, signer.error.detail);
    return signer.value;
  };

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'saoy-token-'));
    await generatePki(dir, { hasKeyTypes: true });
    hsm = await startSoftHsm({ pkiDir: dir, keys: keyTypes.map((type) => `authority-${type}`) });
  }, 240_000);
  afterEach(() => {
    for (const keeper of opened.splice(0)) keeper.close();
  });
  afterAll(async () => {
    await hsm.close();
    await rm(dir, { recursive: true });
  });

  test.each(keyTypes)('%s: the certificate verifies what the token signed', async (type) => {
    const signer = await open(keys(), `authority-${type}`);
    expect(isSignedBy(signer, await signer.sign(data))).toBe(true);
    expect(signer.chain).toHaveLength(1);
  });

  test('RSA-PSS: the same key signs with a salt as long as the digest when it is told to', async () => {
    const signer = await open(keys({ rsaPadding: 'pss' }), 'authority-rsa-3072');
    expect(signer.algorithm).toBe('RSA-PSS-SHA256');
    expect(isSignedBy(signer, await signer.sign(data))).toBe(true);
  });

  test('many more than there are sessions: each gets the signature of its own data', async () => {
    const signer = await open(keys({ sessions: 2 }));
    const inputs = Array.from({ length: 40 }, (_, i) => new TextEncoder().encode(`copy ${i}`));
    const signatures = await Promise.all(inputs.map((input) => signer.sign(input)));
    expect(signatures.every((signature, i) => isSignedBy(signer, signature, inputs[i]))).toBe(true);
  });

  test('a key that the token does not have, and a certificate of another key, are refused before anything is signed', async () => {
    const missing = await keys().open('authority');
    expect(missing).toMatchObject({ ok: false, error: { code: 'signing.key-unavailable' } });
    const swapped = await mkdtemp(join(tmpdir(), 'saoy-swapped-'));
    await cp(join(dir, 'identities', 'certifier-p-256'), join(swapped, 'authority-p-256'), {
      recursive: true,
    });
    const wrong = await keys({ certificatesFolder: swapped }).open('authority-p-256');
    expect(wrong).toMatchObject({
      ok: false,
      error: { code: 'signing.key-unavailable', detail: expect.stringContaining('another key') },
    });
    await rm(swapped, { recursive: true });
  });

  test('a wrong PIN is offered once, not until the token locks, and a right one is taken up', async () => {
    let pin = '00000000';
    let now = Date.now();
    const problems: string[] = [];
    const keeper = keys({
      readPin: async () => pin,
      now: () => new Date(now),
      log: (problem) => problems.push(problem),
    });
    for (let i = 0; i < 6; i++) {
      expect(await keeper.open('authority-p-256')).toMatchObject({
        ok: false,
        error: { code: 'signing.pin-refused', detail: 'pin-wrong' },
      });
      now += 60_000;
    }
    expect(problems).toEqual(['pin-wrong']);
    pin = hsm.pin;
    expect((await keeper.open('authority-p-256')).ok).toBe(true);
  });

  test.each([
    ['pin-locked', returnValue.PIN_LOCKED],
    ['absent', returnValue.TOKEN_NOT_PRESENT],
    ['lost', returnValue.DEVICE_REMOVED],
    ['lost', returnValue.SESSION_HANDLE_INVALID],
    ['refused', 0x70n],
  ])('what a token answers is understood: %s for 0x%s', (problem, rv) => {
    expect(tokenFailureOf(new CryptokiError('C_Sign', rv)).problem).toBe(problem);
  });

  test('a token taken out while in use: a coded fault; put in again, the same signer signs', async () => {
    let now = Date.now();
    const keeper = keys({ now: () => new Date(now) });
    const signer = await open(keeper);
    await signer.sign(data);
    await hsm.remove();
    // SoftHSM notices at the next opening, as a module does whose reader was unplugged.
    keeper.close();
    await expect(signer.sign(data)).rejects.toMatchObject({ code: 'signing.key-unavailable' });
    await hsm.insert();
    now += 2_000;
    expect(isSignedBy(signer, await signer.sign(data))).toBe(true);
  });

  test('a module that crashes takes its own process with it and nothing else: opened anew, tried once more', async () => {
    const keeper = keys();
    const signer = await open(keeper);
    await signer.sign(data);
    process.kill((await keeper.processId())!, 'SIGKILL');
    expect(isSignedBy(signer, await signer.sign(data))).toBe(true);
  });

  test('a token that hangs: whoever waits is told in time, others go on, and the next call begins afresh', async () => {
    const keeper = keys({ timeoutMs: 700 });
    const signer = await open(keeper);
    process.kill((await keeper.processId())!, 'SIGSTOP');
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 10);
    await expect(signer.sign(data)).rejects.toMatchObject({
      code: 'signing.key-unavailable',
      fault: { detail: expect.stringContaining('timeout') },
    });
    clearInterval(ticking);
    expect(ticks).toBeGreaterThan(5);
    const patient = await open(keys());
    expect(isSignedBy(patient, await patient.sign(data))).toBe(true);
  });

  test('no such token, no such module: coded faults', async () => {
    const { module, token } = hsm;
    for (const address of [
      { module, token: 'another' },
      { module: '/nowhere/libpkcs11.so', token },
    ])
      expect(await keys({ address }).open('authority-p-256')).toMatchObject({
        ok: false,
        error: { code: 'signing.key-unavailable' },
      });
  });
});
