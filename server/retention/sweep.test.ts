import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDownloadLink } from '../delivery/open-download-link.ts';
import { createEnrolmentLink } from '../staff/enrolment.ts';
import { signInOptions } from '../staff/passkeys.ts';
import { openSession } from '../staff/sessions.ts';
import { downloadLinks, enrolmentLinks, passkeyChallenges, staff, staffSessions } from '../storage/schema.ts';
import { draftRequest } from '../testing/drive-request.ts';
import { openTestService, type TestService } from '../testing/service-context.ts';
import { sweepExpired } from './sweep.ts';

const DAY_MS = 24 * 60 * 60_000;
let service: TestService;
beforeAll(async () => {
  service = await openTestService();
});
afterAll(() => service.close());

describe('the sweep', () => {
  it('forgets a download link once it has been expired for as long as it was alive', async () => {
    const { context, clock } = service;
    const { db } = context.database;
    const { requestId } = await draftRequest(context, { product: 'digital' });
    await openDownloadLink(db, context, { requestId, from: context.now() });
    const begun = clock.now;
    const leftAfter = async (days: number) => {
      clock.now = new Date(begun.getTime() + days * DAY_MS);
      await sweepExpired(context);
      return db.$count(downloadLinks);
    };
    expect([await leftAfter(8), await leftAfter(13), await leftAfter(15)]).toEqual([1, 1, 0]);
    clock.now = begun;
  });

  it('removes secrets once they have expired and none before', async () => {
    const { context, clock } = service;
    const { db } = context.database;
    const staffId = randomUUID();
    await db.insert(staff).values({
      id: staffId,
      fullName: 'Phạm Văn Kiểm Toán',
      roles: ['auditor'],
      createdAt: context.now(),
    });
    await signInOptions(context);
    await openSession(context, staffId);
    await createEnrolmentLink(context, staffId);
    const left = async () => [
      await db.$count(passkeyChallenges),
      await db.$count(staffSessions),
      await db.$count(enrolmentLinks),
    ];
    await sweepExpired(context);
    expect(await left()).toEqual([1, 1, 1]);
    clock.now = new Date(clock.now.getTime() + 4 * DAY_MS);
    await sweepExpired(context);
    expect(await left()).toEqual([0, 0, 0]);
  });
});
