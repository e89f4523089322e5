import { createHash, randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { makeCopyCode } from '@saoy/contracts/copy-code';
import type { Endpoint, EndpointAnswer, EndpointCall } from '@saoy/contracts/endpoint';
import { buildRequest, parseAnswer } from '@saoy/contracts/endpoint-call';
import type { Fault } from '@saoy/contracts/errors';
import { publicApi } from '@saoy/contracts/public-api';
import type { Result } from '@saoy/contracts/result';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { downloadSecret } from '../delivery/download-link.ts';
import { checkCodeOf } from '../issuance/number-copy.ts';
import { annulCopy } from '../register/annul-copy.ts';
import { type CopyRow, copies, downloadLinks, staff } from '../storage/schema.ts';
import { serverDatabases } from '../testing/database-engines.ts';
import { approvedRequest, drawPage } from '../testing/drive-request.ts';
import { type ServerUnderTest, startServerUnderTest } from '../testing/running-server.ts';
import { traceFile } from '../verification/file-traces.ts';
import { orThrow } from './or-throw.ts';

let tested: ServerUnderTest;

// biome-ignore lint/suspicious/noExplicitAny: the generics of an endpoint are inferred at the call.
async function ask<E extends Endpoint<any, any, any, any>>(
  endpoint: E,
  call: EndpointCall<E>,
): Promise<Result<EndpointAnswer<E>, Fault>> {
  const { method, path, headers, body } = buildRequest(endpoint, call);
  const response = await fetch(new URL(path, tested.server.url!), {
    method,
    headers,
    ...(body === undefined ? {} : { body: body as string }),
  });
  return parseAnswer(endpoint, response.status, new Uint8Array(await response.arrayBuffer()));
}

interface Issued {
  readonly copy: CopyRow;
  readonly pdf: Uint8Array;
  readonly secret: string;
  readonly checkCode: string;
}

/** A copy issued by the running server, with what its holder has of it. */
async function issueCopy(shade: number): Promise<Issued> {
  const { context } = tested.server;
  const [member] = await context.database.db.select().from(staff).where(eq(staff.signerName, 'certifier-1'));
  const request = await approvedRequest(context, {
    product: 'certified',
    shades: [shade],
    certifierId: member!.id,
  });
  const { requestId } = request;
  for (;;) {
    const [copy] = await context.database.db.select().from(copies).where(eq(copies.requestId, requestId));
    if (copy?.state === 'issued') {
      const pdf = await context.objects.get(copy.fileKey!);
      return {
        copy,
        pdf: pdf!,
        secret: downloadSecret(context.secrets, requestId),
        checkCode: checkCodeOf(context.secrets, requestId),
      };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const failure = (code: Fault['code']) => ({ ok: false, error: { code } });

describe.each(serverDatabases())('the public verifier on $name', (database) => {
  let issued: Issued;
  beforeAll(async () => {
    const databaseUrl = await database.open();
    tested = await startServerUnderTest(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl });
    issued = await issueCopy(21);
  }, 180_000);
  afterAll(async () => {
    await tested?.close();
    await database.stop();
  });

  test('knows a code that was issued, with a masked holder and no more', async () => {
    const { copy } = issued;
    const answer = orThrow(
      await ask(publicApi.verifyCopy, { params: { code: copy.code.toLowerCase().replaceAll('-', '') } }),
    );
    expect(answer).toMatchObject({
      status: 'genuine',
      reasonCode: 'number-issued',
      copy: { code: copy.code, number: copy.number, sha256: copy.sha256, annulment: null },
    });
    expect(answer.copy?.holderName).not.toContain('An');
    expect(JSON.stringify(answer)).not.toContain('001099000001');
  });

  test('a code never issued is unknown, and a malformed one is no verdict at all', async () => {
    expect(await ask(publicApi.verifyCopy, { params: { code: '0000-0000-0000' } })).toMatchObject({
      ok: true,
      value: { status: 'unknown', copy: null },
    });
    expect(await ask(publicApi.verifyCopy, { params: { code: 'not-a-code' } })).toMatchObject(
      failure('verification.code-malformed'),
    );
  });

  test('an answer may be kept for moments only, and is not sent again while nothing changed', async () => {
    const address = new URL(`/public/v1/copies/${issued.copy.code}`, tested.server.url!);
    const first = await fetch(address);
    expect(first.headers.get('cache-control')).toBe('public, max-age=5, must-revalidate, stale-if-error=0');
    const etag = first.headers.get('etag')!;
    const again = await fetch(address, { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    await tested.server.context.database.db
      .update(copies)
      .set({ arePagesShown: false })
      .where(eq(copies.code, issued.copy.code));
    expect((await fetch(address, { headers: { 'if-none-match': etag } })).status).toBe(200);
    await tested.server.context.database.db
      .update(copies)
      .set({ arePagesShown: true })
      .where(eq(copies.code, issued.copy.code));
  });

  test('a crowd of look-ups is answered one by one, whatever it asks for', async () => {
    const codes = Array.from({ length: 30 }, (_, i) =>
      i % 3 === 0 ? issued.copy.code : makeCopyCode(randomBytes(11)),
    );
    const found = await Promise.all(codes.map((code) => ask(publicApi.verifyCopy, { params: { code } })));
    for (const [i, answer] of found.entries())
      expect(orThrow(answer)).toMatchObject(
        i % 3 === 0
          ? { status: 'genuine', nextStep: 'compare-paper', copy: { code: issued.copy.code } }
          : { status: 'unknown', reasonCode: 'code-not-issued', copy: null },
      );
  });

  test('the file as issued is genuine; any other file that claims its code is altered', async () => {
    const { pdf, copy } = issued;
    expect(await ask(publicApi.verifyFile, { body: pdf })).toMatchObject({
      ok: true,
      value: {
        status: 'genuine',
        reasonCode: 'file-matches-register',
        sha256: createHash('sha256').update(pdf).digest('hex'),
        report: { verdict: 'TOTAL-PASSED' },
      },
    });
    const forged = pdf.slice();
    forged[Math.floor(forged.length / 3)]! ^= 1;
    expect(await ask(publicApi.verifyFile, { body: forged })).toMatchObject({
      ok: true,
      value: { status: 'altered', copy: { code: copy.code } },
    });
    const appended = new Uint8Array([...pdf, 0x0a]);
    expect(await ask(publicApi.verifyFile, { body: appended })).toMatchObject({
      ok: true,
      value: {
        status: 'altered',
        reasonCode: 'file-changes-registered-copy',
        nextStep: 'ask-for-original-file',
      },
    });
  });

  test('a forgery is told from what it was made of, also when it hides the code or bears only its pages', async () => {
    const { pdf, copy } = issued;
    const page = await drawPage(21);
    const wrapped = (content: Buffer) =>
      new Uint8Array(
        Buffer.concat([
          Buffer.from(`%PDF-1.7\n1 0 obj\n<</Filter /FlateDecode /Length ${content.length}>>\nstream\n`),
          content,
          Buffer.from('\nendstream\nendobj\n%%EOF\n'),
        ]),
      );
    expect(Buffer.from(pdf).includes(Buffer.from(page))).toBe(true);
    for (const hidden of [`<dc:identifier>${copy.code}</dc:identifier>`, [...copy.code].join('\0')]) {
      const answer = await ask(publicApi.verifyFile, { body: wrapped(deflateSync(Buffer.from(hidden))) });
      expect(answer).toMatchObject({
        ok: true,
        value: { status: 'altered', reasonCode: 'file-differs-from-register', copy: { code: copy.code } },
      });
    }
    const reused = wrapped(deflateSync(page));
    expect(await ask(publicApi.verifyFile, { body: reused })).toMatchObject({
      ok: true,
      value: { status: 'altered', reasonCode: 'file-reuses-issued-pages', copy: { code: copy.code } },
    });
    // The text that people see, painted with glyph numbers: everything else of the copy is taken away.
    const traces = traceFile(pdf);
    expect(traces.codes).toEqual([copy.code]);
    const printed = Buffer.from(pdf).toString('latin1').replaceAll(copy.code, 'XXXX-XXXX-XXXX');
    expect(traceFile(Buffer.from(printed, 'latin1')).codes).toEqual([copy.code]);
  });

  test('what is no PDF is refused with a code', async () => {
    expect(await ask(publicApi.verifyFile, { body: new TextEncoder().encode('hello') })).toMatchObject(
      failure('validation.not-a-pdf'),
    );
    expect((await ask(publicApi.verifyFile, { body: new Uint8Array(0) })).ok).toBe(false);
  });

  test('the download link gives the signed file, and an invented one nothing', async () => {
    const { secret, pdf } = issued;
    expect(secret.length).toBeGreaterThanOrEqual(22);
    expect(await ask(publicApi.getDownload, { params: { secret } })).toMatchObject({
      ok: true,
      value: { code: issued.copy.code, sizeBytes: pdf.length },
    });
    expect(orThrow(await ask(publicApi.downloadCopy, { params: { secret } }))).toEqual(pdf);
    expect(await ask(publicApi.downloadCopy, { params: { secret: 'x'.repeat(27) } })).toMatchObject(
      failure('delivery.link-unknown'),
    );
  });

  test('an expired download link says so', async () => {
    const other = await issueCopy(22);
    const { db } = tested.server.context.database;
    await db
      .update(downloadLinks)
      .set({ expiresAt: new Date(0) })
      .where(eq(downloadLinks.requestId, other.copy.requestId));
    expect(await ask(publicApi.downloadCopy, { params: { secret: other.secret } })).toMatchObject(
      failure('delivery.link-expired'),
    );
  }, 60_000);

  test('the download secret stands neither in the copy nor in the print', async () => {
    const print = await tested.server.context.objects.get(issued.copy.printKey!);
    for (const file of [issued.pdf, print!]) expect(Buffer.from(file).includes(issued.secret)).toBe(false);
  });

  test('whoever holds the paper sees its pages by the check code, until the holder hides them', async () => {
    const { copy, checkCode, secret } = issued;
    const opened = orThrow(
      await ask(publicApi.openPages, { params: { code: copy.code }, body: { checkCode } }),
    );
    expect(opened).toMatchObject({ timesOpened: 1, pages: [{ widthPx: 300, heightPx: 420 }] });
    const picture = await fetch(new URL(opened.pages[0]!.url, tested.server.url!));
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    orThrow(await ask(publicApi.hidePages, { params: { secret }, body: { arePagesShown: false } }));
    expect((await fetch(new URL(opened.pages[0]!.url, tested.server.url!))).status).toBe(404);
    expect(
      await ask(publicApi.openPages, { params: { code: copy.code }, body: { checkCode } }),
    ).toMatchObject(failure('verification.pages-hidden'));
    orThrow(await ask(publicApi.hidePages, { params: { secret }, body: { arePagesShown: true } }));
  });

  test('guessing the check code is counted and stopped', async () => {
    const { copy, checkCode } = issued;
    const guess = (code: string) =>
      ask(publicApi.openPages, { params: { code: copy.code }, body: { checkCode: code } });
    for (let i = 0; i < 10; i++)
      expect(await guess(`0000-000${i}`)).toMatchObject(failure('verification.check-code-wrong'));
    expect(await guess(checkCode)).toMatchObject(failure('general.too-many-requests'));
  });

  test('an annulment shows at once, on the code and on the file', async () => {
    const other = await issueCopy(23);
    const { context } = tested.server;
    const [member] = await context.database.db
      .select()
      .from(staff)
      .where(eq(staff.signerName, 'certifier-1'));
    const decision = {
      decisionNumber: '12/QĐ-UBND',
      decisionDate: '2026-11-20',
      signer: 'Trần Thị Chủ Tịch',
      reason: 'Bản chính bị thu hồi',
    };
    const annulled = { code: other.copy.code, staffId: member!.id, ...decision };
    orThrow(await annulCopy(context, annulled));
    const expected = {
      status: 'annulled',
      reasonCode: 'annulled-by-decision',
      copy: { annulment: decision },
    };
    expect(await ask(publicApi.verifyCopy, { params: { code: other.copy.code } })).toMatchObject({
      ok: true,
      value: expected,
    });
    expect(await ask(publicApi.verifyFile, { body: other.pdf })).toMatchObject({ ok: true, value: expected });
  }, 60_000);

  test('a copy annulled because a corrected one replaces it names that one', async () => {
    const wrong = await issueCopy(24);
    const { context } = tested.server;
    const [member] = await context.database.db
      .select()
      .from(staff)
      .where(eq(staff.signerName, 'certifier-1'));
    const annulment = {
      code: wrong.copy.code,
      staffId: member!.id,
      decisionNumber: '13/QĐ-UBND',
      decisionDate: '2026-11-21',
      signer: 'Trần Thị Chủ Tịch',
      reason: 'Ghi sai tên',
    };
    for (const replacedBy of [wrong.copy.code, makeCopyCode(randomBytes(11))])
      expect(await annulCopy(context, { ...annulment, replacedBy })).toMatchObject(
        failure('request.replacement-unfit'),
      );
    orThrow(await annulCopy(context, { ...annulment, replacedBy: issued.copy.code }));
    const expected = {
      status: 'superseded',
      reasonCode: 'replaced-by-copy',
      nextStep: 'check-replacement',
      copy: { annulment: { replacedBy: issued.copy.code, reason: 'Ghi sai tên' } },
    };
    for (const answer of [
      await ask(publicApi.verifyCopy, { params: { code: wrong.copy.code } }),
      await ask(publicApi.verifyFile, { body: wrong.pdf }),
    ])
      expect(answer).toMatchObject({ ok: true, value: expected });
  }, 60_000);
});
