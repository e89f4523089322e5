import { describe, expect, it } from 'vitest';
import { issue, ocspResponse, revocationList, type TestIdentity } from './testing/test-authority.ts';
import { timeStampToken } from './testing/test-cms.ts';
import { answerOn, day, people, reportOn, TestDocument } from './testing/test-document.ts';

const { ca, signer, tsa, laterTsa, root } = people;
const SIGNED = day('2021-03-01');

/** Responses that everything is good, made on one day and good for a month. */
const allGood = (at: Date, about: readonly TestIdentity[] = [signer, tsa, laterTsa, ca]): Uint8Array[] =>
  about.map((identity) => ocspResponse(identity, { at, until: new Date(at.getTime() + 30 * 86_400_000) }));

const archived = (): TestDocument =>
  new TestDocument()
    .sign({ stampedAt: SIGNED })
    .store({ certificates: [ca.der], ocspResponses: allGood(day('2021-03-02')) })
    .archive(day('2021-03-03'));

describe('the level of a signature', () => {
  it.each<[string, () => TestDocument, string]>([
    ['B-B without any time-stamp', () => new TestDocument().sign(), 'B-B'],
    ['B-T with a time-stamp of the signature', () => new TestDocument().sign({ stampedAt: SIGNED }), 'B-T'],
    [
      'B-LT with all revocation data in the file',
      () =>
        new TestDocument()
          .sign({ stampedAt: SIGNED })
          .store({ certificates: [ca.der], ocspResponses: allGood(day('2021-03-02')) }),
      'B-LT',
    ],
    ['B-LTA with a time-stamp over all of that', archived, 'B-LTA'],
  ])('is %s', async (_, make, level) => {
    const evidence = { ocspResponses: allGood(day('2021-03-02')), crls: [] };
    const at = level === 'B-B' ? day('2021-03-02') : day('2021-04-01');
    const report = await reportOn(make(), at, { evidence });
    expect(report.verdict).toBe('TOTAL-PASSED');
    expect(report.signatures[0]).toMatchObject({ kind: 'signature', level });
    expect(report.signatures[0]?.provenTime).toBe(level === 'B-B' ? null : SIGNED.toISOString());
  });

  it('is none of the profile with a signing-time attribute, which is only told', async () => {
    const document = new TestDocument().sign({ stampedAt: SIGNED, signingTime: day('2021-02-28') });
    const evidence = { ocspResponses: allGood(day('2021-03-02')), crls: [] };
    const report = await reportOn(document, day('2021-04-01'), { evidence });
    expect(report.signatures[0]).toMatchObject({
      verdict: 'TOTAL-PASSED',
      level: null,
      claimedTime: '2021-02-28T00:00:00.000Z',
      provenTime: SIGNED.toISOString(),
    });
  });
});

describe('a certificate that lapsed', () => {
  it.each<[string, Date, string]>([
    ['before it does', day('2021-12-31'), 'TOTAL-PASSED'],
    ['after it does', day('2023-01-01'), 'TOTAL-PASSED'],
    ['on the last day of the time-stamping authority', day('2024-12-31'), 'TOTAL-PASSED'],
    ['after the time-stamping authority lapsed too', day('2025-06-01'), 'OUT_OF_BOUNDS_NO_POE'],
  ])('does no harm to an archived signature %s', async (_, at, answer) => {
    expect(await answerOn(archived(), at)).toBe(answer);
  });

  it('leaves a signature without a proof of time undecided', async () => {
    const evidence = { ocspResponses: allGood(day('2021-03-02')), crls: [] };
    expect(await answerOn(new TestDocument().sign(), day('2023-01-01'), { evidence })).toBe(
      'OUT_OF_BOUNDS_NO_POE',
    );
  });

  it('fails a signature that covers a time-stamp younger than the certificate', async () => {
    const document = new TestDocument()
      .archive(day('2023-01-01'))
      .store({ certificates: [ca.der], ocspResponses: allGood(day('2023-01-02')) })
      .sign({ stampedAt: day('2023-02-01'), field: 'Late' })
      .store({ ocspResponses: allGood(day('2023-02-02')) });
    const report = await reportOn(document, day('2023-03-01'));
    expect(report.signatures.find(({ field }) => field === 'Late')).toMatchObject({
      verdict: 'TOTAL-FAILED',
      subIndication: 'EXPIRED',
    });
  });

  it('fails a signature proven to be older than its certificate', async () => {
    const document = new TestDocument().sign({ stampedAt: day('2019-06-01') });
    const evidence = { ocspResponses: allGood(day('2019-06-02')), crls: [] };
    expect(await answerOn(document, day('2021-01-01'), { evidence })).toBe('NOT_YET_VALID');
  });
});

