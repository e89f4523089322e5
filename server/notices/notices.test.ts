import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fault } from '@saoy/contracts/errors';
import { err } from '@saoy/contracts/result';
import { eq } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { issueCopy } from '../issuance/issue-copy.ts';
import { createPkcs12Keys } from '../signing/key-access.ts';
import { type SigningFixture, startSigningFixture } from '../signing/testing/signing-fixture.ts';
import { certificateWatch, signingAuthorisations } from '../storage/schema.ts';
import { addCertifier, approvedRequest } from '../testing/drive-request.ts';
import { openTestService, type TestService } from '../testing/service-context.ts';
import { lapseThreshold } from './lapse-threshold.ts';
import { listNotices } from './list-notices.ts';
import { logLapses, type WatchedTrust, watchCertificates } from './watch-certificates.ts';

const DAY_MS = 86_400_000;

test.each([
  [61, null],
  [60, 60],
  [31, 60],
  [30, 30],
  [7.5, 30],
  [7, 7],
  [0.01, 7],
  [0, 0],
  [-3, 0],
])('%s days before the end the threshold is %s', (days, threshold) => {
  const now = new Date('2026-11-21T00:00:00Z');
  expect(lapseThreshold(new Date(now.getTime() + days * DAY_MS), now)).toBe(threshold);
});

describe('what those who run the place are told', () => {
  let service: TestService;
  let fixture: SigningFixture;
  let certifierId: string;
  let trust: WatchedTrust;

  beforeAll(async () => {
    fixture = await startSigningFixture();
    service = await openTestService();
    certifierId = await addCertifier(service.context, 'certifier-1');
    const password = (await readFile(join(fixture.dir, fixture.index.passphrase), 'utf8')).trim();
    const { tsa } = await fixture.options('digital');
    trust = {
      openCertificate: createPkcs12Keys({ folder: join(fixture.dir, 'identities'), password }).open,
      authorityKey: 'authority',
      authorities: [{ url: fixture.index.tsaUrl, tsa }],
      serverCertificates: { server: join(fixture.dir, 'identities/server/cert.pem') },
      trustAnchors: fixture.trustAnchors,
    };
  }, 240_000);
  afterAll(async () => {
    await service.close();
    await fixture.close();
  });
  beforeEach(() => {
    service.clock.now = new Date();
  });

  test('nothing while all is well', async () => {
    await watchCertificates(service.context, trust);
    expect(await listNotices(service.context)).toEqual({
      lapses: [],
      delayed: [],
      renewals: { due: 0, overdue: 0, problem: null },
    });
    expect(await service.context.database.db.select().from(certificateWatch)).toHaveLength(5);
  });

  test('every certificate that issuing depends on, from 60 days before its end', async () => {
    const { context, clock } = service;
    // The leaves of the development PKI end after 730 days.
    clock.now = new Date(Date.now() + 700 * DAY_MS + 60_000);
    await watchCertificates(context, trust);
    const { lapses } = await listNotices(context);
    expect(lapses.map(({ kind, name, withinDays }) => [kind, name, withinDays]).sort()).toEqual([
      ['server-certificate', 'server', 30],
      ['signing-certificate', 'authority', 30],
      ['signing-certificate', 'certifier-1', 30],
    ]);
    clock.now = new Date(Date.now() + 731 * DAY_MS);
    await watchCertificates(context, trust);
    expect((await listNotices(context)).lapses.map(({ withinDays }) => withinDays)).toEqual([0, 0, 0]);
  });

  test('an authority whose time-stamping certificate ends, and one that does not answer', async () => {
    const { context, clock } = service;
    clock.now = new Date(Date.now() + (1825 - 5) * DAY_MS);
    await watchCertificates(context, trust);
    expect((await listNotices(context)).lapses).toContainEqual(
      expect.objectContaining({
        kind: 'time-stamping-certificate',
        name: fixture.index.tsaUrl,
        withinDays: 7,
      }),
    );
    clock.now = new Date();
    fixture.services.setFault({ tsa: 'down' });
    await watchCertificates(context, trust);
    fixture.services.setFault({ tsa: 'none' });
    const { lapses } = await listNotices(context);
    expect(lapses).toMatchObject([
      { kind: 'time-stamping-certificate', problem: 'signing.tsa-unavailable', withinDays: null },
    ]);
    // When it ends is still known from before.
    expect(lapses[0]?.lapsesAt).not.toBeNull();
    await watchCertificates(context, trust);
    expect((await listNotices(context)).lapses).toEqual([]);
  });

  test('a key that cannot be opened is told at once', async () => {
    const { context } = service;
    const openCertificate = async () => err(fault('signing.pin-refused', 'pin-wrong'));
    await watchCertificates(context, { ...trust, openCertificate });
    expect((await listNotices(context)).lapses).toMatchObject([
      { kind: 'signing-certificate', problem: 'signing.pin-refused' },
      { kind: 'signing-certificate', problem: 'signing.pin-refused' },
    ]);
    await watchCertificates(context, trust);
  });

  test('an authorisation that ends, unless another one goes on', async () => {
    const { context, clock } = service;
    const { db } = context.database;
    const [held] = await db.select().from(signingAuthorisations);
    const validUntil = new Date(clock.now.getTime() + 20 * DAY_MS);
    await db.update(signingAuthorisations).set({ validUntil });
    expect((await listNotices(context)).lapses).toMatchObject([
      {
        kind: 'authorisation',
        decisionNumber: '01/QĐ-UBND',
        withinDays: 30,
        lapsesAt: validUntil.toISOString(),
      },
    ]);
    const id = '00000000-0000-4000-8000-000000000001';
    await db.insert(signingAuthorisations).values({ ...held!, id, validFrom: validUntil, validUntil: null });
    expect((await listNotices(context)).lapses).toEqual([]);
    await db.delete(signingAuthorisations).where(eq(signingAuthorisations.id, id));
    await db.update(signingAuthorisations).set({ validUntil: null });
  });

  test('the log says it without naming a person', async () => {
    const { context, clock } = service;
    const lines: string[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
    const validUntil = new Date(clock.now.getTime() + 5 * DAY_MS);
    await context.database.db.update(signingAuthorisations).set({ validUntil });
    await logLapses({ ...context, log });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({ kind: 'authorisation', withinDays: 7 });
    expect(lines[0]).not.toContain('Nguyễn');
    await context.database.db.update(signingAuthorisations).set({ validUntil: null });
  });

  test('a request that waits for its signature stands there with the reason until it is issued', async () => {
    const { context } = service;
    const { requestId } = await approvedRequest(context, { product: 'certified', certifierId });
    const refusing = { sign: async () => err(fault('signing.certificate-invalid', 'revoked')) };
    await expect(issueCopy(context, refusing, { data: { requestId }, attempt: 0 })).rejects.toThrow();
    expect((await listNotices(context)).delayed).toMatchObject([
      { requestId, product: 'certified', code: 'signing.certificate-invalid' },
    ]);
  });

  test('a folder of keys that is empty is told as keys that cannot be used', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'saoy-nokeys-'));
    const openCertificate = createPkcs12Keys({ folder, password: '' }).open;
    await watchCertificates(service.context, { ...trust, openCertificate });
    const { lapses } = await listNotices(service.context);
    expect(lapses.filter(({ problem }) => problem === 'signing.key-unavailable')).toHaveLength(2);
    await rm(folder, { recursive: true });
  });
});
