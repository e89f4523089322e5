import { randomUUID } from 'node:crypto';
import { agentApi, type Confirmation } from '@saoy/contracts/agent-api';
import type { RequestView } from '@saoy/contracts/requests/view';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AgentClient } from '../../tests/fixtures/agent-client.ts';
import { approveRequest, beginApproval } from '../decisions/approve-request.ts';
import { refuseRequest } from '../decisions/refuse-request.ts';
import { setKioskEnabled } from '../kiosks/manage-kiosks.ts';
import { audit, staff } from '../storage/schema.ts';
import { certifierAssertion } from '../testing/certifier-passkey.ts';
import { serverDatabases } from '../testing/database-engines.ts';
import { drawPage, sha256Of } from '../testing/drive-request.ts';
import { type ServerUnderTest, startServerUnderTest } from '../testing/running-server.ts';
import { orThrow } from './or-throw.ts';

let tested: ServerUnderTest;
let own: AgentClient;
let foreign: AgentClient;

interface Draft {
  readonly requestId: string;
  readonly create: { visitId: string; product: 'certified' | 'digital'; language: 'vi' };
  readonly pages: string[];
}

async function upload(client: AgentClient, requestId: string, bytes: Uint8Array): Promise<string> {
  const sha256 = sha256Of(bytes);
  await client.call(agentApi.uploadPage, {
    params: { requestId, sha256 },
    query: { offset: 0, total: bytes.length },
    body: bytes,
  });
  return sha256;
}

async function openDraft(shades: number[], product: 'certified' | 'digital' = 'certified'): Promise<Draft> {
  const requestId = randomUUID();
  const create = { visitId: randomUUID(), product, language: 'vi' as const };
  await own.call(agentApi.createRequest, { params: { requestId }, body: create });
  const pages: string[] = [];
  for (const shade of shades) pages.push(await upload(own, requestId, await drawPage(shade)));
  return { requestId, create, pages };
}

async function until(requestId: string, isReached: (view: RequestView) => boolean): Promise<RequestView> {
  let view = await own.call(agentApi.getRequest, { params: { requestId } });
  while (!isReached(view))
    view = await own.call(agentApi.getRequest, {
      params: { requestId },
      query: { after: view.revision, waitMs: 20_000 },
    });
  return view;
}

const confirmation = (pages: string[], totalVnd: number): Confirmation => ({
  pages,
  copies: 1,
  delivery: { print: true, download: true, email: null },
  identity: {
    method: 'staff',
    decision: 'not-compared',
    similarity: null,
    model: null,
    isLivenessPassed: null,
    holderName: 'Nguyễn Văn An',
    holderNumber: null,
    flags: [],
    checkedAt: new Date().toISOString(),
  },
  identitySessionId: null,
  questionedFields: [],
  shownTotalVnd: totalVnd,
});

async function certify(requestId: string): Promise<void> {
  const { context } = tested.server;
  const [member] = await context.database.db.select().from(staff).where(eq(staff.signerName, 'certifier-1'));
  const staffId = member!.id;
  const begun = orThrow(
    await beginApproval(context, { requestId, staffId, isIdentityConfirmed: true, requesterName: null }),
  );
  const checkAssertion = (challenge: string) => certifierAssertion(context, staffId, challenge);
  orThrow(
    await approveRequest(context, { requestId, staffId, approvalId: begun.approvalId, checkAssertion }),
  );
}

