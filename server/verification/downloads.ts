import { createHash } from 'node:crypto';
import { type Fault, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { eq, sql } from 'drizzle-orm';
import { newestVersion } from '../register/copy-versions.ts';
import { type CopyRow, copies, downloadLinks } from '../storage/schema.ts';
import type { VerificationContext } from './verification-context.ts';

type DownloadContext = Pick<VerificationContext, 'database' | 'objects' | 'now'>;

interface OpenLink {
  readonly secretHash: string;
  readonly expiresAt: Date;
  readonly copy: CopyRow;
  /** The newest version of its file. */
  readonly file: { readonly fileKey: string; readonly sizeBytes: number };
}

async function findLink(context: DownloadContext, secret: string): Promise<Result<OpenLink, Fault>> {
  const secretHash = createHash('sha256').update(secret).digest('hex');
  const [found] = await context.database.db
    .select()
    .from(downloadLinks)
    .leftJoin(copies, eq(copies.requestId, downloadLinks.requestId))
    .where(eq(downloadLinks.secretHash, secretHash));
  if (found === undefined) return err(fault('delivery.link-unknown'));
  const { expiresAt } = found.download_links;
  const { copies: copy } = found;
  if (expiresAt <= context.now()) return err(fault('delivery.link-expired'));
  if (copy === null || copy.fileKey === null) return err(fault('delivery.not-ready'));
  const newest = await newestVersion(context.database.db, copy.code);
  const file = newest ?? { fileKey: copy.fileKey, sizeBytes: copy.sizeBytes ?? 0 };
  return ok({ secretHash, expiresAt, copy, file });
}

/** What lies behind a download link. */
export async function describeDownload(context: DownloadContext, secret: string) {
  const link = await findLink(context, secret);
  if (!link.ok) return link;
  const { copy, expiresAt, file } = link.value;
  return ok({
    code: copy.code,
    fileName: `sao-y-${copy.code}.pdf`,
    sizeBytes: file.sizeBytes,
    expiresAt: expiresAt.toISOString(),
    arePagesShown: copy.arePagesShown,
  });
}

/** The signed copy; every download is counted. */
export async function downloadCopy(
  context: DownloadContext,
  secret: string,
): Promise<Result<{ pdf: Uint8Array; fileName: string; requestId: string }, Fault>> {
  const link = await findLink(context, secret);
  if (!link.ok) return link;
  const { copy, secretHash, file } = link.value;
  const pdf = await context.objects.get(file.fileKey);
  if (pdf === null) return err(fault('delivery.link-expired'));
  await context.database.db
    .update(downloadLinks)
    .set({ downloads: sql`${downloadLinks.downloads} + 1` })
    .where(eq(downloadLinks.secretHash, secretHash));
  return ok({ pdf, fileName: `sao-y-${copy.code}.pdf`, requestId: copy.requestId });
}

/** The holder switches the page images off or on for whoever holds the paper. */
export async function setPagesShown(
  context: DownloadContext,
  input: { secret: string; arePagesShown: boolean },
): Promise<Result<void, Fault>> {
  const link = await findLink(context, input.secret);
  if (!link.ok) return link;
  await context.database.db
    .update(copies)
    .set({ arePagesShown: input.arePagesShown })
    .where(eq(copies.code, link.value.copy.code));
  return ok(undefined);
}
