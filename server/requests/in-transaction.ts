import { FaultError } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import type { Executor } from '../storage/database.ts';

/** Runs `work` in one transaction; a FaultError thrown inside rolls everything back and becomes the result. */
export async function inTransaction<T>(db: Executor, work: (tx: Executor) => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await db.transaction((tx) => work(tx as unknown as Executor)));
  } catch (error) {
    if (error instanceof FaultError) return err(error.fault);
    throw error;
  }
}
