import { and, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Executor } from '../storage/database.ts';
import { type CopyRow, type CopyVersionRow, copies, copyVersions } from '../storage/schema.ts';
import { type PublicCopy, publicCopyColumns } from './public-copy.ts';

export interface NewVersion {
  readonly code: string;
  readonly version: number;
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly fileKey: string;
  readonly leafIndex?: number;
  /** Until when the certificates of its newest time-stamp are valid; null when the file has none. */
  readonly stampValidUntil: Date | null;
  readonly madeAt: Date;
}

const settled = { renewBy: null, renewalProblem: null, renewalFailures: 0, retryAt: null };

/** Records a released file; only the newest version of a copy waits for renewal. */
export async function recordVersion(tx: Executor, added: NewVersion): Promise<void> {
  const { code, leafIndex = null, ...row } = added;
  await tx
    .update(copyVersions)
    .set(settled)
    .where(and(eq(copyVersions.code, code), isNotNull(copyVersions.renewBy)));
  await tx.insert(copyVersions).values({ ...row, code, leafIndex, renewBy: added.stampValidUntil });
}

/** Nothing of an annulled copy is renewed any more. */
export async function endRenewals(tx: Executor, code: string): Promise<void> {
  await tx
    .update(copyVersions)
    .set(settled)
    .where(and(eq(copyVersions.code, code), isNotNull(copyVersions.renewBy)));
}

/** The newest released file of a copy: what is handed out. */
export async function newestVersion(db: Executor, code: string): Promise<CopyVersionRow | null> {
  const [newest] = await db
    .select()
    .from(copyVersions)
    .where(eq(copyVersions.code, code))
    .orderBy(desc(copyVersions.version))
    .limit(1);
  return newest ?? null;
}

/** Where the newest file of a copy is kept; null before its release. */
export async function newestFileKey(
  db: Executor,
  copy: Pick<CopyRow, 'code' | 'fileKey'>,
): Promise<string | null> {
  return (await newestVersion(db, copy.code))?.fileKey ?? copy.fileKey;
}

export interface ReleasedFile {
  readonly copy: PublicCopy;
  readonly sha256: string;
  readonly version: number;
  readonly isNewest: boolean;
}

/** The copies whose released files have one of these digests, whichever version. */
export async function findReleasedFiles(db: Executor, digests: readonly string[]): Promise<ReleasedFile[]> {
  if (digests.length === 0) return [];
  const found = await db
    .select({
      copy: publicCopyColumns,
      sha256: copyVersions.sha256,
      version: copyVersions.version,
      newest: sql<number>`(select max(v.version) from copy_versions v where v.code = ${copyVersions.code})`,
    })
    .from(copyVersions)
    .innerJoin(copies, eq(copies.code, copyVersions.code))
    .where(inArray(copyVersions.sha256, [...digests]));
  return found.map(({ newest, ...file }) => ({ ...file, isNewest: Number(newest) === file.version }));
}
