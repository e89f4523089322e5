import { saltBytes } from '@saoy/contracts/transparency/log-record';
import { eq } from 'drizzle-orm';
import { recordVersion } from '../register/copy-versions.ts';
import { stampValidUntil } from '../renewal/stamp-validity.ts';
import { appendAction, lockRequest } from '../requests/append-action.ts';
import { loadActions } from '../requests/load-request.ts';
import type { ServiceContext } from '../service-context.ts';
import type { Executor } from '../storage/database.ts';
import { type CopyRow, copies, copyPages, registerRows } from '../storage/schema.ts';
import { actionsDigest, copyDigest, registerDigest } from '../transparency/record-digests.ts';
import type { ProducedCopy } from './produce-copy.ts';

/**
 * Stores a produced copy and enters it in the log, in one transaction; nobody outside can see it yet. From here on this
 * file is the copy: the request goes on to its release and is never given up. When another process was faster, or the
 * request was given up meanwhile, what was stored is destroyed.
 */
export async function logCopy(context: ServiceContext, copy: CopyRow, produced: ProducedCopy): Promise<void> {
  const { requestId, code } = copy;
  const fileKey = await context.objects.put(produced.pdf);
  const printKey = produced.print === null ? null : await context.objects.put(produced.print);
  const validUntil = stampValidUntil(produced.pdf);
  const isLogged = await context.database.db.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request.status !== 'numbered') return false;
    const at = context.now();
    const { sha256 } = produced;
    const sizeBytes = produced.pdf.length;
    await tx.update(copies).set({ sha256, sizeBytes, fileKey, printKey }).where(eq(copies.code, code));
    await tx.insert(copyPages).values(
      produced.images.map(({ row, rotation }, position) => ({
        code,
        position,
        sha256: row.sha256,
        imageKey: row.imageKey!,
        rotation,
        widthPx: row.widthPx,
        heightPx: row.heightPx,
      })),
    );
    const leafIndex = await appendIssue(tx, context, { ...copy, sha256, sizeBytes }, produced.sealSha256);
    await recordVersion(tx, {
      code,
      version: 1,
      sha256,
      sizeBytes,
      fileKey,
      leafIndex,
      stampValidUntil: validUntil,
      madeAt: at,
    });
    await appendAction(tx, context, request, {
      by: { kind: 'system' },
      at,
      event: { type: 'logged', leafIndex, sha256, sizeBytes },
    });
    return true;
  });
  if (isLogged) return;
  await context.objects.delete(fileKey);
  if (printKey !== null) await context.objects.delete(printKey);
}

/** The leaf commits to the finished file and to every row that says why it was made. */
async function appendIssue(
  tx: Executor,
  context: ServiceContext,
  copy: CopyRow & { sha256: string; sizeBytes: number },
  sealSha256: string,
): Promise<number> {
  const { code, requestId } = copy;
  const [row] = await tx.select().from(registerRows).where(eq(registerRows.code, code));
  if (row === undefined) throw new Error('a numbered copy has no register row');
  const pages = await tx.select().from(copyPages).where(eq(copyPages.code, code));
  const actions = await loadActions(tx, requestId);
  const digestSalt = context.random(saltBytes);
  return context.transparency.append(tx, {
    kind: 'issue',
    subject: code,
    digestSalt,
    record: {
      code,
      product: copy.product,
      authority: copy.authority,
      year: copy.year,
      number: copy.number,
      book: copy.book,
      issuedAt: copy.issuedAt.toISOString(),
      pageCount: copy.pageCount,
      sha256: copy.sha256,
      sizeBytes: copy.sizeBytes,
      sealSha256,
      registerDigest: registerDigest(digestSalt, row),
      copyDigest: copyDigest(digestSalt, copy, pages),
      actionsDigest: actionsDigest(digestSalt, requestId, actions),
      actionCount: actions.length,
    },
  });
}
