import type { DeviceHealth } from '@saoy/contracts/agent-api';
import { FaultError } from '@saoy/contracts/errors';
import { asc, eq } from 'drizzle-orm';
import { recordAudit } from '../audit/record-audit.ts';
import { announce } from '../requests/append-action.ts';
import type { ServiceContext } from '../service-context.ts';
import { type KioskRow, kiosks } from '../storage/schema.ts';

type KioskContext = Pick<ServiceContext, 'database' | 'now'>;

/** The enrolled and enabled kiosk of a certificate's common name; throws `kiosk.not-enrolled`. */
export async function admitKiosk(context: KioskContext, commonName: string): Promise<KioskRow> {
  const [row] = await context.database.db.select().from(kiosks).where(eq(kiosks.id, commonName));
  if (row === undefined) throw new FaultError('kiosk.not-enrolled');
  if (!row.isEnabled) throw new FaultError('kiosk.not-enrolled', 'disabled by staff');
  return row;
}

export const listKiosks = (context: KioskContext): Promise<KioskRow[]> =>
  context.database.db.select().from(kiosks).orderBy(asc(kiosks.id));

/** Enrols a kiosk under the common name of its certificate; an enrolled one gets the new name and place. */
export async function enrolKiosk(
  context: KioskContext,
  kiosk: { id: string; name: string; place: string; authority: string },
): Promise<void> {
  await context.database.db.transaction(async (tx) => {
    await tx
      .insert(kiosks)
      .values({ ...kiosk, enrolledAt: context.now() })
      .onConflictDoUpdate({ target: kiosks.id, set: { name: kiosk.name, place: kiosk.place } });
    await announce(tx, 'kiosk', kiosk.id);
  });
}

/** Lets a kiosk in or keeps it out; audited. */
export async function setKioskEnabled(
  context: KioskContext,
  input: { kioskId: string; isEnabled: boolean; staffId: string },
): Promise<KioskRow> {
  return context.database.db.transaction(async (tx) => {
    const [row] = await tx
      .update(kiosks)
      .set({ isEnabled: input.isEnabled })
      .where(eq(kiosks.id, input.kioskId))
      .returning();
    if (row === undefined) throw new FaultError('general.not-found');
    await recordAudit(tx, {
      at: context.now(),
      code: input.isEnabled ? 'kiosk.enabled' : 'kiosk.disabled',
      by: { kind: 'staff', staffId: input.staffId },
      subject: input.kioskId,
    });
    await announce(tx, 'kiosk', input.kioskId);
    return row;
  });
}

export interface KioskReport {
  readonly softwareVersion: string;
  readonly startedAt: string;
  readonly isVisitUnderWay: boolean;
  readonly isStaffCalled: boolean;
  readonly lastVisitEndedAt: string | null;
  readonly devices: readonly DeviceHealth[];
}

/** Takes a heartbeat. */
export async function recordHeartbeat(
  context: KioskContext,
  kioskId: string,
  report: KioskReport,
): Promise<void> {
  await context.database.db.transaction(async (tx) => {
    await tx
      .update(kiosks)
      .set({
        lastSeenAt: context.now(),
        softwareVersion: report.softwareVersion,
        startedAt: new Date(report.startedAt),
        isVisitUnderWay: report.isVisitUnderWay,
        isStaffCalled: report.isStaffCalled,
        lastVisitEndedAt: report.lastVisitEndedAt === null ? null : new Date(report.lastVisitEndedAt),
        devices: [...report.devices],
      })
      .where(eq(kiosks.id, kioskId));
    await announce(tx, 'kiosk', kioskId);
  });
}
