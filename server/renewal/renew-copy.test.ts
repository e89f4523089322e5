import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generatePki, type PkiServices, startPkiServices } from '../../certs/index.ts';
import { downloadSecret } from '../delivery/download-link.ts';
import { openDownloadLink } from '../delivery/open-download-link.ts';
import { orThrow } from '../http/or-throw.ts';
import type { CopySigner } from '../issuance/copy-signer.ts';
import { issueCopy } from '../issuance/issue-copy.ts';
import { annulCopy } from '../register/annul-copy.ts';
import { loadActions } from '../requests/load-request.ts';
import { addArchiveRevision } from '../signing/add-archive-revision.ts';
import { createHttpRevocationSource, createHttpTimeStampAuthority, signCopy } from '../signing/index.ts';
import { openPkcs12Signer } from '../signing/key-access.ts';
import { PdfIncrement } from '../signing/pdf-increment.ts';
import { date, dictionary, name, text, withEntries } from '../signing/pdf-values.ts';
import { copies, copyVersions } from '../storage/schema.ts';
import { enginesUnderTest } from '../testing/database-engines.ts';
import { addCertifier, approvedRequest } from '../testing/drive-request.ts';
import type { TestService } from '../testing/service-context.ts';
import { validatePdf } from '../validation/index.ts';
import { PdfDocument } from '../validation/pdf/pdf-document.ts';
import type { PdfDictionary, PdfReference } from '../validation/pdf/pdf-value.ts';
import { downloadCopy } from '../verification/downloads.ts';
import { verifyFile } from '../verification/verify-file.ts';
import { countRenewals, orderRenewals } from './order-renewals.ts';
import { type RenewalAuthorities, renewCopy } from './renew-copy.ts';

const DAY_MS = 86_400_000;
const nothing = { certificates: [], ocspResponses: [], crls: [] };

/** A development PKI whose services live by the clock of the test: years pass at once. */
interface AgingPki {
  readonly authorities: RenewalAuthorities;
  readonly signer: CopySigner;
  services(): PkiServices;
  /** Publishes new revocation lists, makes anew what lapses within 30 days, and restarts the services. */
  catchUp(): Promise<void>;
  close(): Promise<void>;
}

