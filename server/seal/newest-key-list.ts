import { type Fault, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { desc } from 'drizzle-orm';
import type { Database } from '../storage/database.ts';
import { sealKeyLists } from '../storage/schema.ts';

/** The newest signed list of seal keys; `general.unavailable` until a worker has made the first. Needs no key. */
export async function newestKeyList(context: {
  readonly database: Pick<Database, 'db'>;
}): Promise<
  Result<{ readonly message: Uint8Array; readonly sequence: number; readonly madeAt: Date }, Fault>
> {
  const [newest] = await context.database.db
    .select()
    .from(sealKeyLists)
    .orderBy(desc(sealKeyLists.sequence))
    .limit(1);
  return newest === undefined
    ? err(fault('general.unavailable', 'no list of seal keys has been signed yet'))
    : ok(newest);
}
