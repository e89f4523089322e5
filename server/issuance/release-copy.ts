import type { LeafProof } from '@saoy/contracts/transparency/leaf-proof';
import { formatTlogProof } from '@saoy/contracts/transparency/tlog-proof';
import { eq } from 'drizzle-orm';
import { openDownloadLink } from '../delivery/open-download-link.ts';
import { appendAction, lockRequest } from '../requests/append-action.ts';
import { lastEvent, loadActions } from '../requests/load-request.ts';
import type { ServiceContext } from '../service-context.ts';
import { copies, copyProofs, registerRows } from '../storage/schema.ts';

/**
 * Releases a logged copy with the proof that a checkpoint covers its leaf; one transaction makes it the copy of its
 * request. Again is harmless.
 */
export async function releaseCopy(
  context: ServiceContext,
  requestId: string,
  proof: LeafProof,
): Promise<void> {
  await context.database.db.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request.status !== 'logged') return;
    const at = context.now();
    const actions = await loadActions(tx, requestId);
    const logged = lastEvent(actions, 'logged');
    if (logged?.leafIndex !== proof.leafIndex) throw new Error('the proof is that of another leaf');
    const { sha256, sizeBytes, leafIndex } = logged;
    const [copy] = await tx
      .update(copies)
      .set({ state: 'issued', releasedAt: at })
      .where(eq(copies.requestId, requestId))
      .returning({ code: copies.code });
    if (copy === undefined) throw new Error('a logged request has no copy');
    await tx.update(registerRows).set({ state: 'issued' }).where(eq(registerRows.requestId, requestId));
    await tx
      .insert(copyProofs)
      .values({ leafIndex, code: copy.code, proof: formatTlogProof(proof), storedAt: at });
    const delivery = lastEvent(actions, 'confirmed')?.delivery;
    // Also for who wanted paper only: they may go before it is printed. The kiosk shows the link when it is wanted.
    await openDownloadLink(tx, context, { requestId, from: at });
    await appendAction(tx, context, request, {
      by: { kind: 'system' },
      at,
      event: { type: 'issued', sha256, sizeBytes },
    });
    if (typeof delivery?.email === 'string') await context.jobs.send('email-copy', { requestId }, { tx });
  });
}