async function startAgingPki(clock: { now: Date }): Promise<AgingPki> {
  const dir = mkdtempSync(join(tmpdir(), 'saoy-renewal-'));
  const now = () => clock.now;
  // By lists: the responder of the development PKI does not know certificates that were made anew since.
  const index = await generatePki(dir, { port: await freePort(), namesStatusUrls: false, now });
  let services = await startPkiServices({ dir, port: index.port, now });
  const pem = readFileSync(join(dir, index.root), 'utf8').replace(/-----[^-]+-----/g, '');
  const trustAnchors = [new Uint8Array(Buffer.from(pem, 'base64'))];
  const tsa = createHttpTimeStampAuthority({
    urls: [index.tsaUrl],
    trustAnchors,
    rounds: 1,
    timeoutMs: 2000,
    now,
  });
  const revocation = createHttpRevocationSource({
    crlUrls: index.crlUrls,
    attempts: 1,
    timeoutMs: 2000,
    now,
  });
  const password = readFileSync(join(dir, index.passphrase), 'utf8').trim();
  const { pkcs12 } = index.identities.find(({ name }) => name === 'authority')!;
  const authority = orThrow(await openPkcs12Signer(readFileSync(join(dir, pkcs12!)), password));
  return {
    authorities: { tsa, revocation, trustAnchors, now },
    signer: {
      sign: async ({ pdf, product }) => {
        const signatures = [{ fieldName: 'Authority', signer: authority }];
        const signed = await signCopy({ pdf, product, signatures, tsa, revocation, trustAnchors, now });
        return signed.ok ? { ok: true, value: { pdf: signed.value.pdf, warnings: [] } } : signed;
      },
    },
    services: () => services,
    async catchUp() {
      await services.close();
      await generatePki(dir, { now });
      services = await startPkiServices({ dir, port: index.port, now });
    },
    async close() {
      await services.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe.each(enginesUnderTest())('years later, on $name', (engine) => {
  let service: TestService;
  let pki: AgingPki;
  let requestId: string;
  let code: string;
  let second: { requestId: string; code: string };

  beforeAll(async () => {
    service = await engine.open();
    pki = await startAgingPki(service.clock);
    ({ requestId, code } = await issue(7));
    second = await issue(8);
  }, 120_000);
  afterAll(async () => {
    await service?.close();
    await pki?.close();
    await engine.stop();
  });

  async function issue(shade: number): Promise<{ requestId: string; code: string }> {
    const { context } = service;
    const request = await approvedRequest(context, { product: 'digital', shades: [shade] });
    await issueCopy(context, pki.signer, { data: request, attempt: 0 });
    const [copy] = await context.database.db
      .select()
      .from(copies)
      .where(eq(copies.requestId, request.requestId));
    return { requestId: request.requestId, code: copy!.code };
  }
  const versions = async (of = code) =>
    service.context.database.db
      .select()
      .from(copyVersions)
      .where(eq(copyVersions.code, of))
      .orderBy(copyVersions.version);
  const fileOf = async (version: number) =>
    (await service.context.objects.get((await versions())[version - 1]!.fileKey))!;
  const orders = async () => {
    service.jobs.length = 0;
    await orderRenewals(service.context);
    return service.jobs.filter(({ name }) => name === 'renew-copy').map(({ data }) => data.requestId);
  };
  const renew = (of = requestId) => renewCopy(service.context, pki.authorities, { data: { requestId: of } });
  const validate = async (pdf: Uint8Array) =>
    orThrow(await validatePdf(pdf, { trustAnchors: pki.authorities.trustAnchors, at: service.clock.now }));
  const verdictOn = async (pdf: Uint8Array) =>
    orThrow(
      await verifyFile(
        {
          ...service.context,
          validate: (bytes) =>
            validatePdf(bytes, { trustAnchors: pki.authorities.trustAnchors, at: service.clock.now }),
        },
        pdf,
      ),
    );
  const pass = (days: number) => {
    service.clock.now = new Date(service.clock.now.getTime() + days * DAY_MS);
  };

  test('a fresh copy is its own first version and waits for nothing', async () => {
    const [first, ...more] = await versions();
    expect(more).toEqual([]);
    expect(first).toMatchObject({ version: 1, renewalProblem: null });
    expect(first!.renewBy).toEqual(first!.stampValidUntil);
    expect(first!.stampValidUntil!.getTime()).toBeGreaterThan(service.clock.now.getTime() + 1800 * DAY_MS);
    expect(await orders()).toEqual([]);
    await renew();
    expect(await versions()).toHaveLength(1);
  });

  test('before the certificate of its time-stamp lapses it becomes due', async () => {
    pass(1750);
    expect((await orders()).toSorted()).toEqual([requestId, second.requestId].toSorted());
    expect(await countRenewals(service.context)).toEqual({ due: 2, overdue: 0, problem: null });
  });

  test('an authority that is down, or has no newer certificate, is asked again later and by one copy at a time', async () => {
    await pki.catchUp();
    pki.services().setFault({ tsa: 'down' });
    await expect(renew()).rejects.toThrow('signing.tsa-unavailable');
    expect((await versions())[0]).toMatchObject({
      renewalProblem: 'signing.tsa-unavailable',
      renewalFailures: 1,
    });
    expect(await orders()).toEqual([second.requestId]);
    pki.services().setFault({ tsa: 'none' });
    await expect(renew(second.requestId)).rejects.toThrow('renewal.authority-unchanged');
    expect(await orders()).toEqual([]);
    pass(1);
    expect(await orders()).toHaveLength(2);
    expect(await versions()).toHaveLength(1);
    const decision = {
      decisionNumber: '9/QĐ-UBND',
      decisionDate: '2031-09-05',
      signer: 'Trần Thị Chủ Tịch',
      reason: 'Bản chính bị thu hồi',
    };
    const staffId = await addCertifier(service.context);
    orThrow(await annulCopy(service.context, { code: second.code, staffId, ...decision }));
    expect(await orders()).toEqual([requestId]);
    await renew(second.requestId);
    expect(await versions(second.code)).toHaveLength(1);
  });

  test('once the authority has a new certificate, one renewal adds a version that ends with the former file', async () => {
    pass(47);
    expect(await countRenewals(service.context)).toEqual({
      due: 1,
      overdue: 1,
      problem: 'signing.tsa-unavailable',
    });
    await pki.catchUp();
    // A process that dies between storing and recording leaves nothing but a file that nothing refers to.
    const { objects } = service.context;
    const dying = {
      ...service.context,
      objects: {
        put: async (bytes: Uint8Array) =>
          Promise.reject(new Error(`killed after ${await objects.put(bytes)}`)),
        get: (key: string) => objects.get(key),
        delete: (key: string) => objects.delete(key),
        list: () => objects.list(),
      },
    };
    await expect(renewCopy(dying, pki.authorities, { data: { requestId } })).rejects.toThrow('killed after');
    expect(await versions()).toHaveLength(1);
    // Ordered twice, by two processes: made once.
    await Promise.all([renew(), renew()]);
    const [first, second, ...more] = await versions();
    expect(more).toEqual([]);
    expect(first!.renewBy).toBeNull();
    expect(second!.stampValidUntil!.getTime()).toBeGreaterThan(service.clock.now.getTime() + 1800 * DAY_MS);
    const [before, after] = [await fileOf(1), await fileOf(2)];
    expect(Buffer.compare(after.subarray(0, before.length), before)).toBe(0);
    const events = (await loadActions(service.context.database.db, requestId)).map(({ event }) => event);
    expect(events.filter(({ type }) => type === 'renewed')).toMatchObject([
      { version: 2, sha256: second!.sha256, sizeBytes: after.length },
    ]);
    const leaf = orThrow(await service.context.transparency.waitUntilCovered(second!.leafIndex!));
    expect(leaf).toMatchObject({ kind: 'renewal', record: { code, version: 2, sha256: second!.sha256 } });
    expect(await orders()).toEqual([]);
  });

  test('after the first certificate has lapsed only the renewed file is proved by its signatures', async () => {
    pass(200);
    expect(await validate(await fileOf(1))).toMatchObject({ verdict: 'INDETERMINATE' });
    const renewed = await validate(await fileOf(2));
    expect(renewed.verdict).toBe('TOTAL-PASSED');
    expect(renewed.signatures.map(({ level, verdict }) => [level, verdict])).toEqual([
      ['B-LTA', 'TOTAL-PASSED'],
      [null, 'TOTAL-PASSED'],
      [null, 'TOTAL-PASSED'],
    ]);
  });

  test('every released version stays genuine, and downloads give the newest', async () => {
    expect(await verdictOn(await fileOf(1))).toMatchObject({
      status: 'genuine',
      reasonCode: 'file-matches-other-version',
      copy: { code },
    });
    expect(await verdictOn(await fileOf(2))).toMatchObject({
      status: 'genuine',
      reasonCode: 'file-matches-register',
    });
    const { context } = service;
    await openDownloadLink(context.database.db, context, { requestId, from: context.now() });
    const download = await downloadCopy(context, downloadSecret(context.secrets, requestId));
    expect(orThrow(download).pdf).toEqual(await fileOf(2));
  });

  test('what others append for the archive leaves a copy genuine, anything else does not', async () => {
    const newest = await fileOf(2);
    const stamped = orThrow(await addArchiveRevision(newest, nothing, pki.authorities.tsa));
    expect(await verdictOn(stamped.pdf)).toMatchObject({
      status: 'genuine',
      reasonCode: 'file-extends-register',
      copy: { code },
    });
    const older = orThrow(await addArchiveRevision(await fileOf(1), nothing, pki.authorities.tsa));
    expect(await verdictOn(older.pdf)).toMatchObject({
      status: 'genuine',
      reasonCode: 'file-extends-register',
    });
    // pyHanko and others also write when and by what program it was done.
    const dated = new PdfIncrement(new PdfDocument(newest));
    const info = new PdfDocument(newest).trailer.entries.get('Info') as PdfReference;
    const values = new PdfDocument(newest).resolve(info) as PdfDictionary;
    dated.set(
      info.number,
      withEntries(values, { ModDate: date(service.clock.now), Producer: text('an archive') }),
    );
    const archived = orThrow(await addArchiveRevision(dated.build().bytes, nothing, pki.authorities.tsa));
    expect(await verdictOn(archived.pdf)).toMatchObject({
      status: 'genuine',
      reasonCode: 'file-extends-register',
    });
    const renamed = new PdfIncrement(new PdfDocument(newest));
    renamed.set(info.number, withEntries(values, { Title: text('Another title') }));
    expect(await verdictOn(renamed.build().bytes)).toMatchObject({ status: 'altered' });
    const trailed = new Uint8Array([...newest, ...Buffer.from('%trailing\n')]);
    expect(await verdictOn(trailed)).toMatchObject({
      status: 'altered',
      reasonCode: 'file-changes-registered-copy',
    });
    const document = new PdfDocument(newest);
    const increment = new PdfIncrement(document);
    increment.set(
      document.catalogReference!.number,
      withEntries(document.catalog!, { OpenAction: dictionary({ S: name('JavaScript') }) }),
    );
    expect(await verdictOn(increment.build().bytes)).toMatchObject({
      status: 'altered',
      reasonCode: 'file-changes-registered-copy',
    });
  });
});
