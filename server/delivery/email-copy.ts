import type { JobRun } from '../jobs/boss-job-queue.ts';
import { appendAction, lockRequest } from '../requests/append-action.ts';
import { lastEvent, loadRequest } from '../requests/load-request.ts';
import type { ServiceContext } from '../service-context.ts';
import { composeCopyMail } from './mail/copy-mail.ts';
import type { Mailer } from './mail/mailer.ts';

/** Job: mails the signed copy. A repetition after a crash carries the same Message-ID. */
export async function emailCopy(
  context: ServiceContext,
  mailer: Mailer,
  { data: { requestId }, isLastAttempt }: Pick<JobRun<'email-copy'>, 'data' | 'isLastAttempt'>,
): Promise<void> {
  const loaded = await loadRequest(context.database.db, requestId);
  const { row, copy, actions } = loaded;
  const to = lastEvent(actions, 'confirmed')?.delivery.email ?? null;
  if (row.status !== 'issued' || copy?.fileKey == null || to === null) return;
  if (lastEvent(actions, 'emailed') !== undefined) return;
  const pdf = await context.objects.get(copy.fileKey);
  if (pdf === null) return;
  const sent = await mailer.send(
    composeCopyMail({
      to,
      requestId,
      product: copy.product,
      code: copy.code,
      verifyUrl: `${context.settings.publicUrl}/v/${copy.code}`,
      issuedAt: copy.issuedAt,
      authorityName: context.authorityAt(copy.issuedAt).name,
      language: row.language,
      pdf,
    }),
  );
  const isFirstFailure = !sent.ok && lastEvent(actions, 'email-failed') === undefined;
  if (sent.ok || isFirstFailure)
    await context.database.db.transaction(async (tx) => {
      const request = await lockRequest(tx, requestId);
      if (request.status !== 'issued') return;
      await appendAction(tx, context, request, {
        by: { kind: 'system' },
        at: context.now(),
        event: sent.ok
          ? { type: 'emailed', messageId: sent.value.messageId }
          : { type: 'email-failed', code: sent.error.code },
      });
    });
  if (!sent.ok && !isLastAttempt) throw new Error(`mail not accepted: ${sent.error.detail ?? ''}`);
}
