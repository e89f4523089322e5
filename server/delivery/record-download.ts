import { mayHappen } from '@saoy/contracts/requests/next-steps';
import { appendAction, lockRequest } from '../requests/append-action.ts';
import type { ServiceContext } from '../service-context.ts';

/** Records that the holder fetched the copy through the download link. */
export async function recordDownload(context: ServiceContext, requestId: string): Promise<void> {
  await context.database.db.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (!mayHappen(request.status, 'downloaded')) return;
    await appendAction(tx, context, request, {
      by: { kind: 'holder' },
      at: context.now(),
      event: { type: 'downloaded' },
    });
  });
}
