import { fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import type { CopyProof } from '@saoy/contracts/transparency/proof-schema';
import { desc, eq } from 'drizzle-orm';
import type { Executor } from '../storage/database.ts';
import { copies, logKeys } from '../storage/schema.ts';
import { checkpointFor, leavesOf, proveLeaf } from './published-log.ts';

/**
 * What shows a stranger who knows the code that the copy stands in the log: its leaves as far as a checkpoint covers
 * them. A record tells nothing that the code does not open anyway. `general.not-found` before the release.
 */
export async function copyProof(db: Executor, code: string): Promise<Result<CopyProof>> {
  const [copy] = await db.select({ state: copies.state }).from(copies).where(eq(copies.code, code));
  const isReleased = copy !== undefined && copy.state !== 'pending' && copy.state !== 'voided';
  const leaves = isReleased ? await leavesOf(db, code) : [];
  const [log] = await db
    .select()
    .from(logKeys)
    .where(eq(logKeys.role, 'log'))
    .orderBy(desc(logKeys.since))
    .limit(1);
  if (leaves.length === 0 || log === undefined) return err(fault('general.not-found'));
  const witnesses = await db.select().from(logKeys).where(eq(logKeys.role, 'witness'));
  const proven: CopyProof['leaves'] = [];
  for (const leaf of leaves) {
    const checkpoint = await checkpointFor(db, leaf.leafIndex);
    if (checkpoint === null) continue;
    const { path, ...proof } = await proveLeaf(db, leaf, checkpoint);
    proven.push({ ...proof, path: [...path] });
  }
  return ok({
    code,
    leaves: proven,
    log: {
      origin: log.name,
      key: log.verifierKey,
      witnesses: witnesses.map(({ verifierKey }) => verifierKey),
    },
  });
}
