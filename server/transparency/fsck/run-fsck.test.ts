import { randomUUID } from 'node:crypto';
import { fault } from '@saoy/contracts/errors';
import { err, ok } from '@saoy/contracts/result';
import { createSign1, keyIdOfKey, toHex } from '@saoy/contracts/seal/cose-sign1';
import { type SQL, sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CopySigner } from '../../issuance/copy-signer.ts';
import { issueCopy } from '../../issuance/issue-copy.ts';
import { numberCopy } from '../../issuance/number-copy.ts';
import { annulCopy } from '../../register/annul-copy.ts';
import { publishAnnulments, type SignStatement } from '../../register/publish-annulments.ts';
import { voidRequest } from '../../register/void-number.ts';
import { loadRequest } from '../../requests/load-request.ts';
import type { Executor } from '../../storage/database.ts';
import { type CopyRow, sealKeys } from '../../storage/schema.ts';
import { enginesUnderTest } from '../../testing/database-engines.ts';
import { approvedRequest } from '../../testing/drive-request.ts';
import { rememberTables, runByHand } from '../../testing/run-by-hand.ts';
import type { TestService } from '../../testing/service-context.ts';
import { newestCheckpoint } from '../published-log.ts';
import { runFsck } from './run-fsck.ts';

const signer: CopySigner = {
  sign: async ({ pdf }) => ok({ pdf: new Uint8Array([...pdf, 0x0a]), warnings: [] }),
};
const tables = [
  'requests',
  'actions',
  'register_counters',
  'register_rows',
  'copies',
  'copy_pages',
  'copy_versions',
  'log_leaves',
  'log_checkpoints',
  'log_tiles',
  'copy_proofs',
  'download_links',
  'annulment_entries',
  'annulment_lists',
];

/** Signs lists with a seal key of its own, as the service does. */
async function annulmentSigner(db: Executor): Promise<SignStatement> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const keyId = await keyIdOfKey({ x: raw.slice(1, 33), y: raw.slice(33) });
  const since = new Date('2026-01-01T00:00:00Z');
  await db.insert(sealKeys).values({
    keyId: toHex(keyId),
    publicKey: raw.slice(1),
    authority: 'test',
    state: 'active',
    validFrom: since,
    addedAt: since,
  });
  const sign = async (message: Uint8Array) =>
    new Uint8Array(await crypto.subtle.sign(algorithm, pair.privateKey, message as Uint8Array<ArrayBuffer>));
  return async (_, payload) => ok(await createSign1(keyId, payload, sign));
}

