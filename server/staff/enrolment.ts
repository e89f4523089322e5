import { FaultError } from '@saoy/contracts/errors';
import { and, eq, gt, isNull } from 'drizzle-orm';
import { recordAudit } from '../audit/record-audit.ts';
import type { ServiceContext } from '../service-context.ts';
import type { Executor } from '../storage/database.ts';
import { enrolmentLinks, passkeys, type StaffRow, staff } from '../storage/schema.ts';
import { checkRegistration, registrationOptions } from './passkeys.ts';
import { hashToken, makeToken } from './secret-token.ts';

const linkTtlMs = 72 * 3_600_000;

/** A one-time link for a member; the secret stands in the fragment, which browsers never send. */
export async function createEnrolmentLink(
  context: ServiceContext,
  staffId: string,
  db: Executor = context.database.db,
): Promise<string> {
  const token = makeToken(context);
  const createdAt = context.now();
  await db.insert(enrolmentLinks).values({
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

/** As createEnrolmentLink for who lost theirs: earlier links no longer open. Throws `general.not-found`. */
export async function renewEnrolmentLink(
  context: ServiceContext,
  staffId: string,
): Promise<{ member: StaffRow; enrolmentUrl: string }> {
  return context.database.db.transaction(async (tx) => {
    const [member] = await tx.select().from(staff).where(eq(staff.id, staffId));
    if (member === undefined) throw new FaultError('general.not-found');
    await tx
      .delete(enrolmentLinks)
      .where(and(eq(enrolmentLinks.staffId, staffId), isNull(enrolmentLinks.usedAt)));
    const enrolmentUrl = await createEnrolmentLink(context, staffId, tx);
    const by = { kind: 'system' } as const;
    await recordAudit(tx, { at: context.now(), code: 'staff.invited', by, subject: staffId });
    return { member, enrolmentUrl };
  });
}

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

/** Registers the passkey and uses the link up, both or neither; a link is used at most once, whatever races. */
export async function completeEnrolment(
  context: ServiceContext,
  input: { token: string; credential: unknown },
): Promise<StaffRow> {
  const member = await memberOfLink(context, input.token);
  const passkey = await checkRegistration(context, member, input.credential);
  const at = context.now();
  await context.database.db.transaction(async (tx) => {
    const used = await tx
      .update(enrolmentLinks)
      .set({ usedAt: at })
      .where(isOpen(context, input.token))
      .returning();
    if (used.length === 0) throw new FaultError('staff.link-used');
    await tx.insert(passkeys).values(passkey);
    const by = { kind: 'staff', staffId: member.id } as const;
    await recordAudit(tx, { at, code: 'staff.enrolled', by, subject: member.id });
  });
  return member;
}
