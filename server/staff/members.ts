import { randomUUID } from 'node:crypto';
import type { StaffRole } from '@saoy/contracts/endpoint';
import { FaultError } from '@saoy/contracts/errors';
import type { StaffMember } from '@saoy/contracts/staff-api';
import { asc } from 'drizzle-orm';
import { recordAudit } from '../audit/record-audit.ts';
import type { ServiceContext } from '../service-context.ts';
import { type StaffRow, staff } from '../storage/schema.ts';
import { createEnrolmentLink } from './enrolment.ts';

export const memberOf = ({ id, fullName, roles, signerName, isActive }: StaffRow): StaffMember => ({
  id,
  fullName,
  roles,
  signerName,
  isActive,
});

export async function listMembers(context: ServiceContext): Promise<StaffMember[]> {
  const rows = await context.database.db.select().from(staff).orderBy(asc(staff.fullName));
  return rows.map(memberOf);
}

/**
 * Adds a person and answers their one-time enrolment link; `invitedBy` null is the operator of the machine.
 * Throws `general.invalid-input` when somebody who is no certifier is given a certificate.
 */
export async function inviteMember(
  context: ServiceContext,
  input: { fullName: string; roles: StaffRole[]; signerName: string | null; invitedBy: string | null },
): Promise<{ member: StaffMember; enrolmentUrl: string }> {
  const { invitedBy, ...person } = input;
  if (person.signerName !== null && !person.roles.includes('certifier'))
    throw new FaultError('general.invalid-input', 'only certifiers sign');
  const row: StaffRow = { id: randomUUID(), ...person, isActive: true, createdAt: context.now() };
  return context.database.db.transaction(async (tx) => {
    await tx.insert(staff).values(row);
    await recordAudit(tx, {
      at: row.createdAt,
      code: 'staff.invited',
      by: invitedBy === null ? { kind: 'system' } : { kind: 'staff', staffId: invitedBy },
      subject: row.id,
      detail: row.roles.join(' '),
    });
    return { member: memberOf(row), enrolmentUrl: await createEnrolmentLink(context, row.id, tx) };
  });
}