describe('a chain of archive time-stamps', () => {
  const renewed = (): TestDocument =>
    archived()
      .store({ ocspResponses: allGood(day('2024-06-01')) })
      .archive(day('2024-06-02'), laterTsa);

  it('carries a signature beyond the life of its first authority, each link proving the one before', async () => {
    const report = await reportOn(renewed(), day('2030-01-01'));
    expect(report.signatures.map(({ verdict }) => verdict)).toEqual(Array(3).fill('TOTAL-PASSED'));
    expect(report.signatures[0]).toMatchObject({ level: 'B-LTA', provenTime: SIGNED.toISOString() });
    expect(await answerOn(renewed(), day('2034-01-01'))).toBe('OUT_OF_BOUNDS_NO_POE');
  });

  it('does not survive a link that came too late', async () => {
    const late = archived()
      .store({ ocspResponses: allGood(day('2026-06-01'), [laterTsa, ca]) })
      .archive(day('2026-06-02'), laterTsa);
    expect(await answerOn(late, day('2027-01-01'))).toBe('OUT_OF_BOUNDS_NO_POE');
  });

  it('is out of order when an older layer is younger than the one above it', async () => {
    const wrong = new TestDocument()
      .sign({ stampedAt: day('2021-05-01') })
      .store({ certificates: [ca.der], ocspResponses: allGood(day('2021-05-02')) })
      .archive(day('2021-03-03'));
    const report = await reportOn(wrong, day('2021-06-01'));
    expect(report.signatures[0]?.subIndication).toBe('TIMESTAMP_ORDER_FAILURE');
  });
});

