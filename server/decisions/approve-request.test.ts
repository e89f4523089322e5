import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quoteFee } from '../fees/quote-fee.ts';
import { orThrow } from '../http/or-throw.ts';
import { confirmRequest } from '../requests/confirm-request.ts';
import { addCertifier, confirmDraft, draftRequest } from '../testing/drive-request.ts';
import { openTestService, type TestService } from '../testing/service-context.ts';
import { beginApproval } from './approve-request.ts';

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
  it('needs the certifier to confirm an identity that no face proved', async () => {
    const staffId = await addCertifier(service.context);
    const requestId = await requestIdentifiedByStaff();
    const begin = (isIdentityConfirmed: boolean) =>
      beginApproval(service.context, { requestId, staffId, isIdentityConfirmed });
    expect(await begin(false)).toMatchObject({
      ok: false,
      error: { code: 'request.identity-unconfirmed' },
    });
    expect(await begin(true)).toMatchObject({ ok: true });
  });

  it('needs no such word where the live face matched the card', async () => {
    const staffId = await addCertifier(service.context, 'certifier-2');
    const request = await draftRequest(service.context, { product: 'certified' });
    await confirmDraft(service.context, request, 'certified');
    const { requestId } = request;
    expect(
      await beginApproval(service.context, { requestId, staffId, isIdentityConfirmed: false }),
    ).toMatchObject({ ok: true });
  });
});
