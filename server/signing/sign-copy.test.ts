import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validatePdf } from '../validation/index.ts';
import { isDevelopmentRoot } from './development-root.ts';
import { createHttpTimeStampAuthority, signCopy } from './index.ts';
import { type SigningFixture, startSigningFixture } from './testing/signing-fixture.ts';

let fixture: SigningFixture;
beforeAll(async () => {
  fixture = await startSigningFixture();
});
afterAll(() => fixture.close());

const codeOf = (result: Awaited<ReturnType<typeof signCopy>>): string =>
  result.ok ? 'signed' : result.error.code;

describe('signing a copy', () => {
  it('puts certifier, authority and archive time-stamp on a certified copy, each at B-LTA', async () => {
    const validated = await validatePdf(await fixture.sign('certified'), {
      trustAnchors: fixture.trustAnchors,
    });
    expect(validated).toMatchObject({
      ok: true,
      value: {
        verdict: 'TOTAL-PASSED',
        signatures: [
          { field: 'Certifier', kind: 'signature', level: 'B-LTA', signer: 'Nguyễn Thị Minh Hà' },
          {
            field: 'Authority',
            kind: 'signature',
            level: 'B-LTA',
            signer: 'Ủy ban nhân dân phường Việt Hưng',
          },
          { field: 'ArchiveTimeStamp1', kind: 'docTimeStamp', coversWholeFile: true },
        ],
      },
    });
  });

  it('puts the authority alone on a digital copy and permits nothing after it but validation data', async () => {
    const validated = await validatePdf(await fixture.sign('digital'), {
      trustAnchors: fixture.trustAnchors,
    });
    expect(validated).toMatchObject({
      value: { verdict: 'TOTAL-PASSED', signatures: [{ field: 'Authority', level: 'B-LTA' }, {}] },
    });
  });

  it('leaves the bytes of the authored file as they were', async () => {
    const options = await fixture.options('certified');
    const signed = await signCopy(options);
    expect(
      signed.ok && Buffer.from(signed.value.pdf.subarray(0, options.pdf.length)).equals(options.pdf),
    ).toBe(true);
  });

  it.each([
    ['certifier-revoked', 'signing.certificate-invalid'],
    ['certifier-expired', 'signing.certificate-invalid'],
    ['certifier-wrong-issuer', 'signing.certificate-invalid'],
  ])('refuses to sign with %s', async (name, code) => {
    expect(codeOf(await signCopy(await fixture.options('certified', name)))).toBe(code);
  });

  it('refuses when the certifier was revoked a moment ago', async () => {
    const options = await fixture.options('certified', 'certifier-2');
    expect(codeOf(await signCopy(options))).toBe('signed');
    await fixture.services.revoke('certifier-2');
    expect(codeOf(await signCopy(options))).toBe('signing.certificate-invalid');
  });

  it('refuses when the field does not exist, is signed already, or the signatures do not fit the product', async () => {
    const options = await fixture.options('digital');
    const [signature] = options.signatures;
    const other = { ...options, signatures: [{ ...signature!, fieldName: 'Nobody' }] };
    expect(codeOf(await signCopy(other))).toBe('signing.field-missing');
    expect(codeOf(await signCopy({ ...options, pdf: await fixture.sign('digital') }))).toBe(
      'signing.field-missing',
    );
    expect(codeOf(await signCopy({ ...options, product: 'certified' }))).toBe('signing.field-missing');
  });

  it('warns when the certificate lapses soon', async () => {
    const options = await fixture.options('digital');
    const signedIn = (days: number) =>
      signCopy({ ...options, now: () => new Date(Date.now() + days * 86_400_000) });
    expect(await signedIn(0)).toMatchObject({ ok: true, value: { warnings: [] } });
    expect(await signedIn(680)).toMatchObject({
      ok: true,
      value: { warnings: [{ code: 'certificate-expires', fieldName: 'Authority', withinDays: 60 }] },
    });
    expect(await signedIn(731)).toMatchObject({ ok: false, error: { code: 'signing.certificate-invalid' } });
  });
});

describe('signing when an authority misbehaves', () => {
  it.each([
    ['down', 'signing.tsa-unavailable'],
    ['slow:60000', 'signing.tsa-unavailable'],
    ['rejected', 'signing.tsa-unavailable'],
    ['garbage', 'signing.tsa-wrong'],
    ['wrong-imprint', 'signing.tsa-wrong'],
    ['wrong-nonce', 'signing.tsa-wrong'],
    ['bad-signature', 'signing.tsa-wrong'],
    ['wrong-issuer', 'signing.tsa-wrong'],
  ] as const)('refuses when the time-stamping authority is %s', async (fault, code) => {
    fixture.services.setFault({ tsa: fault });
    try {
      expect(codeOf(await signCopy(await fixture.options('digital')))).toBe(code);
    } finally {
      fixture.services.setFault({ tsa: 'none' });
    }
  });

  it('falls back to the next time-stamping authority', async () => {
    const tsa = createHttpTimeStampAuthority({
      urls: ['http://127.0.0.1:1/', fixture.index.tsaUrl],
      trustAnchors: fixture.trustAnchors,
      timeoutMs: 1_000,
      rounds: 1,
    });
    expect(codeOf(await signCopy({ ...(await fixture.options('digital')), tsa }))).toBe('signed');
  });

  it.each(['down', 'garbage'] as const)('turns to the revocation list when OCSP is %s', async (fault) => {
    fixture.services.setFault({ ocsp: fault });
    try {
      expect(codeOf(await signCopy(await fixture.options('digital')))).toBe('signed');
      expect(codeOf(await signCopy(await fixture.options('certified', 'certifier-revoked')))).toBe(
        'signing.certificate-invalid',
      );
    } finally {
      fixture.services.setFault({ ocsp: 'none' });
    }
  });
});

describe('the development root', () => {
  it('is known by its marker, a certificate of an office is not', async () => {
    expect(fixture.trustAnchors.map(isDevelopmentRoot)).toEqual([true]);
    expect(isDevelopmentRoot((await fixture.signer('authority')).chain[0]!)).toBe(true);
  });
});
