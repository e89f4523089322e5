import type { QueueItem } from '@saoy/contracts/staff-api';
import { asc, eq } from 'drizzle-orm';
import type { ReadingProgress } from '../intake/reading-progress.ts';
import { lastEvent, loadRequest } from '../requests/load-request.ts';
import { documentOfRequest } from '../requests/view-request.ts';
import type { ServiceContext } from '../service-context.ts';
import { type PageRow, requests } from '../storage/schema.ts';

const untitled = { vi: 'Giấy tờ', en: 'Document' };

interface Waiting {
  readonly item: Omit<QueueItem, 'reading'>;
  readonly pages: readonly PageRow[];
}

export interface QueueList {
  /** Requests that wait for a decision, oldest due first. */
  load(): Promise<QueueItem[]>;
  /** Whether the newest list has the request. */
  has(requestId: string): boolean;
}

/**
 * Lists requests that wait for a decision. Every change of any request asks for the list again, on every screen, so what did
 * not change since is remembered: a request's item hangs on its actions alone, but for how far its pages are read.
 */
export function createQueueList(context: ServiceContext, progress: ReadingProgress): QueueList {
  let known = new Map<string, { readonly revision: number; readonly waiting: Promise<Waiting | null> }>();
  const load = async () => {
    const rows = await context.database.db
      .select({ id: requests.id, revision: requests.revision })
      .from(requests)
      .where(eq(requests.status, 'awaiting-decision'))
      .orderBy(asc(requests.dueAt))
      .limit(500);
    const current: typeof known = new Map();
    for (const { id, revision } of rows) {
      const former = known.get(id);
      current.set(
        id,
        former?.revision === revision ? former : { revision, waiting: loadWaiting(context, id) },
      );
    }
    known = current;
    try {
      const all = await Promise.all([...current.values()].map(({ waiting }) => waiting));
      return all.flatMap((waiting) =>
        waiting === null
          ? []
          : [{ ...waiting.item, reading: progress.readingOf(waiting.item.id, waiting.pages) }],
      );
    } catch (error) {
      known = new Map();
      throw error;
    }
  };
  return { load, has: (requestId) => known.has(requestId) };
}

async function loadWaiting(context: ServiceContext, requestId: string): Promise<Waiting | null> {
  const loaded = await loadRequest(context.database.db, requestId);
  const confirmed = lastEvent(loaded.actions, 'confirmed');
  const { row } = loaded;
  if (confirmed === undefined || row.confirmedAt === null) return null;
  const document = await documentOfRequest(context, loaded);
  const item = {
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
  return { item, pages: loaded.pages };
}