describe('a revocation', () => {
  const revokedOn = (at: Date): { ocspResponses: Uint8Array[]; crls: Uint8Array[] } => ({
    ocspResponses: allGood(day('2021-06-01'), [tsa, ca]),
    crls: [
      revocationList(ca, {
        at: day('2021-06-01'),
        until: day('2021-07-01'),
        revoked: [{ identity: signer, at }],
      }),
    ],
  });

  it.each<[string, boolean, Date, string]>([
    ['after the proven time does no harm', true, day('2021-03-02'), 'TOTAL-PASSED'],
    ['before the proven time leaves it undecided', true, day('2021-02-27'), 'REVOKED_NO_POE'],
    ['at any time leaves a signature without a proof undecided', false, day('2021-03-02'), 'REVOKED_NO_POE'],
  ])('%s', async (_, isStamped, at, answer) => {
    const document = new TestDocument().sign(isStamped ? { stampedAt: SIGNED } : {});
    expect(await answerOn(document, day('2021-06-02'), { evidence: revokedOn(at) })).toBe(answer);
  });

  it('fails a signature that covers a time-stamp younger than the revocation', async () => {
    const document = new TestDocument()
      .archive(day('2021-03-01'))
      .sign({ stampedAt: day('2021-03-02'), field: 'Late' });
    const report = await reportOn(document, day('2021-06-02'), { evidence: revokedOn(day('2021-02-01')) });
    expect(report.signatures.find(({ field }) => field === 'Late')).toMatchObject({
      verdict: 'TOTAL-FAILED',
      subIndication: 'REVOKED',
      facts: { revocation: 'revoked', revokedAt: '2021-02-01T00:00:00.000Z' },
    });
  });

  it('of the issuing authority before the proven time leaves it undecided', async () => {
    const evidence = {
      ocspResponses: [
        ...allGood(day('2021-06-01'), [signer, tsa]),
        ocspResponse(ca, { at: day('2021-06-01'), revokedAt: day('2021-02-01') }),
      ],
      crls: [],
    };
    const report = await reportOn(new TestDocument().sign(), day('2021-06-01'), { evidence });
    expect(report.subIndication).toBe('REVOKED_CA_NO_POE');
  });

  it('of the time-stamping authority takes its proof away', async () => {
    const evidence = {
      ocspResponses: [
        ...allGood(day('2021-06-01'), [signer, ca]),
        ocspResponse(tsa, { at: day('2021-06-01'), revokedAt: day('2021-05-01') }),
      ],
      crls: [],
    };
    const report = await reportOn(new TestDocument().sign({ stampedAt: SIGNED }), day('2021-06-01'), {
      evidence,
    });
    expect(report.verdict).toBe('INDETERMINATE');
    expect(report.signatures[0]).toMatchObject({
      provenTime: null,
      timeStamps: [{ subIndication: 'REVOKED_NO_POE', time: SIGNED.toISOString(), authority: 'TSA 1' }],
    });
  });

  it('is not ruled out by data older than the proven time, nor by data of another’s responder', async () => {
    const document = new TestDocument().sign({ stampedAt: SIGNED });
    const stale = { ocspResponses: allGood(day('2021-01-01')), crls: [] };
    expect(await answerOn(document, day('2021-03-05'), { evidence: stale })).toBe('TRY_LATER');
    const stranger = issue({ name: 'CA', kind: 'ca', from: day('2015-01-01'), to: day('2040-01-01') });
    const forged = allGood(day('2021-03-02'), [tsa, ca]);
    const bySameName = ocspResponse(signer, { at: day('2021-03-02'), by: stranger });
    const evidence = { ocspResponses: [...forged, bySameName], crls: [] };
    expect(await answerOn(document, day('2021-03-05'), { evidence })).toBe('TRY_LATER');
  });

  it('is ruled out by a responder that the issuer delegated, and by no other signer of it', async () => {
    const life = { issuer: ca, from: day('2020-01-01'), to: day('2030-01-01') } as const;
    const responder = issue({ name: 'Responder', kind: 'responder', ...life });
    const impostor = issue({ name: 'Impostor', kind: 'signer', ...life });
    const answerBy = (by: TestIdentity): Promise<string> => {
      const ocspResponses = [
        ...allGood(day('2021-03-02'), [tsa, ca]),
        ocspResponse(signer, { at: day('2021-03-02'), by }),
      ];
      const document = new TestDocument().sign({ stampedAt: SIGNED });
      return answerOn(document, day('2021-03-05'), { evidence: { ocspResponses, crls: [] } });
    };
    expect(await answerBy(responder)).toBe('TOTAL-PASSED');
    expect(await answerBy(impostor)).toBe('TRY_LATER');
  });
});

describe('whom one trusts', () => {
  const evidence = { ocspResponses: allGood(day('2021-03-02')), crls: [] };

  it('decides: no anchor, another anchor, several anchors', async () => {
    const other = issue({ name: 'Root', kind: 'ca', from: day('2015-01-01'), to: day('2045-01-01') });
    const answers = await Promise.all(
      [[], [other.der], [other.der, root.der]].map((trustAnchors) =>
        answerOn(new TestDocument().sign({ stampedAt: SIGNED }), day('2021-04-01'), {
          evidence,
          trustAnchors,
        }),
      ),
    );
    expect(answers).toEqual(['NO_CERTIFICATE_CHAIN_FOUND', 'NO_CERTIFICATE_CHAIN_FOUND', 'TOTAL-PASSED']);
  });

  it('is asked about the purpose too: an authority or a time-stamper signs no documents', async () => {
    for (const by of [ca, tsa])
      expect(await answerOn(new TestDocument().sign({ signer: by }), day('2021-03-02'), { evidence })).toBe(
        'CHAIN_CONSTRAINTS_FAILURE',
      );
  });

  it('does not let a person’s certificate stamp times', async () => {
    const document = new TestDocument().sign({ stampedAt: SIGNED, stampedBy: signer });
    const report = await reportOn(document, day('2021-03-20'), { evidence });
    expect(report).toMatchObject({ verdict: 'INDETERMINATE', subIndication: 'SIG_CONSTRAINTS_FAILURE' });
  });

  it('does not take a time-stamp of another signature', async () => {
    const foreign = timeStampToken(tsa, SIGNED, [Buffer.from('another signature')]);
    const document = new TestDocument().sign({ timeStamp: () => foreign });
    expect(await answerOn(document, day('2021-03-20'), { evidence })).toBe('SIG_CONSTRAINTS_FAILURE');
  });
});