describe.each(enginesUnderTest())('fsck on $name', (engine) => {
  let service: TestService;
  let issued: CopyRow[];
  let annulled: CopyRow;
  let voided: CopyRow;
  let heldNote: string;

  let restore: () => Promise<void>;
  const byHand = (...statements: SQL[]) => runByHand(service.context.database, ...statements);
  const check = (checkpoints: string[] = []) =>
    runFsck(service.context, {
      key: service.logSigner.verifierKey,
      checkpoints,
      onProgress: () => undefined,
    });
  const found = async (checkpoints: string[] = []) => Object.keys((await check(checkpoints)).counts).sort();
  const copyOf = async (requestId: string) =>
    (await loadRequest(service.context.database.db, requestId)).copy!;
  const issue = async (shade: number) => {
    const { requestId } = await approvedRequest(service.context, { product: 'digital', shades: [shade] });
    await issueCopy(service.context, signer, { data: { requestId }, attempt: 0 });
    return copyOf(requestId);
  };

  beforeAll(async () => {
    service = await engine.open();
    const { context } = service;
    issued = [await issue(1), await issue(2), await issue(3)];
    const toVoid = await approvedRequest(context, { product: 'digital', shades: [4] });
    await numberCopy(context, toVoid.requestId);
    await voidRequest(context, toVoid.requestId, 'signing.tsa-unavailable');
    voided = await copyOf(toVoid.requestId);
    annulled = await issue(5);
    const annulment = await annulCopy(context, {
      code: annulled.code,
      staffId: randomUUID(),
      decisionNumber: '12/QĐ-UBND',
      decisionDate: '2026-11-20',
      signer: 'Trần Văn Bình',
      reason: 'Nội dung không đúng bản chính',
    });
    expect(annulment.ok).toBe(true);
    issued.push(await issue(6));
    await service.publisher.publish();
    expect(await publishAnnulments(context, await annulmentSigner(context.database.db))).toEqual(
      ok('published'),
    );
    heldNote = (await newestCheckpoint(context.database.db))!.note;
    restore = await rememberTables(service.context.database, tables);
  }, 120_000);
  afterEach(() => restore());
  afterAll(async () => {
    await service.close();
    await engine.stop();
  });

  test('agrees with a system that nobody touched, and says what it has read', async () => {
    const report = await check([heldNote]);
    expect(report.problems).toEqual([]);
    expect(report).toMatchObject({
      agrees: true,
      log: { origin: 'copies.test/log', leaves: 6, covered: 6, heldCheckpoints: 1, isKeyFromDatabase: false },
      register: { rows: 6, voided: 1 },
      copies: { released: 5, annulled: 1 },
      files: { intact: 5 },
    });
  });

  test.each<[string, () => ReturnType<typeof sql>[], string[]]>([
    [
      'a name changed in the register',
      () => [sql`update register_rows set requester_name = 'Kẻ Khác' where code = ${issued[0]!.code}`],
      ['register.row-altered'],
    ],
    [
      'a register row removed',
      () => [sql`delete from register_rows where code = ${issued[1]!.code}`],
      ['register.gap', 'register.row-missing'],
    ],
    [
      'the last register row removed, and the counter set back',
      () => [
        sql`delete from register_rows where code = ${issued[3]!.code}`,
        sql`update register_counters set last_number = last_number - 1`,
      ],
      ['register.row-missing'],
    ],
    [
      'a copy moved back by a day in every table that says so',
      () => [
        sql`update register_rows set issued_at = issued_at - interval '1 day' where code = ${issued[0]!.code}`,
        sql`update copies set issued_at = issued_at - interval '1 day' where code = ${issued[0]!.code}`,
        sql`update actions set event = jsonb_set(event, '{issuedAt}', '"2026-11-19T02:00:00.000Z"') where request_id = ${issued[0]!.requestId} and event->>'type' = 'numbered'`,
      ],
      ['copy.row-altered', 'register.row-altered', 'request.action-foreign', 'request.actions-altered'],
    ],
    [
      'the reason of a void number removed',
      () => [sql`update register_rows set remarks = '' where code = ${voided.code}`],
      ['register.no-reason'],
    ],
    [
      'the numbers of two copies exchanged',
      () =>
        ['register_rows', 'copies'].flatMap((table) =>
          [
            [issued[0]!.code, 900_000],
            [issued[1]!.code, issued[0]!.number],
            [issued[0]!.code, issued[1]!.number],
          ].map(([code, number]) => sql.raw(`update ${table} set number = ${number} where code = '${code}'`)),
        ),
      ['copy.row-altered', 'register.row-altered', 'request.issue-differs'],
    ],
    [
      'a copy annulled by its state alone',
      () => [sql`update copies set state = 'annulled' where code = ${issued[0]!.code}`],
      ['copy.state-differs'],
    ],
    [
      'a register row inserted behind the last one',
      () => [
        sql.raw(
          `insert into register_rows select (jsonb_populate_record(r, '{"request_id":"${randomUUID()}","code":"SLIP-PEDI-N001","number":7}'::jsonb)).* from register_rows r where code = '${issued[0]!.code}'`,
        ),
      ],
      ['register.counter-differs', 'register.state-differs'],
    ],
    [
      'an annulment taken off the published list',
      () => [sql`delete from annulment_entries where code = ${annulled.code}`],
      ['annulments.list-differs'],
    ],
    [
      'a good copy put on the published list',
      () => [sql`update annulment_entries set code = ${issued[0]!.code}`],
      ['annulments.list-differs'],
    ],
    [
      'a published list that was exchanged',
      () => [sql`update annulment_lists set message = set_byte(message, 60, 255 - get_byte(message, 60))`],
      ['annulments.list-differs'],
    ],
    [
      'a void number made good',
      () => [sql`update register_rows set state = 'issued' where code = ${voided.code}`],
      ['register.state-differs'],
    ],
    [
      'another holder on a copy',
      () => [sql`update copies set holder_masked = 'N. V. Khác' where code = ${issued[2]!.code}`],
      ['copy.row-altered'],
    ],
    [
      'another page under a copy',
      () => [sql`update copy_pages set sha256 = ${'0'.repeat(64)} where code = ${issued[2]!.code}`],
      ['copy.row-altered'],
    ],
    [
      'another file under a copy, with its digest changed everywhere',
      () => [
        sql`update copies set file_key = ${issued[1]!.fileKey}, sha256 = ${'a'.repeat(64)} where code = ${issued[0]!.code}`,
        sql`update copy_versions set file_key = ${issued[1]!.fileKey}, sha256 = ${'a'.repeat(64)} where code = ${issued[0]!.code}`,
        sql`update actions set event = jsonb_set(event, '{sha256}', ${JSON.stringify('a'.repeat(64))}::jsonb) where request_id = ${issued[0]!.requestId} and event ? 'sha256' and event->>'type' in ('issued', 'logged')`,
      ],
      ['copy.row-altered', 'copy.version-differs', 'file.altered', 'request.action-foreign'],
    ],
    [
      'an annulment undone in every table but the log',
      () => [
        sql`delete from actions where request_id = ${annulled.requestId} and event->>'type' = 'annulled'`,
        sql`update requests set status = 'issued', revision = revision - 1 where id = ${annulled.requestId}`,
        sql`update copies set state = 'issued', annulment = null where code = ${annulled.code}`,
        sql`update register_rows set state = 'issued', remarks = '' where code = ${annulled.code}`,
      ],
      ['copy.annulment-differs'],
    ],
    [
      'an annulment of another day',
      () => [
        sql`update copies set annulment = jsonb_set(annulment, '{decisionDate}', '"2026-01-01"') where code = ${annulled.code}`,
      ],
      ['copy.annulment-differs', 'request.issue-differs'],
    ],
    [
      'a copy annulled by hand',
      () => [
        sql`update copies set state = 'annulled', annulment = (select annulment from copies where code = ${annulled.code}) where code = ${issued[0]!.code}`,
        sql`update register_rows set state = 'annulled' where code = ${issued[0]!.code}`,
        sql`insert into actions (request_id, sequence, at, actor, event, mac) select ${issued[0]!.requestId}, (select max(sequence) + 1 from actions where request_id = ${issued[0]!.requestId}), at, actor, event, mac from actions where request_id = ${annulled.requestId} and event->>'type' = 'annulled'`,
        sql`update requests set status = 'annulled', revision = revision + 1 where id = ${issued[0]!.requestId}`,
      ],
      ['copy.annulment-differs', 'request.action-foreign'],
    ],
    [
      'another certifier in an approval',
      () => [
        sql`update actions set event = jsonb_set(event, '{requesterName}', '"Kẻ Khác"') where request_id = ${issued[0]!.requestId} and event->>'type' = 'approved'`,
      ],
      ['request.action-foreign', 'request.actions-altered'],
    ],
    [
      'an action removed and the others moved up',
      () => [
        sql`delete from actions where request_id = ${issued[0]!.requestId} and sequence = 3`,
        sql`update actions set sequence = sequence - 1 where request_id = ${issued[0]!.requestId} and sequence > 3`,
        sql`update requests set revision = revision - 1 where id = ${issued[0]!.requestId}`,
      ],
      ['request.action-foreign', 'request.actions-altered'],
    ],
    [
      'an action added that may happen there',
      () => [
        sql`insert into actions (request_id, sequence, at, actor, event) select request_id, max(sequence) + 1, max(at), '{"kind":"holder"}', '{"type":"downloaded"}' from actions where request_id = ${issued[0]!.requestId} group by request_id`,
        sql`update requests set revision = revision + 1 where id = ${issued[0]!.requestId}`,
      ],
      ['request.action-foreign'],
    ],
    [
      'a status changed',
      () => [sql`update requests set status = 'refused' where id = ${issued[0]!.requestId}`],
      ['request.status-differs'],
    ],
    [
      'the record of a leaf rewritten',
      () => [
        sql`update log_leaves set record = replace(record, '"pageCount":1', '"pageCount":2') where leaf_index = 1`,
      ],
      ['log.leaf-altered'],
    ],
    [
      'a leaf rewritten together with its hash',
      () => [
        sql`update log_leaves set record = replace(record, '"pageCount":1', '"pageCount":2') where leaf_index = 1`,
        sql`update log_leaves set entry = substring(entry from 1 for 2) || sha256(convert_to('saoy/record/v1' || chr(10), 'utf8') || salt || convert_to(record, 'utf8')) where leaf_index = 1`,
      ],
      ['copy.proof-false', 'log.leaf-foreign', 'log.root-differs', 'log.tile-differs'],
    ],
    [
      'the last leaf removed',
      () => [sql`delete from log_leaves where leaf_index = 5`],
      ['copy.not-logged', 'log.leaf-missing'],
    ],
    [
      'a leaf in the middle removed',
      () => [sql`delete from log_leaves where leaf_index = 2`],
      ['copy.not-logged', 'log.leaf-missing', 'log.root-differs'],
    ],
    [
      'the root of a checkpoint replaced',
      () => [sql`update log_checkpoints set root_hash = sha256('x') where tree_size = 3`],
      ['log.checkpoint-altered'],
    ],
    [
      'the note of a checkpoint replaced',
      () => [
        sql`update log_checkpoints set note = (select note from log_checkpoints where tree_size = 4) where tree_size = 3`,
      ],
      ['log.checkpoint-altered', 'log.root-differs'],
    ],
    [
      'a tile changed',
      () => [sql`update log_tiles set hashes = set_byte(hashes, 5, 255 - get_byte(hashes, 5))`],
      ['log.tile-differs'],
    ],
    [
      'a tile cut short',
      () => [sql`update log_tiles set hashes = substring(hashes from 1 for 64)`],
      ['log.tile-differs'],
    ],
    [
      'the stored proof of a copy exchanged',
      () => [
        sql`update copy_proofs set proof = (select proof from copy_proofs where leaf_index = 1) where leaf_index = 0`,
      ],
      ['copy.proof-false'],
    ],
  ])('finds %s', async (_, tampering, expected) => {
    await byHand(...tampering());
    const codes = await found();
    for (const code of expected) expect(codes).toContain(code);
  });

  test('finds a whole request slipped in with everything that belongs to it, and the log never covers its leaf', async () => {
    const [model] = issued;
    const id = randomUUID();
    const code = 'SLIP-PEDI-N000';
    const clone = (table: string, changes: Record<string, string>) => {
      const sets = Object.entries(changes)
        .map(([column, value]) => `"${column}":${value}`)
        .join(',');
      return sql.raw(
        `insert into ${table} select (jsonb_populate_record(r, '{${sets}}'::jsonb)).* from ${table} r where ${table === 'requests' ? `id = '${model!.requestId}'` : `request_id = '${model!.requestId}'`}`,
      );
    };
    const number = '7';
    await byHand(
      clone('requests', { id: `"${id}"` }),
      clone('actions', { request_id: `"${id}"` }),
      clone('register_rows', { request_id: `"${id}"`, code: `"${code}"`, number }),
      clone('copies', { request_id: `"${id}"`, code: `"${code}"`, number, sha256: `"${'b'.repeat(64)}"` }),
      sql`update register_counters set last_number = 7`,
      sql`insert into log_leaves select 6, kind, ${code}, revision, logged_at, replace(record, ${model!.code}, ${code}), salt, digest_salt, entry, mac from log_leaves where leaf_index = 0`,
      sql`update log_leaves set entry = substring(entry from 1 for 2) || sha256(convert_to('saoy/record/v1' || chr(10), 'utf8') || salt || convert_to(record, 'utf8')) where leaf_index = 6`,
    );
    const codes = await found();
    expect(codes).toContain('log.leaf-foreign');
    expect(codes).toContain('request.action-foreign');
    const published = await service.publisher.publish();
    expect(published).toMatchObject({ ok: false, error: { code: 'transparency.log-damaged' } });
  });

  test('finds an end cut off cleanly only by a checkpoint that somebody held, and the log refuses to go on from there', async () => {
    const last = issued[3]!;
    const { db } = service.context.database;
    const ofRequest = sql`request_id = ${last.requestId}`;
    await byHand(
      sql`delete from log_leaves where leaf_index = 5`,
      sql`delete from log_checkpoints where tree_size > 5`,
      sql`update log_tiles set hashes = substring(hashes from 1 for 160)`,
      sql`delete from copy_proofs where leaf_index = 5`,
      sql`delete from download_links where ${ofRequest}`,
      sql`delete from copy_versions where code = ${last.code}`,
      sql`delete from copy_pages where code = ${last.code}`,
      sql`delete from copies where ${ofRequest}`,
      sql`delete from register_rows where ${ofRequest}`,
      sql`delete from actions where ${ofRequest}`,
      sql`delete from requests where id = ${last.requestId}`,
      sql`update register_counters set last_number = last_number - 1`,
    );
    expect(await found()).toEqual([]);
    expect(await found([heldNote])).toEqual(['log.history-ahead']);
    await db.transaction((tx) =>
      service.context.transparency.append(tx as never, {
        kind: 'annulment',
        subject: 'OTHER',
        record: { code: 'OTHER' },
      }),
    );
    expect(await service.publisher.publish()).toMatchObject({
      ok: false,
      error: { code: 'transparency.log-set-back' },
    });
  });

  test('refuses to append where a checkpoint covers leaves that are gone', async () => {
    await byHand(sql`delete from log_leaves where leaf_index = 5`);
    const { db } = service.context.database;
    const leaf = { kind: 'annulment', subject: 'OTHER', record: { code: 'OTHER' } } as const;
    await expect(
      db.transaction((tx) => service.context.transparency.append(tx as never, leaf)),
    ).rejects.toThrow('transparency.log-damaged');
  });

  test('finds the file of a copy gone or exchanged', async () => {
    const { objects } = service.context;
    const other = { ...objects, list: () => objects.list() };
    const gone = { ...service.context, objects: { ...other, get: async () => null } };
    const exchanged = { ...service.context, objects: { ...other, get: async () => new Uint8Array(5) } };
    const broken = {
      ...service.context,
      objects: { ...other, get: async () => Promise.reject(new Error('altered')) },
    };
    const options = { key: service.logSigner.verifierKey, checkpoints: [], onProgress: () => undefined };
    expect((await runFsck(gone as never, options)).counts).toEqual({ 'file.missing': 5 });
    expect((await runFsck(exchanged as never, options)).counts).toEqual({ 'file.altered': 5 });
    expect((await runFsck(broken as never, options)).counts).toEqual({ 'file.altered': 5 });
  });

  test('trusts no checkpoint under a key that is not that of the log', async () => {
    const key = service.logSigner.verifierKey.replace('copies.test', 'copies.elsewhere');
    await expect(
      runFsck(service.context, { key, checkpoints: [], onProgress: () => undefined }),
    ).rejects.toThrow(RangeError);
  });

  test('agrees while copies are being issued', async () => {
    const { context } = service;
    const requests = await Promise.all(
      [11, 12, 13].map((shade) => approvedRequest(context, { product: 'digital', shades: [shade] })),
    );
    const issuing = requests.map(({ requestId }, i) =>
      issueCopy(context, i === 0 ? { sign: async () => err(fault('signing.tsa-unavailable')) } : signer, {
        data: { requestId },
        attempt: 0,
      }).catch(() => undefined),
    );
    for (let i = 0; i < 5; i++) expect((await check()).problems).toEqual([]);
    await Promise.all(issuing);
    expect((await check()).problems).toEqual([]);
  });
});
