import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quoteFee } from '../fees/quote-fee.ts';
import { orThrow } from '../http/or-throw.ts';
import { numberCopy } from '../issuance/number-copy.ts';
import { confirmRequest } from '../requests/confirm-request.ts';
import { copies, registerRows } from '../storage/schema.ts';
import { addCertifier, confirmDraft, draftRequest } from '../testing/drive-request.ts';
import { openTestService, type TestService } from '../testing/service-context.ts';
import { approveRequest, beginApproval } from './approve-request.ts';

let service: TestService;
beforeAll(async () => {
  service = await openTestService();
});
afterAll(() => service.close());

/** A request of somebody who asked staff to look at the card instead of the camera. */
async function requestIdentifiedByStaff(): Promise<string> {
  const { context } = service;
  const { requestId, kioskId, pages } = await draftRequest(context, { product: 'certified' });
  const at = context.now();
  const fee = quoteFee(context, { product: 'certified', originalPages: 1, copies: 1, at });
  const confirmation = {
    pages,
    copies: 1,
    delivery: { print: true, download: false, email: null },
    identity: {
      method: 'staff' as const,
      decision: 'not-compared' as const,
      similarity: null,
      model: null,
      isLivenessPassed: null,
      holderName: null,
      holderNumber: null,
      flags: [],
      checkedAt: at.toISOString(),
    },
    identitySessionId: null,
    questionedFields: [],
    shownTotalVnd: fee.totalVnd,
  };
  orThrow(await confirmRequest(context, { requestId, kioskId, confirmation }));
  return requestId;
}

describe('an approval', () => {
  it('needs the certifier to confirm an identity that no face proved, and to name the requester', async () => {
    const staffId = await addCertifier(service.context);
    const requestId = await requestIdentifiedByStaff();
    const begin = (isIdentityConfirmed: boolean, requesterName: string | null) =>
      beginApproval(service.context, { requestId, staffId, isIdentityConfirmed, requesterName });
    expect(await begin(false, 'Lê Thị Hoa')).toMatchObject({
      ok: false,
      error: { code: 'request.identity-unconfirmed' },
    });
    expect(await begin(true, null)).toMatchObject({
      ok: false,
      error: { code: 'request.requester-unnamed' },
    });
    expect(await begin(true, 'Lê Thị Hoa')).toMatchObject({ ok: true });
  });

  it('needs no such word where the live face matched the card', async () => {
    const staffId = await addCertifier(service.context, 'certifier-2');
    const request = await draftRequest(service.context, { product: 'certified' });
    await confirmDraft(service.context, request, 'certified');
    const { requestId } = request;
    expect(
      await beginApproval(service.context, {
        requestId,
        staffId,
        isIdentityConfirmed: false,
        requesterName: null,
      }),
    ).toMatchObject({ ok: true });
  });

  it('puts the name the certifier entered into the register, and masked before the public', async () => {
    const { context } = service;
    const staffId = await addCertifier(context, 'certifier-3');
    const requestId = await requestIdentifiedByStaff();
    const begun = orThrow(
      await beginApproval(context, {
        requestId,
        staffId,
        isIdentityConfirmed: true,
        requesterName: 'Lê Thị Hoa',
      }),
    );
    const checkAssertion = async (challenge: string) => ({ challenge });
    orThrow(
      await approveRequest(context, { requestId, staffId, approvalId: begun.approvalId, checkAssertion }),
    );
    orThrow(await numberCopy(context, requestId));
    const { db } = context.database;
    const [row] = await db.select().from(registerRows).where(eq(registerRows.requestId, requestId));
    const [copy] = await db.select().from(copies).where(eq(copies.requestId, requestId));
    expect([row?.requesterName, copy?.holderMasked]).toEqual(['Lê Thị Hoa', 'Lê T• H••']);
  });
});
