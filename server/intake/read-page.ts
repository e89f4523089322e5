import { mayHappen } from '@saoy/contracts/requests/next-steps';
import type { Result } from '@saoy/contracts/result';
import { and, eq } from 'drizzle-orm';
import type { JobRun } from '../jobs/boss-job-queue.ts';
import type { PageReading } from '../recognition/page-reading.ts';
import { appendAction, lockRequest } from '../requests/append-action.ts';
import type { ServiceContext } from '../service-context.ts';
import { pages } from '../storage/schema.ts';
import { tellProgress } from './reading-progress.ts';

/** Reads the text and traits of one page. */
export interface PageReader {
  readPage(bytes: Uint8Array, onProgress?: (share: number) => void): Promise<Result<PageReading>>;
}

/** Job: reads one page and records the reading, encrypted, or that it cannot be read. */
export async function readPage(
  context: ServiceContext,
  reader: PageReader,
  { data, isLastAttempt }: JobRun<'read-page'>,
): Promise<void> {
  const { db } = context.database;
  const { requestId, sha256 } = data;
  const thisPage = and(eq(pages.requestId, requestId), eq(pages.sha256, sha256));
  const [page] = await db.select().from(pages).where(thisPage);
  if (page === undefined || page.state !== 'reading' || page.imageKey === null) return;
  const bytes = await context.objects.get(page.imageKey);
  if (bytes === null) return;
  const startedAtMs = performance.now();
  const reading = await reader.readPage(bytes, tellProgress(db, data));
  if (!reading.ok && reading.error.code.startsWith('recognition.') && !isLastAttempt)
    throw new Error(`page not read: ${reading.error.code} ${reading.error.detail ?? ''}`);
  const readingKey = reading.ok
    ? await context.objects.put(Buffer.from(JSON.stringify(reading.value)))
    : null;
  const isKept = await db.transaction(async (tx) => {
    const request = await lockRequest(tx, requestId);
    const [present] = await tx.select().from(pages).where(thisPage);
    if (present?.state !== 'reading' || !mayHappen(request.status, 'page-read')) return false;
    const event = reading.ok
      ? ({ type: 'page-read', sha256 } as const)
      : ({ type: 'page-read-failed', sha256, code: reading.error.code } as const);
    await tx
      .update(pages)
      .set({
        state: reading.ok ? 'read' : 'failed',
        code: reading.ok ? null : reading.error.code,
        readingKey,
      })
      .where(thisPage);
    await appendAction(tx, context, request, { by: { kind: 'system' }, at: context.now(), event });
    if (request.status === 'awaiting-decision')
      await context.jobs.send('decide-request', { requestId }, { tx });
    return true;
  });
  if (!isKept && readingKey !== null) await context.objects.delete(readingKey);
  context.log.info(
    { requestId, ms: Math.round(performance.now() - startedAtMs), ok: reading.ok },
    'page read',
  );
}
