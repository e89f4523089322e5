import { randomUUID } from 'node:crypto';
import { FaultError } from '@saoy/contracts/errors';
import type { Product } from '@saoy/contracts/ids';
import { and, eq, isNull } from 'drizzle-orm';
import { recordAudit } from '../audit/record-audit.ts';
import type { ServiceContext } from '../service-context.ts';
import { type SigningAuthorisationRow, signingAuthorisations, staff } from '../storage/schema.ts';

/** By what right a person certifies: the decision of the chairman behind it (Decree 280/2025). */
export interface NewAuthorisation {
  readonly staffId: string;
  /** Name of the certificate the person signs with from now on. */
  readonly signerName: string;
  readonly basis: SigningAuthorisationRow['basis'];
  readonly decisionNumber: string;
  /** `2026-11-21`. */
  readonly decisionDate: string;
  readonly validFrom: Date;
  /** Null: until it is withdrawn. */
  readonly validUntil: Date | null;
  readonly products: readonly Product[];
  readonly titleLines: readonly string[];
}

/** Enters a decision and answers the authorisation's id. Throws `general.not-found` without such a certifier. */
export async function authoriseCertifier(context: ServiceContext, input: NewAuthorisation): Promise<string> {
  const { signerName, products, titleLines, ...decision } = input;
  const { staffId } = decision;
  const at = context.now();
  const id = randomUUID();
  await context.database.db.transaction(async (tx) => {
    const [member] = await tx.select().from(staff).where(eq(staff.id, staffId)).for('update');
    if (member === undefined || !member.roles.includes('certifier'))
      throw new FaultError('general.not-found');
    await tx.update(staff).set({ signerName }).where(eq(staff.id, staffId));
    await tx.insert(signingAuthorisations).values({
      id,
      ...decision,
      authority: context.authorityAt(at).id,
      products: [...products],
      titleLines: [...titleLines],
    });
    const by = { kind: 'system' } as const;
    await recordAudit(tx, { at, code: 'staff.authorised', by, subject: staffId, detail: id });
  });
  return id;
}

/** Ends an authorisation now. Throws `general.not-found` unless it is in force; what was certified stays certified. */
export async function withdrawAuthorisation(context: ServiceContext, authorisationId: string): Promise<void> {
  const at = context.now();
  await context.database.db.transaction(async (tx) => {
    const [withdrawn] = await tx
      .update(signingAuthorisations)
      .set({ withdrawnAt: at })
      .where(and(eq(signingAuthorisations.id, authorisationId), isNull(signingAuthorisations.withdrawnAt)))
      .returning();
    if (withdrawn === undefined) throw new FaultError('general.not-found');
    const { staffId: subject, id: detail } = withdrawn;
    await recordAudit(tx, {
      at,
      code: 'staff.authorisation-withdrawn',
      by: { kind: 'system' },
      subject,
      detail,
    });
  });
}
