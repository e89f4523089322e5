import { FaultError } from '@saoy/contracts/errors';
import type { RequestActor, RequestEvent } from '@saoy/contracts/requests/action';
import { isSettled, mayHappen } from '@saoy/contracts/requests/next-steps';
import { statusOf } from '@saoy/contracts/requests/status';
import { eq, sql } from 'drizzle-orm';
import type { ServiceSecrets } from '../keys/master-key.ts';
import type { Executor } from '../storage/database.ts';
import { actions, type RequestRow, requests } from '../storage/schema.ts';
import { actionMac } from './action-mac.ts';

/** Channel on which every change is told to all processes: `request:<id>` or `kiosk:<id>`. */
export const changesChannel = 'saoy_changes';

/** Tells all processes, once the transaction commits, that something changed. */
export async function announce(tx: Executor, kind: 'request' | 'kiosk', id: string): Promise<void> {
  await tx.execute(sql`select pg_notify(${changesChannel}, ${`${kind}:${id}`})`);
}

/** Locks a request until the transaction ends; throws `request.unknown`. Every writer takes this lock first. */
export async function lockRequest(tx: Executor, requestId: string): Promise<RequestRow> {
  const [row] = await tx.select().from(requests).where(eq(requests.id, requestId)).for('update');
  if (row === undefined) throw new FaultError('request.unknown');
  return row;
}

/** As lockRequest, for a kiosk: a request of another kiosk is unknown to it. */
export async function lockOwnRequest(tx: Executor, requestId: string, kioskId: string): Promise<RequestRow> {
  const row = await lockRequest(tx, requestId);
  if (row.kioskId !== kioskId) throw new FaultError('request.unknown');
  return row;
}

export interface NewAction {
  readonly by: RequestActor;
  readonly at: Date;
  readonly event: RequestEvent;
}

/**
 * Appends an action to a request that the transaction has locked and answers the request as it then is.
 * Throws `request.step-not-allowed` when the table of next steps does not have it.
 */
export async function appendAction(
  tx: Executor,
  { secrets }: { readonly secrets: ServiceSecrets },
  request: RequestRow,
  { by, at, event }: NewAction,
): Promise<RequestRow> {
  if (!mayHappen(request.status, event.type))
    throw new FaultError('request.step-not-allowed', `${event.type} in status ${request.status}`);
  const sequence = request.revision + 1;
  const next = nextStatus(request, event);
  const changed = {
    status: next,
    revision: sequence,
    updatedAt: at,
    settledAt: request.settledAt ?? (isSettled(next) ? at : null),
    confirmedAt: event.type === 'confirmed' ? at : request.confirmedAt,
    pagesErasedAt: event.type === 'pages-erased' ? at : request.pagesErasedAt,
  };
  const mac = actionMac(secrets, { requestId: request.id, sequence, at: at.toISOString(), by, event });
  await tx.insert(actions).values({ requestId: request.id, sequence, at, actor: by, event, mac });
  await tx.update(requests).set(changed).where(eq(requests.id, request.id));
  await announce(tx, 'request', request.id);
  return { ...request, ...changed };
}

/** One step of the fold: what a single event makes of a status. */
function nextStatus(request: RequestRow, event: RequestEvent): RequestRow['status'] {
  const leads = statusOf([{ event }]);
  // The fold of one event that decides nothing is its starting point, draft: then the status stays.
  return leads === 'draft' ? request.status : leads;
}