describe.each(serverDatabases())('the agent API on $name', (engine) => {
  beforeAll(async () => {
    const databaseUrl = await engine.open();
    tested = await startServerUnderTest(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl });
    own = tested.clientOf('kiosk-1');
    foreign = tested.clientOf('kiosk-2');
  }, 120_000);

  afterAll(async () => {
    await tested?.close();
    await engine.stop();
  });

  describe('certificates', () => {
    test.each([
      ['kiosk-revoked', 'CERT_REVOKED'],
      ['kiosk-expired', 'CERT_HAS_EXPIRED'],
      ['kiosk-wrong-issuer', /UNABLE|CERT|SELF/],
      ['certifier-1', /UNABLE|PURPOSE/],
      [null, 'NO_CERTIFICATE'],
    ])('%s is refused with a code and audited', async (identity, reason) => {
      const answer = await tested.clientOf(identity).try(agentApi.getConfiguration, {});
      expect(answer).toMatchObject({ ok: false, error: { code: 'kiosk.certificate-refused' } });
      const detail = answer.ok ? '' : (answer.error.detail ?? '');
      expect(detail).toMatch(reason);
      const trail = await tested.server.context.database.db
        .select()
        .from(audit)
        .where(eq(audit.code, 'kiosk.refused'));
      expect(trail.map((row) => row.detail)).toContain(detail);
    });

    test('a kiosk that staff disabled is refused until it is enabled again', async () => {
      const { context } = tested.server;
      const staffId = randomUUID();
      await setKioskEnabled(context, { kioskId: 'kiosk-2', isEnabled: false, staffId });
      expect(await foreign.try(agentApi.getConfiguration, {})).toMatchObject({
        ok: false,
        error: { code: 'kiosk.not-enrolled' },
      });
      await setKioskEnabled(context, { kioskId: 'kiosk-2', isEnabled: true, staffId });
      expect((await foreign.call(agentApi.getConfiguration, {})).kiosk.id).toBe('kiosk-2');
    });
  });

  test('every call may be repeated: one request, one number, one copy comes of it', async () => {
    const { requestId, create, pages } = await openDraft([1, 2]);
    const twice = async <T>(call: () => Promise<T>): Promise<T> => {
      const first = await call();
      expect(await call()).toEqual(first);
      return first;
    };
    const params = { requestId };
    await own.call(agentApi.createRequest, { params, body: create });
    expect(await upload(own, requestId, await drawPage(2))).toBe(pages[1]);
    await until(requestId, (view) => view.document !== null);
    const order = pages.toReversed();
    const arranged = await twice(() => own.call(agentApi.arrangePages, { params, body: { pages: order } }));
    expect(arranged.pages.map(({ sha256 }) => sha256)).toEqual(order);
    const fee = await own.call(agentApi.quoteFee, {
      body: { product: 'certified', originalPages: 2, copies: 1 },
    });
    const body = confirmation(order, fee.totalVnd);
    await twice(() => own.call(agentApi.confirmRequest, { params, body }));
    expect(await own.try(agentApi.confirmRequest, { params, body: { ...body, copies: 2 } })).toMatchObject({
      ok: false,
      error: { code: 'request.mismatch' },
    });
    await twice(() => own.call(agentApi.leaveRequest, { params }));
    expect(Buffer.from(await own.call(agentApi.getSlip, { params })).toString('latin1', 0, 5)).toBe('%PDF-');
    await certify(requestId);
    const issued = await until(requestId, (view) => view.status === 'issued');
    expect(issued.copy).toMatchObject({ number: expect.any(Number), pageCount: 2 });
    expect(issued.copy?.downloadUrl).toMatch(/\/d\/[\w-]{27}$/);
    await twice(() => own.call(agentApi.getPrint, { params }));
    const jobs = ['ipp://printer/jobs/1'];
    await twice(() => own.call(agentApi.reportPrinted, { params, body: { copies: 1, jobs } }));
    const { body: file } = await fetch(
      `${tested.server.url}/public/v1/downloads/${issued.copy?.downloadUrl?.split('/').at(-1)}/copy.pdf`,
    );
    const pdf = new Uint8Array(await new Response(file).arrayBuffer());
    expect(sha256Of(pdf)).toBe(issued.copy?.sha256);
  }, 120_000);

  test('another kiosk can neither read, confirm, print nor abandon a request, nor take its id', async () => {
    const { requestId, create, pages } = await openDraft([3]);
    const params = { requestId };
    const unknown = { ok: false, error: { code: 'request.unknown' } };
    expect(await foreign.try(agentApi.getRequest, { params })).toMatchObject(unknown);
    expect(
      await foreign.try(agentApi.confirmRequest, { params, body: confirmation(pages, 2000) }),
    ).toMatchObject(unknown);
    expect(await foreign.try(agentApi.arrangePages, { params, body: { pages: [] } })).toMatchObject(unknown);
    expect(await foreign.try(agentApi.leaveRequest, { params })).toMatchObject(unknown);
    expect(await foreign.try(agentApi.getPrint, { params })).toMatchObject(unknown);
    expect(await foreign.try(agentApi.getSlip, { params })).toMatchObject(unknown);
    expect(await foreign.try(agentApi.getUpload, { params: { requestId, sha256: pages[0]! } })).toMatchObject(
      unknown,
    );
    await foreign.try(agentApi.abandonRequest, { params, body: { cause: 'ended' } });
    expect(await foreign.try(agentApi.createRequest, { params, body: create })).toMatchObject({
      ok: false,
      error: { code: 'request.mismatch' },
    });
    expect((await own.call(agentApi.getRequest, { params })).status).toBe('draft');
  });

  test('no kiosk confirms more copies than it was told it may', async () => {
    const { requestId, pages } = await openDraft([5]);
    const { maxCopies } = await own.call(agentApi.getConfiguration, {});
    const body = { ...confirmation(pages, 0), copies: maxCopies + 1 };
    expect(await own.try(agentApi.confirmRequest, { params: { requestId }, body })).toMatchObject({
      ok: false,
      error: { code: 'general.invalid-input' },
    });
  });

  test('a page that never arrived cannot be arranged or confirmed', async () => {
    const { requestId, pages } = await openDraft([4]);
    const params = { requestId };
    const missing = { ok: false, error: { code: 'request.pages-missing' } };
    const other = 'a'.repeat(64);
    expect(
      await own.try(agentApi.arrangePages, { params, body: { pages: [...pages, other] } }),
    ).toMatchObject(missing);
    expect(
      await own.try(agentApi.confirmRequest, { params, body: confirmation([other], 2000) }),
    ).toMatchObject(missing);
  });

  test('a fee other than the citizen was shown is not confirmed', async () => {
    const { requestId, pages } = await openDraft([5]);
    const answer = await own.try(agentApi.confirmRequest, {
      params: { requestId },
      body: confirmation(pages, 1),
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'request.mismatch' } });
  });

  test('an abandoned request is gone with its pages, however often it is abandoned', async () => {
    const { requestId } = await openDraft([6]);
    const params = { requestId };
    for (let i = 0; i < 2; i++) await own.call(agentApi.abandonRequest, { params, body: { cause: 'ended' } });
    await own.call(agentApi.abandonRequest, {
      params: { requestId: randomUUID() },
      body: { cause: 'ended' },
    });
    const view = await own.call(agentApi.getRequest, { params });
    expect(view.status).toBe('abandoned');
    expect(view.document).toBeNull();
  });

  test('a waiting call answers with the decision once it is made', async () => {
    const { requestId, pages } = await openDraft([8]);
    const read = await until(requestId, (view) => view.document !== null);
    const params = { requestId };
    const total = (
      await own.call(agentApi.quoteFee, { body: { product: 'certified', originalPages: 1, copies: 1 } })
    ).totalVnd;
    const confirmed = await own.call(agentApi.confirmRequest, { params, body: confirmation(pages, total) });
    expect(confirmed.revision).toBeGreaterThan(read.revision);
    const waiting = own.call(agentApi.getRequest, {
      params,
      query: { after: confirmed.revision, waitMs: 20_000 },
    });
    const { context } = tested.server;
    orThrow(await refuseRequest(context, { requestId, staffId: randomUUID(), reason: '22.2', comment: '' }));
    expect((await waiting).refusal).toEqual({ reason: '22.2', comment: '' });
  }, 60_000);

  test('what is not of the contract is refused with a code', async () => {
    const bad = await own.try(agentApi.getRequest, { params: { requestId: 'not-a-uuid' } });
    expect(bad).toMatchObject({ ok: false, error: { code: 'general.invalid-input' } });
    const unknown = await own.try(agentApi.getRequest, { params: { requestId: randomUUID() } });
    expect(unknown).toMatchObject({ ok: false, error: { code: 'request.unknown' } });
    const { requestId } = await openDraft([]);
    const bytes = new Uint8Array(2_000_000);
    const tooLong = await own.try(agentApi.uploadPage, {
      params: { requestId, sha256: sha256Of(bytes) },
      query: { offset: 0, total: 10 },
      body: bytes,
    });
    expect(tooLong).toMatchObject({ ok: false, error: { code: 'request.upload-offset' } });
  });

  test('the public listener serves health and the OpenAPI document', async () => {
    const { url } = tested.server;
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
    const description = (await (await fetch(`${url}/openapi.json`)).json()) as {
      openapi: string;
      paths: object;
    };
    expect(description.openapi).toBe('3.1.0');
    expect(Object.keys(description.paths)).toContain('/agent/v1/requests/{requestId}');
    const nothing = await fetch(`${url}/nothing/here`);
    expect([nothing.status, await nothing.json()]).toMatchObject([
      404,
      { error: { code: 'general.not-found' } },
    ]);
  });
});
