import { describe, expect, it } from 'vitest';
import {
  ecdsaScheme,
  edwardsScheme,
  pssScheme,
  rsaScheme,
  type SigningScheme,
} from './testing/signing-scheme.ts';
import { issue, ocspResponse, type TestIdentity } from './testing/test-authority.ts';
import { answerOn, day, people, reportOn, TestDocument } from './testing/test-document.ts';

const { ca, root } = people;
const life = { from: day('2010-01-01'), to: day('2040-01-01') } as const;
const NOW = day('2026-03-01');

const signerWith = (scheme: SigningScheme, issuer: TestIdentity = ca): TestIdentity =>
  issue({ name: 'Signer', kind: 'signer', issuer, scheme, ...life });
const goodAt = (at: Date, ...identities: TestIdentity[]) => ({
  ocspResponses: identities.map((identity) =>
    ocspResponse(identity, { at, until: new Date(at.getTime() + 86_400_000) }),
  ),
  crls: [],
});

describe('an algorithm of today', () => {
  it.each<[string, () => SigningScheme]>([
    ['RSA-2048 with SHA-256', () => rsaScheme(2048, 'sha256')],
    ['RSA-2048 with SHA-384', () => rsaScheme(2048, 'sha384')],
    ['RSA-2048 with SHA-512', () => rsaScheme(2048, 'sha512')],
    ['RSA-2048 PSS with SHA-256', () => pssScheme(2048, 'sha256')],
    ['RSA-2048 PSS with SHA-512', () => pssScheme(2048, 'sha512')],
    ['P-256 with SHA-256', () => ecdsaScheme('P-256', 'sha256')],
    ['P-384 with SHA-384', () => ecdsaScheme('P-384', 'sha384')],
    ['P-521 with SHA-512', () => ecdsaScheme('P-521', 'sha512')],
    ['Ed25519', () => edwardsScheme('ed25519')],
    ['Ed448', () => edwardsScheme('ed448')],
  ])('passes: %s', async (_, makeScheme) => {
    const signer = signerWith(makeScheme());
    const document = new TestDocument().sign({ signer });
    const report = await reportOn(document, NOW, { evidence: goodAt(NOW, signer, ca) });
    expect(report).toMatchObject({ verdict: 'TOTAL-PASSED', signatures: [{ weaknesses: [] }] });
    const broken = Uint8Array.from(document.bytes);
    broken[40]! ^= 1;
    expect(await answerOn(broken, NOW)).not.toBe('TOTAL-PASSED');
  });
});

describe('an algorithm that is too weak', () => {
  it.each<[string, () => SigningScheme, string]>([
    ['SHA-1', () => rsaScheme(2048, 'sha1'), 'digest sha1'],
    ['SHA-1 with an elliptic curve', () => ecdsaScheme('P-256', 'sha1'), 'digest sha1'],
    ['MD5', () => rsaScheme(2048, 'md5'), 'digest md5'],
    ['RSA-1024', () => rsaScheme(1024, 'sha256'), 'key rsa 1024'],
    ['a curve of 192 bits', () => ecdsaScheme('prime192v1', 'sha256'), 'key ec prime192v1'],
  ])('is told and leaves the signature undecided: %s', async (_, makeScheme, weakness) => {
    const signer = signerWith(makeScheme());
    const evidence = goodAt(NOW, signer, ca);
    const report = await reportOn(new TestDocument().sign({ signer }), NOW, { evidence });
    expect(report).toMatchObject({
      verdict: 'INDETERMINATE',
      subIndication: 'CRYPTO_CONSTRAINTS_FAILURE',
      signatures: [{ weaknesses: [weakness], facts: { integrity: 'intact', cryptography: 'right' } }],
    });
  });

  it('is told when it is in the path', async () => {
    const weakCa = issue({
      name: 'Weak',
      kind: 'ca',
      issuer: root,
      scheme: rsaScheme(2048, 'sha1'),
      ...life,
    });
    const signer = signerWith(ecdsaScheme('P-256', 'sha256'), weakCa);
    const report = await reportOn(new TestDocument().sign({ signer }), NOW);
    expect(report).toMatchObject({
      subIndication: 'CRYPTO_CONSTRAINTS_FAILURE',
      signatures: [{ weaknesses: ['certificate digest sha1'], facts: { certificatePath: 'weak' } }],
    });
  });

  it('says broken when the content is, whatever the algorithm', async () => {
    const signer = signerWith(rsaScheme(2048, 'sha1'));
    const { bytes } = new TestDocument().sign({ signer });
    const at = Buffer.from(bytes).indexOf('Alice');
    bytes[at]! ^= 1;
    expect(await answerOn(bytes, NOW)).toBe('HASH_FAILURE');
  });

  it.each([
    ['passes with a strong time-stamp from before it was weak', '2012-05-01', 'TOTAL-PASSED'],
    ['is undecided with one from later', '2014-05-01', 'CRYPTO_CONSTRAINTS_FAILURE'],
  ])('%s', async (_, stampedAt, answer) => {
    const old = issue({ name: 'Old CA', kind: 'ca', issuer: root, ...life });
    const stampedBy = issue({ name: 'TSA', kind: 'tsa', issuer: old, ...life });
    const signer = signerWith(rsaScheme(2048, 'sha1'), old);
    const document = new TestDocument().sign({ signer, stampedBy, stampedAt: day(stampedAt) });
    const evidence = goodAt(NOW, signer, stampedBy, old);
    expect(await answerOn(document, NOW, { evidence })).toBe(answer);
  });
});

describe('the digest of the signature', () => {
  it('must be the one that was signed', async () => {
    const document = new TestDocument().sign({ messageDigest: new Uint8Array(32) });
    expect(await answerOn(document, NOW)).toBe('HASH_FAILURE');
  });

  it('must be of the certificate that the signed attributes name', async () => {
    const scheme = ecdsaScheme('P-256', 'sha256');
    const twin = { name: 'Signer', kind: 'signer', issuer: ca, scheme, serial: 7, ...life } as const;
    const [first, second] = [issue(twin), issue({ ...twin, kind: 'tsa' })];
    const swapped = new TestDocument().sign({ signer: first, certificates: [second.der] });
    expect(await answerOn(swapped, NOW)).toBe('SIG_CRYPTO_FAILURE');
  });
});
