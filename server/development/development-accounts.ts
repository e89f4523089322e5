import { randomUUID } from 'node:crypto';
import type { StaffRole } from '@saoy/contracts/endpoint';
import { and, eq, notExists, sql } from 'drizzle-orm';
import { enrolKiosk } from '../kiosks/manage-kiosks.ts';
import type { ServiceContext } from '../service-context.ts';
import { createEnrolmentLink } from '../staff/enrolment.ts';
import { passkeys, signingAuthorisations, staff } from '../storage/schema.ts';

interface DevelopmentMember {
  readonly fullName: string;
  readonly roles: StaffRole[];
  readonly certifier?: {
    readonly signerName: string;
    readonly basis: 'authorised' | 'assigned';
    readonly decisionNumber: string;
    readonly titleLines: string[];
  };
}

/** People of the sample authority; the certifiers hold the two certificates of the development PKI. */
const members: readonly DevelopmentMember[] = [
  { fullName: 'Vũ Thị Quản Trị', roles: ['administrator'] },
  { fullName: 'Lê Hoàng Giám Sát', roles: ['supervisor'] },
  {
    fullName: 'Nguyễn Thị Minh Hà',
    roles: ['certifier'],
    certifier: {
      signerName: 'certifier-1',
      basis: 'assigned',
      decisionNumber: '01/QĐ-UBND',
      titleLines: ['KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'],
    },
  },
  {
    fullName: 'Trần Quốc Bảo',
    roles: ['certifier'],
    certifier: {
      signerName: 'certifier-2',
      basis: 'authorised',
      decisionNumber: '02/QĐ-UBND',
      titleLines: ['TUQ. CHỦ TỊCH', 'CÔNG CHỨC TƯ PHÁP - HỘ TỊCH'],
    },
  },
  { fullName: 'Phạm Văn Kiểm Toán', roles: ['auditor'] },
];

const developmentKiosks = [
  { id: 'kiosk-1', name: 'Kiosk 1', place: 'Bộ phận một cửa phường Việt Hưng (mẫu thử)' },
  { id: 'kiosk-2', name: 'Kiosk 2', place: 'Trung tâm thương mại (mẫu thử)' },
];

const AUTHORISED_FROM = new Date('2025-11-01T00:00:00+07:00');
const LOCK_KEY = 7_351_026;

/** Enrols the kiosks and creates the people of a demonstration, once. Production never calls it. */
export async function createDevelopmentAccounts(context: ServiceContext): Promise<void> {
  const at = context.now();
  const authority = context.authorityAt(at).id;
  for (const kiosk of developmentKiosks) await enrolKiosk(context, { ...kiosk, authority });
  await context.database.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${LOCK_KEY})`);
    for (const { fullName, roles, certifier } of members) {
      const [present] = await tx.select({ id: staff.id }).from(staff).where(eq(staff.fullName, fullName));
      if (present !== undefined) continue;
      const id = randomUUID();
      await tx
        .insert(staff)
        .values({ id, fullName, roles, signerName: certifier?.signerName ?? null, createdAt: at });
      if (certifier === undefined) continue;
      const { signerName: _, ...decision } = certifier;
      await tx.insert(signingAuthorisations).values({
        id: randomUUID(),
        staffId: id,
        authority,
        ...decision,
        decisionDate: '2025-11-01',
        validFrom: AUTHORISED_FROM,
        validUntil: null,
        products: ['certified', 'digital'],
      });
    }
  });
}

export interface EnrolmentInvitation {
  readonly fullName: string;
  readonly roles: readonly StaffRole[];
  readonly url: string;
}

/** A fresh one-time enrolment link for everybody who has no passkey yet. */
export async function inviteMembersWithoutPasskey(context: ServiceContext): Promise<EnrolmentInvitation[]> {
  const { db } = context.database;
  const waiting = await db
    .select()
    .from(staff)
    .where(
      and(
        eq(staff.isActive, true),
        notExists(db.select().from(passkeys).where(eq(passkeys.staffId, staff.id))),
      ),
    )
    .orderBy(staff.createdAt, staff.fullName);
  const invitations: EnrolmentInvitation[] = [];
  for (const { id, fullName, roles } of waiting)
    invitations.push({ fullName, roles, url: await createEnrolmentLink(context, id) });
  return invitations;
}
