import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireProgram } from '../../tests/programs.ts';
import { validatePdf } from '../validation/index.ts';
import { signCopy } from './index.ts';
import { type SigningFixture, startSigningFixture } from './testing/signing-fixture.ts';
import { type SoftHsm, startSoftHsm } from './testing/soft-hsm.ts';

const keyTypes = ['rsa-3072', 'p-256', 'p-384'] as const;
const names = keyTypes.flatMap((type) => [`certifier-${type}`, `authority-${type}`]);

describe.runIf(requireProgram('softhsm2-util'))('copies signed on a token', () => {
  let fixture: SigningFixture;
  let hsm: SoftHsm;
  beforeAll(async () => {
    fixture = await startSigningFixture({ hasKeyTypes: true });
    hsm = await startSoftHsm({ pkiDir: fixture.dir, keys: names });
  }, 240_000);
  afterAll(async () => {
    await hsm.close();
    await fixture.close();
  });

  const signed = async (product: 'certified' | 'digital', type: string, rsaPadding: 'pkcs1' | 'pss') => {
    const options = await fixture.options(product);
    const keys = hsm.keys({ rsaPadding });
    const signatures = await Promise.all(
      options.signatures.map(async (signature) => {
        const opened = await keys.open(`${signature.fieldName.toLowerCase()}-${type}`);
        if (!opened.ok) throw new Error(opened.error.detail);
        return { ...signature, signer: opened.value };
      }),
    );
    const copy = await signCopy({ ...options, signatures });
    keys.close();
    if (!copy.ok) throw new Error(`${copy.error.code}: ${copy.error.detail}`);
    return copy.value.pdf;
  };

  it.each([
    ['certified', 'rsa-3072', 'pkcs1'],
    ['certified', 'rsa-3072', 'pss'],
    ['certified', 'p-256', 'pkcs1'],
    ['certified', 'p-384', 'pkcs1'],
    ['digital', 'rsa-3072', 'pss'],
    ['digital', 'p-384', 'pkcs1'],
  ] as const)('%s, %s, %s: passes at B-LTA', async (product, type, rsaPadding) => {
    const pdf = await signed(product, type, rsaPadding);
    const { trustAnchors } = fixture;
    const checked = await validatePdf(pdf, { trustAnchors });
    if (!checked.ok) throw new Error(checked.error.code);
    expect(checked.value.verdict).toBe('TOTAL-PASSED');
    const own = checked.value.signatures.filter(({ kind }) => kind === 'signature');
    expect(own.map(({ level }) => level)).toEqual(product === 'certified' ? ['B-LTA', 'B-LTA'] : ['B-LTA']);
  });
});
