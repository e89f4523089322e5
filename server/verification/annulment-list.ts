// What anybody may fetch of the annulment list. It is signed elsewhere (server/register): this side holds no key.
import { type Fault, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { desc, eq } from 'drizzle-orm';
import { annulmentLists, annulmentSegments } from '../storage/schema.ts';
import type { VerificationContext } from './verification-context.ts';

export interface PublishedList {
  readonly message: Uint8Array;
  readonly sequence: number;
  readonly madeAt: Date;
}

/** The newest signed list; `general.unavailable` until a worker has made the first. */
export async function newestAnnulmentList(
  context: Pick<VerificationContext, 'database'>,
): Promise<Result<PublishedList, Fault>> {
  const [newest] = await context.database.db
    .select()
    .from(annulmentLists)
    .orderBy(desc(annulmentLists.sequence))
    .limit(1);
  if (newest === undefined) return err(fault('general.unavailable', 'no annulment list has been signed yet'));
  return ok(newest);
}

/** A full segment by the SHA-256 that lists name it by. */
export async function annulmentSegment(
  context: Pick<VerificationContext, 'database'>,
  sha256: string,
): Promise<Result<Uint8Array, Fault>> {
  const [segment] = await context.database.db
    .select({ content: annulmentSegments.content })
    .from(annulmentSegments)
    .where(eq(annulmentSegments.sha256, sha256));
  return segment === undefined ? err(fault('general.not-found')) : ok(segment.content);
}
