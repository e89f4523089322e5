import { FaultError } from '@saoy/contracts/errors';
import {
  canonicalJson,
  type LogRecord,
  leafEntry,
  type RecordKind,
  type RecordValue,
  saltBytes,
} from '@saoy/contracts/transparency/log-record';
import { and, desc, eq, sql } from 'drizzle-orm';
import type { ServiceSecrets } from '../keys/master-key.ts';
import type { Executor } from '../storage/database.ts';
import { logCheckpoints, logLeaves } from '../storage/schema.ts';
import { leafMac } from './leaf-mac.ts';

/** Any constants: they name our locks among the advisory locks of the database. */
const APPEND_LOCK = 7_351_027;
/** Channel on which new leaves (`leaf`) and checkpoints (`checkpoint`) are told to all processes. */
export const logChannel = 'saoy_log';

/** What is to be logged. */
export interface NewLeaf {
  readonly kind: RecordKind;
  /** What it is about, normally a copy code. */
  readonly subject: string;
  /** Which of its kind for this subject; default the first. The same again answers the leaf there is. */
  readonly revision?: number;
  /** The members of the record; format and time are added. */
  readonly record: { readonly [name: string]: RecordValue };
  /** Salt of the digests within the record. */
  readonly digestSalt?: Uint8Array;
}

/** Makes this transaction the only one that appends, until it ends. */
export const lockLog = async (tx: Executor): Promise<void> => {
  await tx.execute(sql`select pg_advisory_xact_lock(${APPEND_LOCK})`);
};

interface AppendContext {
  readonly secrets: ServiceSecrets;
  now(): Date;
  random(bytes: number): Uint8Array;
}

/**
 * Appends a leaf within the transaction that makes what it tells of. Appenders take turns until they commit, so that
 * leaves are numbered in the order of commits, without a gap; therefore append last. Throws
 * `transparency.log-damaged` when leaves are missing that a checkpoint covers.
 */
export async function appendLeaf(tx: Executor, context: AppendContext, leaf: NewLeaf): Promise<number> {
  await lockLog(tx);
  const { kind, subject, revision = 1 } = leaf;
  const [present] = await tx
    .select({ leafIndex: logLeaves.leafIndex })
    .from(logLeaves)
    .where(and(eq(logLeaves.kind, kind), eq(logLeaves.subject, subject), eq(logLeaves.revision, revision)));
  if (present !== undefined) return present.leafIndex;
  const [last] = await tx.select().from(logLeaves).orderBy(desc(logLeaves.leafIndex)).limit(1);
  const [covered] = await tx
    .select({ treeSize: logCheckpoints.treeSize })
    .from(logCheckpoints)
    .orderBy(desc(logCheckpoints.treeSize))
    .limit(1);
  const leafIndex = last === undefined ? 0 : last.leafIndex + 1;
  if (leafIndex < (covered?.treeSize ?? 0))
    throw new FaultError('transparency.log-damaged', `leaf ${leafIndex} is missing`);
  // Clocks of several servers differ: time in the log never goes back.
  const loggedAt = new Date(Math.max(context.now().getTime(), last?.loggedAt.getTime() ?? 0));
  const record: LogRecord = {
    ...leaf.record,
    format: `saoy/${kind}/v1`,
    loggedAt: loggedAt.toISOString(),
  };
  const salt = context.random(saltBytes);
  const text = canonicalJson(record);
  const entry = await leafEntry(kind, salt, text);
  const row = { leafIndex, kind, subject, revision, loggedAt, entry };
  await tx.insert(logLeaves).values({
    ...row,
    record: text,
    salt,
    digestSalt: leaf.digestSalt ?? context.random(saltBytes),
    mac: leafMac(context.secrets, row),
  });
  await tx.execute(sql`select pg_notify(${logChannel}, 'leaf')`);
  return leafIndex;
}
