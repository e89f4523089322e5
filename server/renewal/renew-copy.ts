import { createHash } from 'node:crypto';
import { FaultError, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { and, eq, gt, isNotNull } from 'drizzle-orm';
import { recordAudit } from '../audit/record-audit.ts';
import type { JobRun } from '../jobs/boss-job-queue.ts';
import { endRenewals, newestVersion, recordVersion } from '../register/copy-versions.ts';
import { appendAction, lockRequest } from '../requests/append-action.ts';
import type { ServiceContext } from '../service-context.ts';
import { type CopyVersionRow, copies, copyVersions } from '../storage/schema.ts';
import { isAuthorityFailing } from './order-renewals.ts';
import { type ArchiveAuthorities, type RenewedArchive, renewArchive } from './renew-archive.ts';
import { stampValidUntil } from './stamp-validity.ts';

const FIRST_RETRY_MS = 5 * 60_000;
const LONGEST_RETRY_MS = 24 * 60 * 60_000;
/** Part of the time in which renewals are made that a renewal must gain. */
const LEAST_GAIN_SHARE = 3;
/** After so many doublings the longest pause is reached. */
const MOST_DOUBLINGS = 9;

export type RenewalAuthorities = Omit<ArchiveAuthorities, 'leastGainMs'>;

/**
 * Job: renews the archive time-stamp of a copy when it is due. Every run looks at what is stored and makes at most one
 * further version of it, so it may be killed anywhere and run again.
 */
export async function renewCopy(
  context: ServiceContext,
  authorities: RenewalAuthorities,
  { data: { requestId } }: Pick<JobRun<'renew-copy'>, 'data'>,
): Promise<void> {
  const { db } = context.database;
  const [copy] = await db.select().from(copies).where(eq(copies.requestId, requestId));
  if (copy === undefined) return;
  const newest = await newestVersion(db, copy.code);
  if (newest === null || newest.renewBy === null) return;
  if (copy.state === 'pending') return;
  if (copy.state !== 'issued') return endRenewals(db, copy.code);
  const pdf = await context.objects.get(newest.fileKey);
  const renewed =
    pdf === null
      ? err(fault('general.internal', 'the file is missing'))
      : await renewWhenDue(context, authorities, newest, pdf);
  if (!renewed.ok) return noteFailure(context, newest, renewed.error.code, requestId);
  if (renewed.value !== null) await release(context, requestId, newest, renewed.value);
}

/** Null when it was not due: a version whose time-stamp nobody had looked at is looked at first. */
async function renewWhenDue(
  context: ServiceContext,
  authorities: RenewalAuthorities,
  newest: CopyVersionRow,
  pdf: Uint8Array,
): Promise<Result<RenewedArchive | null>> {
  let validUntil = newest.stampValidUntil;
  if (validUntil === null) {
    validUntil = stampValidUntil(pdf);
    if (validUntil === null) return err(fault('renewal.no-time-stamp'));
    await context.database.db
      .update(copyVersions)
      .set({ stampValidUntil: validUntil, renewBy: validUntil })
      .where(thisVersion(newest));
  }
  const { renewBeforeMs } = context.settings;
  if (validUntil.getTime() - context.now().getTime() > renewBeforeMs) return ok(null);
  return renewArchive(pdf, { ...authorities, leastGainMs: renewBeforeMs / LEAST_GAIN_SHARE });
}

const thisVersion = ({ code, version }: Pick<CopyVersionRow, 'code' | 'version'>) =>
  and(eq(copyVersions.code, code), eq(copyVersions.version, version), isNotNull(copyVersions.renewBy));

/** One transaction makes the file the newest version; when another process was faster, it is destroyed again. */
async function release(
  context: ServiceContext,
  requestId: string,
  former: CopyVersionRow,
  { pdf, stampValidUntil: validUntil }: RenewedArchive,
): Promise<void> {
  const { code } = former;
  const version = former.version + 1;
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  const sizeBytes = pdf.length;
  const fileKey = await context.objects.put(pdf);
  const isReleased = await context.database.db.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    const newest = await newestVersion(tx, code);
    if (request.status !== 'issued' || newest?.version !== former.version) return false;
    const at = context.now();
    const by = { kind: 'system' } as const;
    await recordVersion(tx, {
      code,
      version,
      sha256,
      sizeBytes,
      fileKey,
      stampValidUntil: validUntil,
      madeAt: at,
    });
    await appendAction(tx, context, request, {
      by,
      at,
      event: { type: 'renewed', version, sha256, sizeBytes, stampValidUntil: validUntil.toISOString() },
    });
    await recordAudit(tx, { at, code: 'copy.renewed', by, subject: code, detail: `version ${version}` });
    // The authority answers again: whoever waits for it need not wait longer.
    await tx
      .update(copyVersions)
      .set({ retryAt: null })
      .where(and(gt(copyVersions.retryAt, at), isAuthorityFailing));
    // Last, because those who append take turns until they commit.
    const leafIndex = await context.transparency.append(tx, {
      kind: 'renewal',
      subject: code,
      revision: version,
      record: { code, version, sha256, sizeBytes, renewedAt: at.toISOString() },
    });
    await tx
      .update(copyVersions)
      .set({ leafIndex })
      .where(and(eq(copyVersions.code, code), eq(copyVersions.version, version)));
    return true;
  });
  if (!isReleased) await context.objects.delete(fileKey);
  else context.log.info({ requestId, version, stampValidUntil: validUntil }, 'archive time-stamp renewed');
}

/** The next try comes later each time; a change of the reason is audited. */
async function noteFailure(
  context: ServiceContext,
  version: CopyVersionRow,
  code: NonNullable<CopyVersionRow['renewalProblem']>,
  requestId: string,
): Promise<never> {
  const failures = version.renewalFailures + 1;
  const pauseMs = Math.min(
    FIRST_RETRY_MS * 2 ** Math.min(version.renewalFailures, MOST_DOUBLINGS),
    LONGEST_RETRY_MS,
  );
  const at = context.now();
  await context.database.db.transaction(async (tx) => {
    await tx
      .update(copyVersions)
      .set({
        renewalProblem: code,
        renewalFailures: failures,
        retryAt: new Date(at.getTime() + pauseMs),
        // Without a time-stamp there is nothing to renew.
        ...(code === 'renewal.no-time-stamp' ? { renewBy: null, retryAt: null } : {}),
      })
      .where(thisVersion(version));
    if (code !== version.renewalProblem)
      await recordAudit(tx, {
        at,
        code: 'copy.renewal-failed',
        by: { kind: 'system' },
        subject: version.code,
        isSuccess: false,
        detail: code,
      });
  });
  context.log.warn({ requestId, code, failures }, 'an archive time-stamp was not renewed');
  throw new FaultError(code);
}
