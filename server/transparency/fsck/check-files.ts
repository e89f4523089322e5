import { createHash } from 'node:crypto';
import { and, asc, eq, gt, isNotNull, isNull, or, sql } from 'drizzle-orm';
import type { Executor } from '../../storage/database.ts';
import type { ObjectStore } from '../../storage/objects/object-store.ts';
import { type CopyVersionRow, copies, copyVersions, pages, requests } from '../../storage/schema.ts';
import type { Findings } from './findings.ts';

const BATCH = 200;

interface FileCheckInput {
  readonly db: Executor;
  readonly objects: ObjectStore;
  readonly findings: Findings;
  onFiles(done: number): void;
}

/** Reads every released file and compares its SHA-256. What the rules of retention have deleted is an answer, not a loss. */
export async function checkFiles(
  input: FileCheckInput,
): Promise<{ intact: number; deletedByPolicy: number }> {
  const { db } = input;
  let intact = 0;
  let last: CopyVersionRow | undefined;
  for (;;) {
    const batch: CopyVersionRow[] = await db
      .select()
      .from(copyVersions)
      .where(last === undefined ? undefined : after(last))
      .orderBy(asc(copyVersions.code), asc(copyVersions.version))
      .limit(BATCH);
    for (const version of batch) if (await isIntact(input, version)) intact += 1;
    last = batch.at(-1) ?? last;
    input.onFiles(intact);
    if (batch.length < BATCH) break;
  }
  return { intact, deletedByPolicy: await countDeleted(db) };
}

const after = ({ code, version }: CopyVersionRow) =>
  or(gt(copyVersions.code, code), and(eq(copyVersions.code, code), gt(copyVersions.version, version)));

async function isIntact({ objects, findings }: FileCheckInput, row: CopyVersionRow): Promise<boolean> {
  const place = `version ${row.version}`;
  try {
    const bytes = await objects.get(row.fileKey);
    if (bytes === null) findings.add('file.missing', row.code, place);
    else if (
      createHash('sha256').update(bytes).digest('hex') !== row.sha256 ||
      bytes.length !== row.sizeBytes
    )
      findings.add('file.altered', row.code, `${place}: another digest`);
    else return true;
  } catch (error) {
    findings.add(
      'file.altered',
      row.code,
      `${place}: ${error instanceof Error ? error.message : 'unreadable'}`,
    );
  }
  return false;
}

/** Scans of settled requests and print files of released copies, as far as their time is over. */
async function countDeleted(db: Executor): Promise<number> {
  const [scans] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(pages)
    .innerJoin(requests, eq(requests.id, pages.requestId))
    .where(and(isNull(pages.imageKey), isNotNull(requests.pagesErasedAt)));
  const [prints] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(copies)
    .where(and(isNotNull(copies.releasedAt), isNull(copies.printKey)));
  return (scans?.count ?? 0) + (prints?.count ?? 0);
}
