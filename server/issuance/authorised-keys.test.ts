import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FaultError, fault } from '@saoy/contracts/errors';
import { statusOf } from '@saoy/contracts/requests/status';
import { err } from '@saoy/contracts/result';
import { and, asc, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { generatePki } from '../../certs/index.ts';
import { loadRequest } from '../requests/load-request.ts';
import type { KeyKeeper } from '../signing/index.ts';
import { createPkcs12Keys } from '../signing/key-access.ts';
import { withdrawAuthorisation } from '../staff/authorise-certifier.ts';
import { isEvidenceGenuine } from '../staff/is-evidence-genuine.ts';
import {
  approvals,
  audit,
  copies,
  passkeys,
  registerRows,
  signingAuthorisations,
  staff,
} from '../storage/schema.ts';
import { addCertifier, approvedRequest } from '../testing/drive-request.ts';
import { openTestService, type TestService } from '../testing/service-context.ts';
import { AuthorisedKeys, type KeyOrder, type SignerRole } from './authorised-keys.ts';
import type { CopySigner } from './copy-signer.ts';
import { issueCopy } from './issue-copy.ts';
import { numberCopy } from './number-copy.ts';

const DAY_MS = 86_400_000;
const data = new TextEncoder().encode('attributes to be signed');

let dir: string;
let files: KeyKeeper;
let service: TestService;
let startedAt: Date;
let certifierId: string;
let asked: string[];
let keys: AuthorisedKeys;

/** Keys of a development PKI that tell when they are asked. */
const watched = (keeper: KeyKeeper, onAsked: (name: string) => Promise<void>): KeyKeeper => ({
  maxConcurrent: keeper.maxConcurrent,
  close: () => keeper.close(),
  async open(name) {
    const opened = await keeper.open(name);
    if (!opened.ok) return opened;
    const signer = opened.value;
    return {
      ok: true,
      value: {
        ...signer,
        sign: async (bytes) => {
          await onAsked(name);
          return signer.sign(bytes);
        },
      },
    };
  },
});

const keysOf = (keeper: KeyKeeper): AuthorisedKeys =>
  new AuthorisedKeys(service.context, {
    keeper,
    authorityKey: 'authority',
    isEvidenceGenuine: (tx, evidence) => isEvidenceGenuine(tx, service.context.settings.publicUrl, evidence),
    clockToleranceMs: 60_000,
  });

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'saoy-gate-'));
  const { passphrase } = await generatePki(dir);
  const password = (await readFile(join(dir, passphrase), 'utf8')).trim();
  files = createPkcs12Keys({ folder: join(dir, 'identities'), password });
  service = await openTestService();
  startedAt = service.clock.now;
  certifierId = await addCertifier(service.context, 'certifier-1');
}, 240_000);
afterAll(async () => {
  await service.close();
  await rm(dir, { recursive: true });
});

beforeEach(async () => {
  const { db } = service.context.database;
  service.clock.now = startedAt;
  await db.update(staff).set({ isActive: true, signerName: 'certifier-1' }).where(eq(staff.id, certifierId));
  await db.update(passkeys).set({ staffId: certifierId });
  await db
    .update(signingAuthorisations)
    .set({ validUntil: null, withdrawnAt: null, products: ['certified', 'digital'] })
    .where(eq(signingAuthorisations.staffId, certifierId));
  asked = [];
  keys = keysOf(watched(files, async (name) => void asked.push(name)));
});

async function numbered(): Promise<KeyOrder> {
  const { context } = service;
  const { requestId, pages } = await approvedRequest(context, { product: 'certified', certifierId });
  expect(await numberCopy(context, requestId)).toMatchObject({ ok: true });
  return { requestId, product: 'certified', pageDigests: pages };
}

/** Opens and uses a key at once; the fault's code when it is refused. */
async function use(order: KeyOrder, role: SignerRole = 'certifier', by = keys): Promise<string> {
  const signer = await by.signerFor(order, role);
  if (!signer.ok) return signer.error.code;
  return signer.value.sign(data).then(
    () => 'signed',
    (error: unknown) => (error instanceof FaultError ? error.code : String(error)),
  );
}

const audited = async (
  code: 'key.used' | 'key.refused' | 'key.failed',
  { requestId }: { requestId: string },
) =>
  (
    await service.context.database.db
      .select()
      .from(audit)
      .where(and(eq(audit.code, code), eq(audit.subject, requestId)))
      .orderBy(asc(audit.id))
  ).map(
    ({ detail }): Record<string, unknown> =>
      detail?.startsWith('{') ? JSON.parse(detail) : { code: detail },
  );

