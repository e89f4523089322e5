import type { Lapse, Notices } from '@saoy/contracts/staff-notices';
import { and, eq, gt, inArray, isNotNull, isNull } from 'drizzle-orm';
import { countRenewals } from '../renewal/order-renewals.ts';
import { lastAction, loadActions } from '../requests/load-request.ts';
import type { ServiceContext } from '../service-context.ts';
import { certificateWatch, requests, signingAuthorisations, staff } from '../storage/schema.ts';
import { lapseThreshold } from './lapse-threshold.ts';

const DAY_MS = 86_400_000;
/** What no worker has seen for so long is no longer in use. */
const SEEN_WITHIN_MS = 3 * DAY_MS;
/** An authorisation that ended longer ago is history. */
const LAPSED_WITHIN_MS = 30 * DAY_MS;
const MOST_DELAYED = 100;

/** What the administrator and the supervisor must know before issuing stops, and what has stopped. */
export async function listNotices(context: ServiceContext): Promise<Notices> {
  const lapses = [...(await lapsingCertificates(context)), ...(await lapsingAuthorisations(context))];
  const urgency = ({ problem, lapsesAt }: Lapse): number =>
    problem !== null ? 0 : Date.parse(lapsesAt ?? '') || 0;
  return {
    lapses: lapses.sort((a, b) => urgency(a) - urgency(b)),
    delayed: await delayedRequests(context),
    renewals: await countRenewals(context),
  };
}

async function lapsingCertificates(context: ServiceContext): Promise<Lapse[]> {
  const now = context.now();
  const seen = await context.database.db
    .select()
    .from(certificateWatch)
    .where(gt(certificateWatch.seenAt, new Date(now.getTime() - SEEN_WITHIN_MS)));
  return seen
    .map(({ kind, name, lapsesAt, problem }) => ({
      kind,
      name,
      decisionNumber: null,
      lapsesAt: lapsesAt?.toISOString() ?? null,
      withinDays: lapsesAt === null ? null : lapseThreshold(lapsesAt, now),
      problem,
    }))
    .filter(({ withinDays, problem }) => withinDays !== null || problem !== null);
}

/** Authorisations that end without another that goes on for the same person and products. */
async function lapsingAuthorisations(context: ServiceContext): Promise<Lapse[]> {
  const now = context.now();
  const held = await context.database.db
    .select()
    .from(signingAuthorisations)
    .innerJoin(staff, eq(staff.id, signingAuthorisations.staffId))
    .where(and(isNull(signingAuthorisations.withdrawnAt), eq(staff.isActive, true)));
  return held.flatMap(({ signing_authorisations: one, staff: { fullName } }): Lapse[] => {
    if (one.validUntil === null || one.validUntil.getTime() < now.getTime() - LAPSED_WITHIN_MS) return [];
    const withinDays = lapseThreshold(one.validUntil, now);
    if (withinDays === null) return [];
    const ends = one.validUntil;
    const isContinued = held.some(
      ({ signing_authorisations: other }) =>
        other.staffId === one.staffId &&
        other.authority === one.authority &&
        other.validFrom <= ends &&
        (other.validUntil === null || other.validUntil > ends) &&
        one.products.every((product) => other.products.includes(product)),
    );
    if (isContinued) return [];
    return [
      {
        kind: 'authorisation',
        name: fullName,
        decisionNumber: one.decisionNumber,
        lapsesAt: ends.toISOString(),
        withinDays,
        problem: null,
      },
    ];
  });
}

async function delayedRequests(context: ServiceContext): Promise<Notices['delayed']> {
  const { db } = context.database;
  const waiting = await db
    .select({ id: requests.id, product: requests.product })
    .from(requests)
    .where(and(inArray(requests.status, ['approved', 'numbered', 'logged']), isNotNull(requests.confirmedAt)))
    .orderBy(requests.confirmedAt)
    .limit(MOST_DELAYED);
  const delayed: Notices['delayed'] = [];
  for (const { id, product } of waiting) {
    const action = lastAction(await loadActions(db, id), 'issuing-delayed');
    if (action?.event.type === 'issuing-delayed')
      delayed.push({ requestId: id, product, code: action.event.code, since: action.at });
  }
  return delayed;
}
