import { and, eq, gt } from 'drizzle-orm';
import type { ServiceContext } from '../service-context.ts';
import { type StaffRow, staff, staffSessions } from '../storage/schema.ts';
import { hashToken, makeToken } from './secret-token.ts';

/** A working day; an unattended desk is locked sooner by the idle limit. */
const sessionTtlMs = 10 * 3_600_000;
const idleTtlMs = 60 * 60_000;
/** How stale the time of last use may get, so that reading does not write every time. */
const touchAfterMs = 60_000;

/** Opens a session and answers the secret for its cookie. */
export async function openSession(context: ServiceContext, staffId: string): Promise<string> {
  const token = makeToken(context);
  const createdAt = context.now();
  await context.database.db.insert(staffSessions).values({
    tokenHash: hashToken(token),
    staffId,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + sessionTtlMs),
    lastSeenAt: createdAt,
  });
  return token;
}

/** The session row and its holder while it lives: not expired, not idle too long, the person still active. */
async function liveSession(context: ServiceContext, token: string) {
  const now = context.now();
  const [found] = await context.database.db
    .select()
    .from(staffSessions)
    .innerJoin(staff, eq(staff.id, staffSessions.staffId))
    .where(
      and(
        eq(staffSessions.tokenHash, hashToken(token)),
        gt(staffSessions.expiresAt, now),
        gt(staffSessions.lastSeenAt, new Date(now.getTime() - idleTtlMs)),
      ),
    );
  return found?.staff.isActive ? found : null;
}

/** Whether a session lives; asking is no use of it, so an open screen does not keep it alive. */
export const isSessionOpen = async (context: ServiceContext, token: string): Promise<boolean> =>
  (await liveSession(context, token)) !== null;

/** Who holds this session now; null when it is unknown, expired, idle too long, or the person left. */
export async function findSession(context: ServiceContext, token: string): Promise<StaffRow | null> {
  const found = await liveSession(context, token);
  if (found === null) return null;
  const now = context.now();
  if (now.getTime() - found.staff_sessions.lastSeenAt.getTime() > touchAfterMs)
    await context.database.db
      .update(staffSessions)
      .set({ lastSeenAt: now })
      .where(eq(staffSessions.tokenHash, hashToken(token)));
  return found.staff;
}

export async function closeSession(context: ServiceContext, token: string): Promise<void> {
  await context.database.db.delete(staffSessions).where(eq(staffSessions.tokenHash, hashToken(token)));
}
