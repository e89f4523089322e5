import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Faults } from '../../certs/index.ts';
import { createHttpRevocationSource, createHttpTimeStampAuthority, signCopy } from './index.ts';
import { type SigningFixture, startSigningFixture } from './testing/signing-fixture.ts';

let fixture: SigningFixture;
beforeAll(async () => {
  fixture = await startSigningFixture();
}, 240_000);
afterAll(() => fixture.close());
afterEach(() => fixture.services.setFault({ tsa: 'none', ocsp: 'none', crl: 'none' }));

/** Signs a digital copy under faults; the code when it is refused. */
async function outcome(faults: Faults, change: object = {}): Promise<string> {
  fixture.services.setFault(faults);
  const signed = await signCopy({ ...(await fixture.options('digital')), ...change });
  return signed.ok ? 'signed' : signed.error.code;
}

describe('a time-stamping authority that lies', () => {
  it.each<[NonNullable<Faults['tsa']>, string]>([
    ['wrong-imprint', 'signing.tsa-wrong'],
    ['wrong-nonce', 'signing.tsa-wrong'],
    ['bad-signature', 'signing.tsa-wrong'],
    ['wrong-issuer', 'signing.tsa-wrong'],
    ['wrong-purpose', 'signing.tsa-wrong'],
    ['expired-certificate', 'signing.tsa-wrong'],
    ['clock:-10800000', 'signing.clock-wrong'],
    ['clock:10800000', 'signing.clock-wrong'],
    ['clock:-86400000', 'signing.clock-wrong'],
  ])('%s: nothing is signed', async (tsa, code) => {
    expect(await outcome({ tsa })).toBe(code);
  });

  it('a few seconds of difference between the clocks are allowed', async () => {
    expect(await outcome({ tsa: 'clock:-4000' })).toBe('signed');
  });

  it.each([-3, 3])('our own clock %s h off is noticed by the authority of the time-stamps', async (hours) => {
    const now = () => new Date(Date.now() + hours * 3_600_000);
    const tsa = createHttpTimeStampAuthority({
      urls: [fixture.index.tsaUrl],
      trustAnchors: fixture.trustAnchors,
      rounds: 1,
      clockToleranceMs: 60_000,
      now,
    });
    expect(await outcome({}, { tsa })).toBe('signing.clock-wrong');
  });

  it('the lie is told even when another address helped', async () => {
    const problems: string[] = [];
    const other = await startSigningFixture();
    try {
      const tsa = createHttpTimeStampAuthority({
        // A proper authority, but of a PKI that is not trusted here.
        urls: [other.index.tsaUrl, fixture.index.tsaUrl],
        trustAnchors: fixture.trustAnchors,
        rounds: 1,
        onProblem: (url, { code }) => problems.push(`${code} ${url === other.index.tsaUrl}`),
      });
      expect(await outcome({}, { tsa })).toBe('signed');
      expect(problems[0]).toBe('signing.tsa-wrong true');
    } finally {
      await other.close();
    }
  }, 60_000);
});

describe('a responder or a list that lies', () => {
  it.each([
    'expired',
    'wrong-nonce',
    'wrong-certificate',
    'wrong-signer',
    'bad-signature',
    'garbage',
    'unknown',
    'down',
  ] as const)('OCSP %s and no list: nothing is signed', async (ocsp) => {
    expect(await outcome({ ocsp, crl: 'down' })).toBe('signing.revocation-unknown');
  });

  it.each(['stale', 'garbage', 'down'] as const)(
    'a list that is %s does not stand in for OCSP',
    async (crl) => {
      expect(await outcome({ ocsp: 'down', crl })).toBe('signing.revocation-unknown');
    },
  );

  it('a responder that does not know the certificate is not overruled by a list', async () => {
    expect(await outcome({ ocsp: 'unknown' })).toBe('signing.revocation-unknown');
  });

  it.each(['expired', 'wrong-signer', 'bad-signature', 'wrong-nonce', 'wrong-certificate'] as const)(
    'a revoked certificate that OCSP (%s) calls good is refused by the list, and an old list does not help it',
    async (ocsp) => {
      const change = await fixture.options('certified', 'certifier-revoked');
      expect(await outcome({ ocsp }, change)).toBe('signing.certificate-invalid');
      expect(await outcome({ ocsp, crl: 'stale' }, change)).toBe('signing.revocation-unknown');
    },
  );
});

describe('authorities that fail while many wait', () => {
  const digest = new Uint8Array(32);

  it('an address that is down is left alone for a while, another one is asked at once', async () => {
    const asked: string[] = [];
    const tsa = createHttpTimeStampAuthority({
      urls: ['http://127.0.0.1:1/', fixture.index.tsaUrl],
      trustAnchors: fixture.trustAnchors,
      rounds: 1,
      onProblem: (url) => asked.push(url),
      // A clock that stands still: the rest of an address does not end.
      now: (
        (at) => () =>
          at
      )(new Date()),
    });
    for (let i = 0; i < 12; i++) expect((await tsa.stamp(digest)).ok).toBe(true);
    expect(asked).toHaveLength(3);
  });

  it('no more questions at once than are allowed, and nobody is lost', async () => {
    fixture.services.setFault({ tsa: 'slow:20', ocsp: 'slow:20' });
    const tsa = createHttpTimeStampAuthority({
      urls: [fixture.index.tsaUrl],
      trustAnchors: fixture.trustAnchors,
      maxConcurrent: 3,
    });
    const stamped = await Promise.all(Array.from({ length: 30 }, () => tsa.stamp(digest)));
    expect(stamped.filter(({ ok }) => ok)).toHaveLength(30);
    expect(fixture.services.mostAtOnce()).toBeLessThanOrEqual(3);
  });

  it('who waits for the second round keeps nobody from asking', async () => {
    const tsa = createHttpTimeStampAuthority({
      urls: [fixture.index.tsaUrl],
      trustAnchors: fixture.trustAnchors,
      maxConcurrent: 1,
      backOffMs: 30,
    });
    fixture.services.setFault({ tsa: 'down' });
    const first = tsa.stamp(digest);
    fixture.services.setFault({ tsa: 'none' });
    expect((await Promise.all([first, tsa.stamp(digest)])).every(({ ok }) => ok)).toBe(true);
  });

  it('lists of other authorities among the configured ones do no harm, however often they are read', async () => {
    const other = await startSigningFixture({ namesStatusUrls: false });
    try {
      // One source for all, as a worker has it, on a PKI whose certificates name no address.
      const revocation = createHttpRevocationSource({ attempts: 1, crlUrls: other.index.crlUrls });
      for (let i = 0; i < 4; i++) {
        const signed = await signCopy({ ...(await other.options('certified')), revocation });
        expect(signed.ok).toBe(true);
      }
    } finally {
      await other.close();
    }
  }, 240_000);

  it('a responder that is down is left alone for a while too', async () => {
    fixture.services.setFault({ ocsp: 'down' });
    const problems: string[] = [];
    const revocation = createHttpRevocationSource({
      attempts: 1,
      crlUrls: fixture.index.crlUrls,
      onProblem: (url) => problems.push(url),
      now: (
        (at) => () =>
          at
      )(new Date()),
    });
    for (let i = 0; i < 3; i++) expect(await outcome({}, { revocation })).toBe('signed');
    expect(problems.length).toBeLessThanOrEqual(4);
  });
});
