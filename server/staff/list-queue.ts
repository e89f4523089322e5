import type { QueueItem } from '@saoy/contracts/staff-api';
import { asc, eq } from 'drizzle-orm';
import { lastEvent, loadRequest } from '../requests/load-request.ts';
import { documentOfRequest } from '../requests/view-request.ts';
import type { ServiceContext } from '../service-context.ts';
import { requests } from '../storage/schema.ts';

const untitled = { vi: 'Giấy tờ', en: 'Document' };

/** Requests that wait for a decision, oldest due first. */
export async function listQueue(context: ServiceContext): Promise<QueueItem[]> {
  const { db } = context.database;
  const waiting = await db
    .select({ id: requests.id })
    .from(requests)
    .where(eq(requests.status, 'awaiting-decision'))
    .orderBy(asc(requests.dueAt))
    .limit(500);
  const items = await Promise.all(waiting.map(({ id }) => queueItem(context, id)));
  return items.filter((item) => item !== null);
}

async function queueItem(context: ServiceContext, requestId: string): Promise<QueueItem | null> {
  const loaded = await loadRequest(context.database.db, requestId);
  const confirmed = lastEvent(loaded.actions, 'confirmed');
  const { row } = loaded;
  if (confirmed === undefined || row.confirmedAt === null) return null;
  const document = await documentOfRequest(context, loaded);
  return {
    id: row.id,
    product: row.product,
    kioskId: row.kioskId,
    title: document?.title ?? untitled,
    status: row.status,
    confirmedAt: row.confirmedAt.toISOString(),
    dueAt: (row.dueAt ?? row.confirmedAt).toISOString(),
    pages: confirmed.pages.length,
    flags: document?.flags.length ?? 0,
    doubtfulFields:
      document?.fields.filter(
        ({ name, needsConfirmation }) => needsConfirmation || confirmed.questionedFields.includes(name),
      ).length ?? 0,
    identity: confirmed.identity.decision,
    isRequesterWaiting: lastEvent(loaded.actions, 'left') === undefined,
  };
}
