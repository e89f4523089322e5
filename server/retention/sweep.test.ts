import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEnrolmentLink } from '../staff/enrolment.ts';
import { signInOptions } from '../staff/passkeys.ts';
import { openSession } from '../staff/sessions.ts';
import { enrolmentLinks, passkeyChallenges, staff, staffSessions } from '../storage/schema.ts';
import { openTestService, type TestService } from '../testing/service-context.ts';
import { sweepExpired } from './sweep.ts';

const DAY_MS = 24 * 60 * 60_000;
let service: TestService;
beforeAll(async () => {
  service = await openTestService();
});
afterAll(() => service.close());

describe('the sweep', () => {
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
