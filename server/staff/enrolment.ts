import { FaultError } from '@saoy/contracts/errors';
import { and, eq, gt, isNull } from 'drizzle-orm';
import { recordAudit } from '../audit/record-audit.ts';
import type { ServiceContext } from '../service-context.ts';
import { enrolmentLinks, type StaffRow, staff } from '../storage/schema.ts';
import { registerPasskey, registrationOptions } from './passkeys.ts';
import { hashToken, makeToken } from './secret-token.ts';

const linkTtlMs = 72 * 3_600_000;

/** A one-time link for a member; the secret stands in the fragment, which browsers never send. */
export async function createEnrolmentLink(context: ServiceContext, staffId: string): Promise<string> {
  const token = makeToken(context);
  const createdAt = context.now();
  await context.database.db.insert(enrolmentLinks).values({
    tokenHash: hashToken(token),
    staffId,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + linkTtlMs),
  });
  return `${context.settings.publicUrl}/staff/enrol#${token}`;
}

const isOpen = (context: ServiceContext, token: string) =>
  and(
    eq(enrolmentLinks.tokenHash, hashToken(token)),
    isNull(enrolmentLinks.usedAt),
    gt(enrolmentLinks.expiresAt, context.now()),
  );

/** The member a link is for; throws `staff.link-used`. */
async function memberOfLink(context: ServiceContext, token: string): Promise<StaffRow> {
  const [found] = await context.database.db
    .select()
    .from(enrolmentLinks)
    .innerJoin(staff, eq(staff.id, enrolmentLinks.staffId))
    .where(isOpen(context, token));
  if (found === undefined || !found.staff.isActive) throw new FaultError('staff.link-used');
  return found.staff;
}

export async function openEnrolment(context: ServiceContext, token: string) {
  const member = await memberOfLink(context, token);
  return { member, options: await registrationOptions(context, member) };
}

/** Registers the passkey and uses the link up; a link is used at most once, whatever races. */
export async function completeEnrolment(
  context: ServiceContext,
  input: { token: string; credential: unknown },
): Promise<StaffRow> {
  const member = await memberOfLink(context, input.token);
  await registerPasskey(context, member, input.credential);
  const at = context.now();
  const used = await context.database.db
    .update(enrolmentLinks)
    .set({ usedAt: at })
    .where(isOpen(context, input.token))
    .returning();
  if (used.length === 0) throw new FaultError('staff.link-used');
  await recordAudit(context.database.db, {
    at,
    code: 'staff.enrolled',
    by: { kind: 'staff', staffId: member.id },
    subject: member.id,
  });
  return member;
}
