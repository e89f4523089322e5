import { fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import type { LeafProof } from '@saoy/contracts/transparency/leaf-proof';
import { eq } from 'drizzle-orm';
import type { ServiceSecrets } from '../keys/master-key.ts';
import type { Database, Executor } from '../storage/database.ts';
import { logLeaves } from '../storage/schema.ts';
import { appendLeaf, logChannel, type NewLeaf } from './append-leaf.ts';
import type { LogPublisher } from './log-publisher.ts';
import { checkpointFor, newestCheckpoint, proveLeaf } from './published-log.ts';

/** The log as the rest of the service uses it. */
export interface TransparencyLog {
  /** Within the transaction that makes the record; answers the leaf's index. Append last: appenders take turns. */
  append(tx: Executor, leaf: NewLeaf): Promise<number>;
  /** Waits until a checkpoint covers a committed leaf, never for witnesses. Faults: `transparency.*`. */
  waitUntilCovered(leafIndex: number): Promise<Result<LeafProof>>;
  /** The proof of a leaf as of now. `transparency.not-covered`, `general.not-found`. */
  proofOf(leafIndex: number): Promise<Result<LeafProof>>;
}

/** A worker that publishes is normally back within a second; whoever waits longer tries again later. */
const WAIT_MS = 20_000;
/** A notification lost with its connection delays an answer by no more than this. */
const RECHECK_MS = 500;

export interface LogContext {
  readonly database: Database;
  readonly secrets: ServiceSecrets;
  now(): Date;
  random(bytes: number): Uint8Array;
}

/** The log on the service's database; `publisher` is there in processes that hold the log's key. */
export function createTransparencyLog(
  context: LogContext,
  publisher: () => LogPublisher | null,
): TransparencyLog {
  const { db } = context.database;
  const isCovered = async (leafIndex: number) => ((await newestCheckpoint(db))?.treeSize ?? 0) > leafIndex;
  const proofOf = async (leafIndex: number): Promise<Result<LeafProof>> => {
    const [leaf] = await db.select().from(logLeaves).where(eq(logLeaves.leafIndex, leafIndex));
    if (leaf === undefined) return err(fault('general.not-found'));
    const checkpoint = await checkpointFor(db, leafIndex);
    return checkpoint === null
      ? err(fault('transparency.not-covered'))
      : ok(await proveLeaf(db, leaf, checkpoint));
  };
  return {
    append: (tx, leaf) => appendLeaf(tx, context, leaf),
    proofOf,
    async waitUntilCovered(leafIndex) {
      const own = publisher();
      if (own !== null && !(await isCovered(leafIndex))) {
        const published = await own.publish();
        if (!published.ok) return published;
      }
      const isInTime =
        (await isCovered(leafIndex)) || (await waitForOthers(context.database, leafIndex, isCovered));
      return isInTime ? proofOf(leafIndex) : err(fault('transparency.not-covered'));
    },
  };
}

/** Waits for another process to publish. */
async function waitForOthers(
  database: Database,
  leafIndex: number,
  isCovered: (leafIndex: number) => Promise<boolean>,
): Promise<boolean> {
  const deadline = performance.now() + WAIT_MS;
  let wake: () => void = () => undefined;
  const stop = await database.listen(logChannel, () => wake());
  try {
    while (!(await isCovered(leafIndex))) {
      if (performance.now() > deadline) return false;
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, RECHECK_MS);
      });
    }
    return true;
  } finally {
    await stop();
  }
}
