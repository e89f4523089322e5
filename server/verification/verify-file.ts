import { createHash } from 'node:crypto';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Fault } from '@saoy/contracts/errors';
import type { CopyVerdict, FileVerdict } from '@saoy/contracts/public-api';
import { ok, type Result } from '@saoy/contracts/result';
import type { LaterChange, ValidationReport } from '@saoy/contracts/validation-report';
import { desc, inArray, sql } from 'drizzle-orm';
import { findReleasedFiles } from '../register/copy-versions.ts';
import { isReleased, type PublicCopy, publicCopyColumns } from '../register/public-copy.ts';
import { copies, copyPages } from '../storage/schema.ts';
import { answer, verdictOf } from './copy-facts.ts';
import type { EarlierRevision } from './file-traces.ts';
import { traceInWorker } from './trace-in-worker.ts';
import type { LookUpContext } from './verification-context.ts';

const HASHED_AT_ONCE_BYTES = 4 * 1024 * 1024;

/**
 * Compares a PDF with every file that was ever released by its SHA-256 first; otherwise looks for the copy it was made
 * from, and checks its signatures. The file is not kept. Faults: `validation.*`.
 */
export async function verifyFile(context: LookUpContext, pdf: Uint8Array): Promise<Result<FileVerdict>> {
  const sha256 = await sha256Of(pdf);
  const [registered] = await findReleasedFiles(context.database.db, [sha256]);
  const report = await context.validate(pdf);
  const seen = { sha256, report: report.ok ? report.value : null };
  if (registered !== undefined) {
    const reason = registered.isNewest ? 'file-matches-register' : 'file-matches-other-version';
    return ok({ ...verdictOf(context, registered.copy, reason), ...seen });
  }
  const traced = await verdictByTraces(context, pdf, report);
  if (traced !== null) return ok({ ...traced, ...seen });
  if (!report.ok) return report;
  return ok({ ...answer(context, reasonOf(report.value)), ...seen });
}

/** As verifyFile, where no register can be asked: what the signatures say, and no word about the copy. */
export async function verifySignatures(
  context: Pick<LookUpContext, 'authorityAt' | 'now' | 'validate'>,
  pdf: Uint8Array,
): Promise<Result<FileVerdict>> {
  const report = await context.validate(pdf);
  if (!report.ok) return report;
  return ok({ ...answer(context, 'register-not-asked'), sha256: await sha256Of(pdf), report: report.value });
}

/** Hashing 100 MB takes a moment in which others would wait. */
async function sha256Of(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.length; at += HASHED_AT_ONCE_BYTES) {
    if (at > 0) await yieldToOthers();
    hash.update(bytes.subarray(at, at + HASHED_AT_ONCE_BYTES));
  }
  return hash.digest('hex');
}

/** The copy of ours that a file was made from, by its beginning, the code it bears or the images it shows. */
async function verdictByTraces(
  context: LookUpContext,
  pdf: Uint8Array,
  report: Result<ValidationReport, Fault>,
): Promise<CopyVerdict | null> {
  const traces = await traceInWorker(pdf);
  if (traces === null) return null;
  const origin = await registeredBeginning(context, traces.revisions);
  if (origin !== null) {
    const isGenuine = report.ok && hasOnlyArchiveAdditions(report.value);
    return isGenuine || !isReleased(origin)
      ? verdictOf(context, origin, 'file-extends-register')
      : answer(context, 'file-changes-registered-copy', origin);
  }
  const claimed = await claimedCopy(context, traces.codes);
  if (claimed !== null)
    return isReleased(claimed)
      ? answer(context, 'file-differs-from-register', claimed)
      : verdictOf(context, claimed, 'file-differs-from-register');
  const shown = await copyOfImages(context, traces.images);
  return shown === null ? null : answer(context, 'file-reuses-issued-pages', shown);
}

/** The copy whose released file is the beginning of this one; of several versions the longest. */
async function registeredBeginning(
  context: LookUpContext,
  revisions: readonly EarlierRevision[],
): Promise<PublicCopy | null> {
  const found = await findReleasedFiles(
    context.database.db,
    revisions.map(({ sha256 }) => sha256),
  );
  for (const { sha256 } of revisions) {
    const file = found.find((released) => released.sha256 === sha256);
    if (file !== undefined) return file.copy;
  }
  return null;
}

/** What programs of archives write: besides proofs the date, their name and the extensions they use. */
const archiveChanges: readonly LaterChange['kind'][] = ['validation-data', 'document-time-stamp', 'metadata'];

/**
 * Whether everything behind the last signature is what receiving archives add, and nothing in the file is broken. Whom their
 * time-stamps are by does not matter. Of metadata the validator permits dates and technical entries only: our copies are
 * certified as final.
 */
function hasOnlyArchiveAdditions({ signatures }: ValidationReport): boolean {
  const last = signatures.findLast(({ kind }) => kind === 'signature');
  return (
    last !== undefined &&
    signatures.every(({ verdict }) => verdict !== 'TOTAL-FAILED') &&
    last.laterChanges.every(({ kind, isPermitted }) => isPermitted && archiveChanges.includes(kind))
  );
}

/** The copy that a file says it is: released ones first. */
async function claimedCopy(context: LookUpContext, codes: readonly string[]): Promise<PublicCopy | null> {
  if (codes.length === 0) return null;
  const found = await context.database.db
    .select(publicCopyColumns)
    .from(copies)
    .where(inArray(copies.code, [...codes]));
  const inOrder = codes.flatMap((code) => found.find((copy) => copy.code === code) ?? []);
  return inOrder.find(isReleased) ?? inOrder.find(({ state }) => state !== 'voided') ?? null;
}

/** The released copy that most of these page images belong to. */
async function copyOfImages(context: LookUpContext, images: readonly string[]): Promise<PublicCopy | null> {
  if (images.length === 0) return null;
  const { db } = context.database;
  const [best] = await db
    .select({ code: copyPages.code, count: sql<number>`count(*)::int` })
    .from(copyPages)
    .where(inArray(copyPages.sha256, [...images]))
    .groupBy(copyPages.code)
    .orderBy(desc(sql`count(*)`))
    .limit(1);
  if (best === undefined) return null;
  const [copy] = await db
    .select(publicCopyColumns)
    .from(copies)
    .where(inArray(copies.code, [best.code]));
  return copy !== undefined && isReleased(copy) ? copy : null;
}

function reasonOf(report: ValidationReport): FileVerdict['reasonCode'] {
  if (report.signatures.length === 0) return 'no-signature';
  return report.verdict === 'TOTAL-PASSED' ? 'signatures-valid-not-ours' : 'signatures-invalid';
}
