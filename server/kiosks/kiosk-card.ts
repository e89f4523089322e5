import type { KioskCard } from '@saoy/contracts/staff-api';
import type { KioskRow } from '../storage/schema.ts';

/** Three heartbeats of a kiosk at its usual pace; after this it counts as silent. */
export const silentAfterMs = 45_000;

/** A kiosk as staff see it. */
export function kioskCardOf(row: KioskRow, now: Date): KioskCard {
  const { lastSeenAt } = row;
  return {
    id: row.id,
    name: row.name,
    place: row.place,
    isEnabled: row.isEnabled,
    connection:
      lastSeenAt === null
        ? 'never-seen'
        : now.getTime() - lastSeenAt.getTime() > silentAfterMs
          ? 'silent'
          : 'online',
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
    softwareVersion: row.softwareVersion,
    isVisitUnderWay: row.isVisitUnderWay,
    isStaffCalled: row.isStaffCalled,
    lastVisitEndedAt: row.lastVisitEndedAt?.toISOString() ?? null,
    devices: row.devices,
  };
}
