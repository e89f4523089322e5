import type { ErrorCode } from '@saoy/contracts/errors';
import { and, asc, eq, gt, isNull, like, lte, or, sql } from 'drizzle-orm';
import type { ServiceContext } from '../service-context.ts';
import { copies, copyVersions } from '../storage/schema.ts';

/** Less than this part of the time before the end is left: something keeps the renewals from being made. */
const OVERDUE_SHARE = 3;
const COUNTED_AT_MOST = 10_000;

/** A failure that every other copy would meet too. */
export const isAuthorityFailing = or(
  like(copyVersions.renewalProblem, 'signing.tsa-%'),
  eq(copyVersions.renewalProblem, 'renewal.authority-unchanged'),
);

/**
 * Orders the renewals that are due, those first whose time-stamps lapse first, and no more at once than a minute may
 * take. While the time-stamping authority fails, one copy at a time asks whether it is back.
 */
export async function orderRenewals(context: ServiceContext): Promise<number> {
  const { db } = context.database;
  const now = context.now();
  const [failed] = await db
    .select({ code: copyVersions.code })
    .from(copyVersions)
    .where(and(gt(copyVersions.retryAt, now), isAuthorityFailing))
    .limit(1);
  const due = await db
    .select({ requestId: copies.requestId })
    .from(copyVersions)
    .innerJoin(copies, eq(copies.code, copyVersions.code))
    .where(
      and(
        lte(copyVersions.renewBy, dueFrom(context, now)),
        or(isNull(copyVersions.retryAt), lte(copyVersions.retryAt, now)),
      ),
    )
    .orderBy(asc(copyVersions.renewBy))
    .limit(failed === undefined ? context.settings.renewalsPerMinute : 1);
  for (const { requestId } of due) await context.jobs.send('renew-copy', { requestId });
  const { overdue } = await countRenewals(context);
  if (overdue > 0)
    context.log.warn({ overdue }, 'archive time-stamps are overdue for renewal; see the operations manual');
  return due.length;
}

const dueFrom = ({ settings }: Pick<ServiceContext, 'settings'>, now: Date): Date =>
  new Date(now.getTime() + settings.renewBeforeMs);

export interface RenewalCounts {
  /** Copies whose archive time-stamp may be renewed now; at most 10,000 are counted. */
  readonly due: number;
  /** Those of them that have waited for two thirds of the time or longer. */
  readonly overdue: number;
  /** Why the last try failed, of the copy whose time-stamp lapses first. */
  readonly problem: ErrorCode | null;
}

/** How many renewals wait, for the operator. */
export async function countRenewals(
  context: Pick<ServiceContext, 'database' | 'settings' | 'now'>,
): Promise<RenewalCounts> {
  const now = context.now();
  const latest = new Date(now.getTime() + context.settings.renewBeforeMs / OVERDUE_SHARE);
  const { db } = context.database;
  const waiting = db
    .select({
      renewBy: copyVersions.renewBy,
      stampValidUntil: copyVersions.stampValidUntil,
      problem: copyVersions.renewalProblem,
    })
    .from(copyVersions)
    .where(lte(copyVersions.renewBy, dueFrom(context, now)))
    .orderBy(asc(copyVersions.renewBy))
    .limit(COUNTED_AT_MOST)
    .as('waiting');
  const [counted] = await db
    .select({
      due: sql<number>`count(*)::int`,
      // A version that nobody has looked at is due, but nothing says that it is late.
      overdue: sql<number>`count(*) filter (where ${waiting.stampValidUntil} < ${latest.toISOString()})::int`,
      problem: sql<ErrorCode | null>`(array_agg(${waiting.problem} order by ${waiting.renewBy})
        filter (where ${waiting.problem} is not null))[1]`,
    })
    .from(waiting);
  return { due: counted?.due ?? 0, overdue: counted?.overdue ?? 0, problem: counted?.problem ?? null };
}
