import { recordAudit } from '../audit/record-audit.ts';
import { appendAction, lockRequest } from '../requests/append-action.ts';
import { lastEvent, loadRequest } from '../requests/load-request.ts';
import { documentOfRequest } from '../requests/view-request.ts';
import type { ServiceContext } from '../service-context.ts';
import { isBeyondDoubt, policyName } from './policy.ts';

/** Job: approves a confirmed request that policy leaves no doubt about; any other waits for a person. */
export async function decideByPolicy(context: ServiceContext, requestId: string): Promise<void> {
  const loaded = await loadRequest(context.database.db, requestId);
  const confirmed = lastEvent(loaded.actions, 'confirmed');
  if (loaded.row.status !== 'awaiting-decision' || confirmed === undefined) return;
  const document = await documentOfRequest(context, loaded);
  const { product } = loaded.row;
  if (!isBeyondDoubt({ product, document, ...confirmed })) return;
  const by = { kind: 'policy', policy: policyName } as const;
  const at = context.now();
  await context.database.db.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (request.status !== 'awaiting-decision') return;
    await appendAction(tx, context, request, {
      by,
      at,
      event: {
        type: 'approved',
        authorisationId: null,
        isIdentityConfirmedByStaff: false,
        requesterName: null,
      },
    });
    await recordAudit(tx, { at, code: 'request.policy-decided', by, subject: requestId });
    await context.jobs.send('issue-copy', { requestId }, { tx });
  });
}