describe('a key lent for one request', () => {
  test('signs for the certifier, then for the authority, and every single use is recorded', async () => {
    const order = await numbered();
    expect(await use(order, 'certifier')).toBe('signed');
    expect(await use(order, 'authority')).toBe('signed');
    expect(await use(order, 'authority')).toBe('signed');
    expect(asked).toEqual(['certifier-1', 'authority', 'authority']);
    const uses = await audited('key.used', order);
    expect(uses).toHaveLength(3);
    const { db } = service.context.database;
    const [approval] = await db.select().from(approvals).where(eq(approvals.requestId, order.requestId));
    const [authorisation] = await db
      .select()
      .from(signingAuthorisations)
      .where(eq(signingAuthorisations.staffId, certifierId));
    expect(uses[0]).toMatchObject({
      role: 'certifier',
      key: 'certifier-1',
      digest: createHash('sha256').update(data).digest('hex'),
      approval: approval?.id,
      authorisation: authorisation?.id,
      serial: expect.stringMatching(/^[0-9a-f]+$/),
      certificate: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('the record stands, committed, when the key is asked; a process killed there leaves it', async () => {
    const order = await numbered();
    const seen: number[] = [];
    const gate = keysOf(
      watched(files, async () => void seen.push((await audited('key.used', order)).length)),
    );
    expect(await use(order, 'certifier', gate)).toBe('signed');
    expect(seen).toEqual([1]);
  });

  test('a key that fails leaves a record of the use and of its failure', async () => {
    const order = await numbered();
    const gate = keysOf(
      watched(files, async () => {
        throw new FaultError('signing.key-unavailable', 'absent');
      }),
    );
    expect(await use(order, 'certifier', gate)).toBe('signing.key-unavailable');
    const [used] = await audited('key.used', order);
    expect(await audited('key.failed', order)).toMatchObject([
      { use: used?.['use'], code: 'signing.key-unavailable' },
    ]);
    expect(await audited('key.refused', order)).toEqual([]);
  });

  test.each<[string, (order: KeyOrder) => Promise<unknown> | KeyOrder]>([
    ['other pages', (order) => ({ ...order, pageDigests: ['0'.repeat(64)] })],
    ['another product', (order) => ({ ...order, product: 'digital' as const })],
    [
      'an authorisation that was withdrawn',
      async () => {
        const { db } = service.context.database;
        const [held] = await db
          .select()
          .from(signingAuthorisations)
          .where(eq(signingAuthorisations.staffId, certifierId));
        await withdrawAuthorisation(service.context, held!.id);
      },
    ],
    [
      'an authorisation that has expired',
      () =>
        service.context.database.db
          .update(signingAuthorisations)
          .set({ validUntil: new Date(service.clock.now.getTime() - 1) })
          .where(eq(signingAuthorisations.staffId, certifierId)),
    ],
    [
      'an authorisation for something else',
      () =>
        service.context.database.db
          .update(signingAuthorisations)
          .set({ products: ['digital'] })
          .where(eq(signingAuthorisations.staffId, certifierId)),
    ],
    [
      'a certifier who left',
      () =>
        service.context.database.db.update(staff).set({ isActive: false }).where(eq(staff.id, certifierId)),
    ],
    [
      'a certifier with another certificate since',
      () =>
        service.context.database.db
          .update(staff)
          .set({ signerName: 'certifier-2' })
          .where(eq(staff.id, certifierId)),
    ],
    [
      'evidence that was edited afterwards',
      (order) =>
        service.context.database.db
          .update(approvals)
          .set({ isIdentityConfirmed: false })
          .where(eq(approvals.requestId, order.requestId)),
    ],
    [
      'wording that was edited afterwards',
      (order) =>
        service.context.database.db
          .update(approvals)
          .set({ wording: ['another'] })
          .where(eq(approvals.requestId, order.requestId)),
    ],
    [
      'an answer after the expiry of its challenge',
      (order) =>
        service.context.database.db
          .update(approvals)
          .set({ approvedAt: sql`expires_at + interval '1 second'` })
          .where(eq(approvals.requestId, order.requestId)),
    ],
    [
      'evidence without an assertion',
      (order) =>
        service.context.database.db
          .update(approvals)
          .set({ assertion: null })
          .where(eq(approvals.requestId, order.requestId)),
    ],
    [
      'an assertion that no passkey made',
      (order) =>
        service.context.database.db
          .update(approvals)
          .set({ assertion: sql`jsonb_set(assertion, '{response,signature}', '"MEUCIQ"')` })
          .where(eq(approvals.requestId, order.requestId)),
    ],
    [
      'an assertion that answers another request',
      async (order) => {
        const { db } = service.context.database;
        const other = await numbered();
        const [theirs] = await db.select().from(approvals).where(eq(approvals.requestId, other.requestId));
        await db
          .update(approvals)
          .set({ assertion: theirs!.assertion })
          .where(eq(approvals.requestId, order.requestId));
      },
    ],
    [
      "a passkey that is not this person's",
      async () => {
        const other = await addCertifier(service.context, 'certifier-9');
        await service.context.database.db.update(passkeys).set({ staffId: other });
      },
    ],
    [
      'an approval of long ago',
      async () => {
        service.clock.now = new Date(service.clock.now.getTime() + 4 * DAY_MS);
      },
    ],
  ])('is refused for %s: neither key is asked, and the refusal is recorded', async (_, change) => {
    const order = await numbered();
    const changed = await change(order);
    const asking =
      typeof changed === 'object' && changed !== null && 'pageDigests' in changed
        ? (changed as KeyOrder)
        : order;
    expect(await use(asking, 'certifier')).toBe('signing.not-authorised');
    expect(await use(asking, 'authority')).toBe('signing.not-authorised');
    expect(asked).toEqual([]);
    expect(await audited('key.used', order)).toEqual([]);
    expect(await audited('key.refused', order)).toMatchObject([
      { role: 'certifier', code: 'signing.not-authorised' },
      { role: 'authority' },
    ]);
  });

  test('withdrawn after the signer was opened, before it signs: decided anew at the moment of use', async () => {
    const order = await numbered();
    const signer = await keys.signerFor(order, 'certifier');
    const { db } = service.context.database;
    await db
      .update(signingAuthorisations)
      .set({ withdrawnAt: service.clock.now })
      .where(eq(signingAuthorisations.staffId, certifierId));
    if (!signer.ok) throw new Error(signer.error.code);
    await expect(signer.value.sign(data)).rejects.toMatchObject({ code: 'signing.not-authorised' });
    expect(asked).toEqual([]);
  });

  test('a clock that was ahead when the number was given: nothing is signed until the time has come', async () => {
    const order = await numbered();
    const numberedAt = service.clock.now;
    service.clock.now = new Date(numberedAt.getTime() - 3 * 60 * 60_000);
    expect(await use(order)).toBe('signing.clock-wrong');
    expect(asked).toEqual([]);
    service.clock.now = numberedAt;
    expect(await use(order)).toBe('signed');
  });

  test('a request that waits for no signature is left alone, without a refusal', async () => {
    const order = await numbered();
    const { db } = service.context.database;
    await db.update(copies).set({ state: 'issued' }).where(eq(copies.requestId, order.requestId));
    expect(await use(order)).toBe('request.step-not-allowed');
    expect(await audited('key.refused', order)).toEqual([]);
  });
});

describe('issuing when the keys refuse', () => {
  /** Signs like the real one as far as keys are concerned. */
  const signerOn = (gate: AuthorisedKeys, before: () => Promise<unknown>): CopySigner => ({
    async sign(order) {
      await before();
      for (const role of ['certifier', 'authority'] as const) {
        const signer = await gate.signerFor(order, role);
        if (!signer.ok) return err(signer.error);
        await signer.value.sign(order.pdf);
      }
      return { ok: true, value: { pdf: order.pdf, warnings: [] } };
    },
  });

  test('an authorisation withdrawn between number and signature: not signed, the number voided with its reason', async () => {
    const { context } = service;
    const { requestId } = await approvedRequest(context, { product: 'certified', certifierId });
    const { db } = context.database;
    const withdraw = () =>
      db
        .update(signingAuthorisations)
        .set({ withdrawnAt: context.now() })
        .where(eq(signingAuthorisations.staffId, certifierId));
    await issueCopy(context, signerOn(keys, withdraw), { data: { requestId }, attempt: 0 });
    expect(asked).toEqual([]);
    const { actions, copy } = await loadRequest(db, requestId);
    expect(statusOf(actions)).toBe('failed');
    expect(copy).toMatchObject({ state: 'voided', sha256: null });
    const [row] = await db.select().from(registerRows).where(eq(registerRows.requestId, requestId));
    expect(row).toMatchObject({
      state: 'voided',
      remarks: expect.stringContaining('signing.not-authorised'),
    });
    expect(await audited('key.refused', { requestId })).toMatchObject([{ role: 'certifier' }]);
  });

  test('a slow time-stamping authority is no refusal; a revoked certificate is one, recorded once', async () => {
    const { context } = service;
    const { requestId } = await approvedRequest(context, { product: 'digital' });
    const failing = (code: 'signing.tsa-unavailable' | 'signing.certificate-invalid'): CopySigner => ({
      sign: async () => err(fault(code, 'revoked')),
    });
    for (let attempt = 0; attempt < 3; attempt++)
      await expect(
        issueCopy(context, failing('signing.tsa-unavailable'), { data: { requestId }, attempt }),
      ).rejects.toThrow();
    const refusals = async () => (await audited('key.refused', { requestId })).length;
    expect(await refusals()).toBe(0);
    for (let attempt = 0; attempt < 3; attempt++)
      await expect(
        issueCopy(context, failing('signing.certificate-invalid'), { data: { requestId }, attempt }),
      ).rejects.toThrow();
    expect(await refusals()).toBe(1);
    expect(statusOf((await loadRequest(context.database.db, requestId)).actions)).toBe('numbered');
  });
});
