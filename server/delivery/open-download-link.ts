import type { ServiceContext } from '../service-context.ts';
import type { Executor } from '../storage/database.ts';
import { downloadLinks } from '../storage/schema.ts';
import { downloadSecret, hashSecret } from './download-link.ts';

/** Opens the download link of a request, or lets an open one live as long as if it were opened at `from`. */
export async function openDownloadLink(
  tx: Executor,
  context: Pick<ServiceContext, 'secrets' | 'settings' | 'now'>,
  { requestId, from }: { requestId: string; from: Date },
): Promise<void> {
  const expiresAt = new Date(from.getTime() + context.settings.downloadTtlMs);
  await tx
    .insert(downloadLinks)
    .values({
      secretHash: hashSecret(downloadSecret(context.secrets, requestId)),
      requestId,
      createdAt: context.now(),
      expiresAt,
    })
    .onConflictDoUpdate({ target: downloadLinks.secretHash, set: { expiresAt } });
}
