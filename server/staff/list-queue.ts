import type { QueueItem } from '@saoy/contracts/staff-api';
import { asc, eq } from 'drizzle-orm';
import { lastEvent, loadRequest } from '../requests/load-request.ts';
import { documentOfRequest } from '../requests/view-request.ts';
import type { ServiceContext } from '../service-context.ts';
import { requests } from '../storage/schema.ts';

const untitled = { vi: 'Giấy tờ', en: 'Document' };

/**
 * Lists requests that wait for a decision, oldest due first. Every change of any request asks for the list again, on every
 * screen, so what did not change since is remembered: a request's item hangs on its actions alone.
 */
export function createQueueList(context: ServiceContext): () => Promise<QueueItem[]> {
  let known = new Map<string, { readonly revision: number; readonly item: Promise<QueueItem | null> }>();
  return async () => {
    const waiting = await context.database.db
      .select({ id: requests.id, revision: requests.revision })
      .from(requests)
      .where(eq(requests.status, 'awaiting-decision'))
      .orderBy(asc(requests.dueAt))
      .limit(500);
    const current: typeof known = new Map();
    for (const { id, revision } of waiting) {
      const former = known.get(id);
      current.set(id, former?.revision === revision ? former : { revision, item: queueItem(context, id) });
    }
    known = current;
    try {
      const items = await Promise.all([...current.values()].map(({ item }) => item));
      return items.filter((item) => item !== null);
    } catch (error) {
      known = new Map();
      throw error;
    }
  };
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
