import { randomUUID } from 'node:crypto';
import {
  type AnnulmentListHead,
  compareLists,
  readAllEntries,
  readAnnulmentList,
  SEGMENT_ENTRIES,
} from '@saoy/contracts/annulment-list';
import { makeCopyCode } from '@saoy/contracts/copy-code';
import { fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { createSign1, keyIdOfKey, type PublicKey, toHex } from '@saoy/contracts/seal/cose-sign1';
import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { annulmentEntries, annulmentLists, sealKeys } from '../storage/schema.ts';
import { openTestService, type TestService } from '../testing/service-context.ts';
import { annulmentSegment, newestAnnulmentList } from '../verification/annulment-list.ts';
import { publishAnnulments, type SignStatement } from './publish-annulments.ts';

const HOUR_MS = 3_600_000;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

let service: TestService;
let signStatement: SignStatement;
let key: PublicKey;
beforeAll(async () => {
  service = await openTestService();
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  key = { x: raw.slice(1, 33), y: raw.slice(33) };
  const keyId = await keyIdOfKey(key);
  signStatement = async (_, payload) =>
    ok(
      await createSign1(
        keyId,
        payload,
        async (message) => new Uint8Array(await crypto.subtle.sign(algorithm, pair.privateKey, message)),
      ),
    );
});
afterAll(() => service.close());

const orFail = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

let lastNumber = 0;

/** Copies as the register leaves them after their annulment. */
async function annul(count: number, decisionNumber: string): Promise<string[]> {
  const { context, clock } = service;
  const at = clock.now.toISOString();
  const annulment = JSON.stringify({
    decisionNumber,
    decisionDate: '2026-11-20',
    signer: 'Chủ tịch',
    reason: 'Sai',
    at,
  });
  const made = Array.from({ length: count }, () => ({
    code: makeCopyCode(context.random(11)),
    id: randomUUID(),
    number: ++lastNumber,
  }));
  const { db } = context.database;
  for (let from = 0; from < count; from += 500) {
    const rows = (row: (copy: (typeof made)[number]) => SQL) =>
      sql.join(made.slice(from, from + 500).map(row), sql`, `);
    await db.execute(sql`
      insert into requests (id, visit_id, kiosk_id, authority, product, language, status, revision, created_at, updated_at)
      values ${rows(({ id }) => sql`(${id}::uuid, ${id}::uuid, 'k', 'a', 'digital', 'vi', 'annulled', 1, ${at}::timestamptz, ${at}::timestamptz)`)}`);
    await db.execute(sql`
      insert into register_rows (authority, product, year, number, book, request_id, code, issued_at, requester_name,
        document_title, certifier_name, certifier_title, copies, fee_vnd, state)
      values ${rows(({ code, id, number }) => sql`('a', 'digital', 2026, ${number}::integer, '01', ${id}::uuid, ${code}, ${at}::timestamptz, 'x', 'x', 'x', 'x', 1, 0, 'annulled')`)}`);
    await db.execute(sql`
      insert into copies (code, request_id, authority, product, year, number, book, issued_at, page_count, document_type,
        document_title, check_code_hash, state, annulment)
      values ${rows(({ code, id, number }) => sql`(${code}, ${id}::uuid, 'a', 'digital', 2026, ${number}::integer, '01', ${at}::timestamptz, 1, 'birth', '{"vi":"x","en":"x"}'::jsonb, 'h', 'annulled', ${annulment}::jsonb)`)}`);
  }
  return made.map(({ code }) => code);
}

async function publishedHead(): Promise<AnnulmentListHead> {
  const { message } = orFail(await newestAnnulmentList(service.context));
  return orFail(await readAnnulmentList(message, () => key));
}

const codesOf = async (head: AnnulmentListHead) =>
  orFail(
    await readAllEntries(head, async (name) => {
      const segment = await annulmentSegment(service.context, name);
      return segment.ok ? segment.value : null;
    }),
  ).map(({ code }) => code);

describe('publishing annulments', () => {
  it('says that no list exists before the first, which may be empty', async () => {
    expect(await newestAnnulmentList(service.context)).toMatchObject({ ok: false });
    expect(orFail(await publishAnnulments(service.context, signStatement))).toBe('published');
    expect(await publishedHead()).toMatchObject({ sequence: 1, count: 0, tail: [] });
  });

  it('signs a new list for each annulment, and otherwise only when the newest grows old', async () => {
    const { context, clock } = service;
    expect(orFail(await publishAnnulments(context, signStatement))).toBe('unchanged');
    const codes = await annul(2, '15/QĐ-UBND');
    expect(orFail(await publishAnnulments(context, signStatement))).toBe('published');
    const head = await publishedHead();
    expect(head).toMatchObject({ sequence: 2, count: 2, madeAt: clock.now });
    expect(head.tail.map(({ code }) => code).sort()).toEqual(codes.sort());
    expect(head.tail[0]).toMatchObject({
      decisionNumber: '15/QĐ-UBND',
      signer: 'Chủ tịch',
      replacedBy: null,
    });
    clock.now = new Date(clock.now.getTime() + 5 * HOUR_MS);
    expect(orFail(await publishAnnulments(context, signStatement))).toBe('unchanged');
    clock.now = new Date(clock.now.getTime() + 2 * HOUR_MS);
    expect(orFail(await publishAnnulments(context, signStatement))).toBe('published');
    const later = await publishedHead();
    expect(compareLists(head, later)).toBe('newer');
    expect(later.nextUpdate.getTime()).toBeGreaterThan(clock.now.getTime() + 20 * HOUR_MS);
  });

  it('grows by segments that stay, and never goes back', async () => {
    const before = await publishedHead();
    const codes = await annul(SEGMENT_ENTRIES + 5, '16/QĐ-UBND');
    orFail(await publishAnnulments(service.context, signStatement));
    const head = await publishedHead();
    expect(head).toMatchObject({ count: SEGMENT_ENTRIES + 7, tail: { length: 7 } });
    expect(head.segments).toHaveLength(1);
    expect(compareLists(before, head)).toBe('newer');
    const listed = await codesOf(head);
    expect(new Set(listed).size).toBe(SEGMENT_ENTRIES + 7);
    expect(listed).toEqual(expect.arrayContaining(codes));
    const [more] = await annul(1, '17/QĐ-UBND');
    orFail(await publishAnnulments(service.context, signStatement));
    const next = await publishedHead();
    expect(next.segments).toEqual(head.segments);
    expect((await codesOf(next)).slice(0, -1)).toEqual(listed);
    expect(next.tail.at(-1)?.code).toBe(more);
  });

  it('makes one list of a sequence when two workers sign at once', async () => {
    await annul(3, '18/QĐ-UBND');
    const { context } = service;
    const before = await publishedHead();
    await Promise.all([1, 2, 3].map(() => publishAnnulments(context, signStatement)));
    const head = await publishedHead();
    expect(head.count).toBe(before.count + 3);
    expect(await context.database.db.$count(annulmentEntries)).toBe(head.count);
  });

  it('leaves the former list standing when the key does not sign, and makes up for it', async () => {
    await annul(1, '19/QĐ-UBND');
    const before = await publishedHead();
    const failing: SignStatement = async () => err(fault('general.unavailable'));
    expect(await publishAnnulments(service.context, failing)).toMatchObject({ ok: false });
    expect(await publishedHead()).toEqual(before);
    orFail(await publishAnnulments(service.context, signStatement));
    expect((await publishedHead()).count).toBe(before.count + 1);
  });

  it('signs anew at once when the key of the newest list is compromised', async () => {
    const { context, clock } = service;
    const before = await publishedHead();
    await context.database.db.insert(sealKeys).values({
      keyId: toHex(await keyIdOfKey(key)),
      publicKey: new Uint8Array([...key.x, ...key.y]),
      authority: 'a',
      state: 'compromised',
      validFrom: clock.now,
      validUntil: clock.now,
      compromisedAt: clock.now,
      addedAt: clock.now,
    });
    expect(orFail(await publishAnnulments(context, signStatement))).toBe('published');
    expect((await publishedHead()).sequence).toBe(before.sequence + 1);
  });

  it('lets nobody take an entry off the list in the database', async () => {
    await expect(service.context.database.db.delete(annulmentEntries)).rejects.toThrow();
    expect(await service.context.database.db.$count(annulmentLists)).toBeGreaterThan(3);
  });
});
