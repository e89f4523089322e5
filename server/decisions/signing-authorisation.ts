import type { Product } from '@saoy/contracts/ids';
import { eq } from 'drizzle-orm';
import type { Executor } from '../storage/database.ts';
import {
  type SigningAuthorisationRow,
  type StaffRow,
  signingAuthorisations,
  staff,
} from '../storage/schema.ts';

/** A person who may certify now, and by what right. */
export interface AuthorisedCertifier {
  readonly member: StaffRow & { readonly signerName: string };
  readonly authorisation: SigningAuthorisationRow;
}

/**
 * The certifier when an authorisation is in force: basis, decision, dates and product (Decree 280/2025). Null when the
 * person is inactive, has no certificate, or no authorisation covers this product at this moment.
 */
export async function authorisedCertifier(
  db: Executor,
  question: { staffId: string; product: Product; authority: string; at: Date },
): Promise<AuthorisedCertifier | null> {
  const { staffId, product, authority, at } = question;
  const [member] = await db.select().from(staff).where(eq(staff.id, staffId));
  if (member === undefined || !member.isActive || member.signerName === null) return null;
  if (!member.roles.includes('certifier')) return null;
  const held = await db
    .select()
    .from(signingAuthorisations)
    .where(eq(signingAuthorisations.staffId, staffId));
  const authorisation = held.find(
    (one) =>
      one.authority === authority &&
      one.products.includes(product) &&
      one.validFrom <= at &&
      (one.validUntil === null || one.validUntil > at) &&
      (one.withdrawnAt === null || one.withdrawnAt > at),
  );
  return authorisation === undefined
    ? null
    : { member: { ...member, signerName: member.signerName }, authorisation };
}
