import { FaultError } from '@saoy/contracts/errors';
import type { RequestAction, RequestEvent, RequestEventType } from '@saoy/contracts/requests/action';
import { statusOf } from '@saoy/contracts/requests/status';
import { asc, eq } from 'drizzle-orm';
import type { Executor } from '../storage/database.ts';
import {
  actions,
  type CopyRow,
  copies,
  downloadLinks,
  type PageRow,
  pages,
  type RequestRow,
  requests,
  uploadParts,
} from '../storage/schema.ts';

/** Everything stored of one request. */
export interface LoadedRequest {
  readonly row: RequestRow;
  readonly actions: readonly RequestAction[];
  /** Pages in the order of the original; dropped ones are left out. */
  readonly pages: readonly PageRow[];
  /** Pages of which only a part has arrived. */
  readonly uploads: readonly string[];
  readonly copy: CopyRow | null;
  readonly downloadExpiresAt: Date | null;
}

/** Loads a request with its actions; throws `request.unknown`. */
export async function loadRequest(db: Executor, requestId: string): Promise<LoadedRequest> {
  const [row] = await db.select().from(requests).where(eq(requests.id, requestId));
  if (row === undefined) throw new FaultError('request.unknown');
  // The actions first: whatever they tell of has then been written to the other tables too.
  const stored = await loadActions(db, requestId);
  const [storedPages, parts, [copy], [link]] = await Promise.all([
    loadPages(db, requestId),
    db
      .selectDistinct({ sha256: uploadParts.sha256 })
      .from(uploadParts)
      .where(eq(uploadParts.requestId, requestId)),
    db.select().from(copies).where(eq(copies.requestId, requestId)),
    db.select().from(downloadLinks).where(eq(downloadLinks.requestId, requestId)),
  ]);
  return {
    row: { ...row, status: statusOf(stored), revision: stored.length },
    actions: stored,
    pages: storedPages,
    uploads: parts.map(({ sha256 }) => sha256),
    copy: copy ?? null,
    downloadExpiresAt: link?.expiresAt ?? null,
  };
}

/** The actions of a request in order. */
export async function loadActions(db: Executor, requestId: string): Promise<RequestAction[]> {
  const rows = await db
    .select()
    .from(actions)
    .where(eq(actions.requestId, requestId))
    .orderBy(asc(actions.sequence));
  return rows.map(({ actor, at, event, sequence }) => ({
    requestId,
    sequence,
    at: at.toISOString(),
    by: actor,
    event,
  }));
}

/** The pages of the original in order, without dropped ones. */
export async function loadPages(db: Executor, requestId: string): Promise<PageRow[]> {
  const rows = await db.select().from(pages).where(eq(pages.requestId, requestId));
  return rows.filter((page) => page.position !== null).sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
}

export type EventOf<T extends RequestEventType> = Extract<RequestEvent, { type: T }>;

/** The newest event of a type; undefined when it has not happened. */
export function lastEvent<T extends RequestEventType>(
  all: readonly Pick<RequestAction, 'event'>[],
  type: T,
): EventOf<T> | undefined {
  return all.findLast(({ event }) => event.type === type)?.event as EventOf<T> | undefined;
}

/** The newest action with an event of a type. */
export const lastAction = (
  all: readonly RequestAction[],
  type: RequestEventType,
): RequestAction | undefined => all.findLast(({ event }) => event.type === type);
