import { createHash } from 'node:crypto';
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
import { approvedRequest } from '../testing/drive-request.ts';
import { type ServerUnderTest, startServerUnderTest } from '../testing/running-server.ts';
import { orThrow } from './or-throw.ts';

let tested: ServerUnderTest;

beforeAll(async () => {
  tested = await startServerUnderTest();
}, 120_000);
afterAll(() => tested?.close());

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

describe('the public verifier', () => {
  let issued: Issued;
  beforeAll(async () => {
    issued = await issueCopy(21);
  }, 120_000);

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
    expect((await ask(publicApi.verifyCopy, { params: { code: 'not-a-code' } })).ok).toBe(false);
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
      value: { status: 'altered' },
    });
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
    orThrow(await annulCopy(context, { code: other.copy.code, staffId: member!.id, ...decision }));
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
});
