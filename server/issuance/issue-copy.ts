import type { Fault } from '@saoy/contracts/errors';
import { FaultError, fault } from '@saoy/contracts/errors';
import { mayHappen } from '@saoy/contracts/requests/next-steps';
import { statusOf } from '@saoy/contracts/requests/status';
import { err, ok, type Result } from '@saoy/contracts/result';
import { recordAudit } from '../audit/record-audit.ts';
import type { JobRun } from '../jobs/boss-job-queue.ts';
import { voidRequest } from '../register/void-number.ts';
import { appendAction, lockRequest } from '../requests/append-action.ts';
import { lastAction, lastEvent, loadActions, loadRequest } from '../requests/load-request.ts';
import type { ServiceContext } from '../service-context.ts';
import type { CopySigner } from './copy-signer.ts';
import { logCopy } from './log-copy.ts';
import { numberCopy } from './number-copy.ts';
import { produceCopy } from './produce-copy.ts';
import { releaseCopy } from './release-copy.ts';

/** A finished file that fails our own check so often will not pass the next time either. */
const MOST_SELF_CHECKS = 5;
/** Signing takes well under a second unless an authority outside keeps us waiting; whoever stands there is told then. */
const TELL_OF_DELAY_AFTER_MS = 10_000;

/**
 * Job: takes an approved request to its released copy. Every step leaves the request in a status from which the next
 * run continues, so the process may be killed anywhere. Failures are told once per change and tried again.
 */
export async function issueCopy(
  context: ServiceContext,
  signer: CopySigner,
  { data: { requestId }, attempt }: Pick<JobRun<'issue-copy'>, 'data' | 'attempt'>,
): Promise<void> {
  const startedAtMs = performance.now();
  const outcome = await attemptIssuing(context, tellingOfDelay(context, signer, requestId), requestId);
  if (outcome.ok) {
    context.log.info({ requestId, ms: Math.round(performance.now() - startedAtMs) }, 'issuing done');
    return;
  }
  if (await isHopeless(context, requestId, outcome.error, attempt)) {
    await voidRequest(context, requestId, outcome.error.code);
    return;
  }
  await noteDelay(context, requestId, outcome.error);
  throw new FaultError(outcome.error.code, outcome.error.detail);
}

/** A signer that tells of a slow authority while it still waits for it. */
const tellingOfDelay = (context: ServiceContext, signer: CopySigner, requestId: string): CopySigner => ({
  async sign(order) {
    const timer = setTimeout(() => {
      noteDelay(context, requestId, fault('signing.tsa-unavailable', 'slow')).catch((error: unknown) =>
        context.log.error({ requestId, err: error }, 'a delay was not noted'),
      );
    }, TELL_OF_DELAY_AFTER_MS);
    try {
      return await signer.sign(order);
    } finally {
      clearTimeout(timer);
    }
  },
});

async function attemptIssuing(
  context: ServiceContext,
  signer: CopySigner,
  requestId: string,
): Promise<Result<void>> {
  try {
    const numbered = await numberCopy(context, requestId);
    if (!numbered.ok) return numbered;
    const loaded = await loadRequest(context.database.db, requestId);
    const { copy } = loaded;
    if (loaded.row.status === 'numbered' && copy !== null) {
      const isPrinted = lastEvent(loaded.actions, 'confirmed')?.delivery.print === true;
      const produced = await produceCopy(context, signer, { ...loaded, copy }, { isPrinted });
      if (!produced.ok) return produced;
      await logCopy(context, copy, produced.value);
    }
    return await releaseWhenCovered(context, requestId);
  } catch (error) {
    if (error instanceof FaultError) return err(error.fault);
    context.log.error({ requestId, err: error }, 'issuing failed unexpectedly');
    return err(fault('general.internal'));
  }
}

/** A copy is released only once a signed checkpoint covers its leaf. */
async function releaseWhenCovered(context: ServiceContext, requestId: string): Promise<Result<void>> {
  const actions = await loadActions(context.database.db, requestId);
  const logged = lastEvent(actions, 'logged');
  if (statusOf(actions) !== 'logged' || logged === undefined) return ok(undefined);
  const proof = await context.transparency.waitUntilCovered(logged.leafIndex);
  if (!proof.ok) return proof;
  await releaseCopy(context, requestId, proof.value);
  return ok(undefined);
}

/** Whether trying again cannot help any more. What stands in the log is never given up. */
async function isHopeless(
  context: ServiceContext,
  requestId: string,
  { code }: Fault,
  attempt: number,
): Promise<boolean> {
  const actions = await loadActions(context.database.db, requestId);
  if (statusOf(actions) === 'logged') return false;
  if (code === 'signing.not-authorised' || code === 'request.pages-missing') return true;
  if (code === 'signing.self-check-failed' && attempt + 1 >= MOST_SELF_CHECKS) return true;
  const approved = lastAction(actions, 'approved');
  const sinceMs = approved === undefined ? 0 : context.now().getTime() - Date.parse(approved.at);
  return sinceMs > context.settings.issuingGiveUpMs;
}

/** Tells why issuing takes longer, once per change of the reason. */
async function noteDelay(context: ServiceContext, requestId: string, { code, detail }: Fault): Promise<void> {
  context.log.warn({ requestId, code, detail }, 'issuing is delayed');
  await context.database.db.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    if (!mayHappen(request.status, 'issuing-delayed')) return;
    if (lastEvent(await loadActions(tx, requestId), 'issuing-delayed')?.code === code) return;
    const at = context.now();
    await appendAction(tx, context, request, {
      by: { kind: 'system' },
      at,
      event: { type: 'issuing-delayed', code },
    });
    // An authority that is slow refuses nothing; what the keys themselves refuse is recorded where they are asked.
    if (code === 'signing.certificate-invalid')
      await recordAudit(tx, {
        at,
        code: 'key.refused',
        by: { kind: 'system' },
        subject: requestId,
        isSuccess: false,
        detail: code,
      });
  });
}
