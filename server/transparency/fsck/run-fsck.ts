import type { FsckReport } from '@saoy/contracts/fsck-report';
import { parseVerifierKey } from '@saoy/contracts/transparency/signed-note';
import { desc, eq } from 'drizzle-orm';
import type { ServiceSecrets } from '../../keys/master-key.ts';
import type { Database, Executor } from '../../storage/database.ts';
import type { ObjectStore } from '../../storage/objects/object-store.ts';
import { logKeys } from '../../storage/schema.ts';
import { checkAnnulments } from './check-annulments.ts';
import { checkFiles } from './check-files.ts';
import { checkIssues } from './check-issues.ts';
import { checkJournal } from './check-journal.ts';
import { checkLog } from './check-log.ts';
import { checkRegister } from './check-register.ts';
import { checkRequests } from './check-requests.ts';
import { Findings } from './findings.ts';

export interface FsckContext {
  readonly database: Pick<Database, 'db' | 'engine'>;
  readonly objects: ObjectStore;
  readonly secrets: ServiceSecrets;
  now(): Date;
}

export interface FsckOptions {
  /** C2SP verifier key of the log; null = the one the database names, which proves less. */
  readonly key: string | null;
  /** Signed notes held from before. */
  readonly checkpoints: readonly string[];
  readonly onProgress: (step: string, done: number) => void;
}

/**
 * Checks that log, register, actions, copies and files agree, on a system at work: rows are read in one snapshot, files
 * after it. The embedded database has one connection, which a snapshot would keep from everybody: there rows are read
 * batch by batch between other work, and in a snapshot only when something seems not to agree. It changes nothing.
 * Throws RangeError for a malformed verifier key.
 */
export async function runFsck(context: FsckContext, options: FsckOptions): Promise<FsckReport> {
  const { database, objects, secrets } = context;
  const now = context.now();
  const told = (step: string) => (done: number) => options.onProgress(step, done);
  const readRows = async (tx: Executor) => {
    const findings = new Findings();
    const keyText = options.key ?? (await keyOfDatabase(tx));
    const key = keyText === null ? null : await parseVerifierKey(keyText);
    if (key === null && options.key !== null) throw new RangeError('not a verifier key');
    const common = { db: tx, findings, key };
    const held = options.checkpoints;
    const log = await checkLog({ ...common, secrets, held, now, onLeaves: told('log') });
    await checkIssues({ ...common, onLeaves: told('leaves and rows') });
    await checkJournal({ db: tx, findings, onLeaves: told('journal') });
    const register = await checkRegister({ db: tx, findings, onRows: told('register') });
    const counted = await checkRequests({ db: tx, secrets, findings, onRequests: told('requests') });
    await checkAnnulments({ db: tx, findings });
    const rows = {
      log: {
        ...log,
        origin: key?.name ?? null,
        key: keyText,
        isKeyFromDatabase: options.key === null,
        heldCheckpoints: held.length,
      },
      register,
      requests: { requests: counted.requests, actions: counted.actions },
      copies: { released: counted.released, annulled: counted.annulled },
    };
    return { rows, findings };
  };
  // One moment for all: what is issued meanwhile is not seen, and not seen by halves.
  const inSnapshot = () =>
    database.db.transaction((tx) => readRows(tx as unknown as Executor), {
      isolationLevel: 'repeatable read',
      accessMode: 'read only',
    });
  const inBatches = database.engine === 'pglite' ? await readRows(database.db) : null;
  const { rows, findings } = inBatches?.findings.agrees ? inBatches : await inSnapshot();
  const files = await checkFiles({ db: database.db, objects, findings, onFiles: told('files') });
  return {
    agrees: findings.agrees,
    checkedAt: now.toISOString(),
    ...rows,
    files,
    counts: findings.counts,
    problems: findings.problems,
  };
}

async function keyOfDatabase(db: Executor): Promise<string | null> {
  const [row] = await db
    .select()
    .from(logKeys)
    .where(eq(logKeys.role, 'log'))
    .orderBy(desc(logKeys.since))
    .limit(1);
  return row?.verifierKey ?? null;
}
