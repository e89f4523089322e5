import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orThrow } from '../http/or-throw.ts';
import { readPage } from '../intake/read-page.ts';
import { ReadingProgress, tellProgress } from '../intake/reading-progress.ts';
import { receivePage } from '../intake/receive-page.ts';
import { createRequest } from '../requests/create-request.ts';
import { confirmDraft, drawPage, plainReader, sha256Of } from '../testing/drive-request.ts';
import { openTestService, type TestService } from '../testing/service-context.ts';
import { createQueueList } from './list-queue.ts';

describe('how far a request in the queue is read', () => {
  const requestId = randomUUID();
  const kioskId = 'kiosk-1';
  const visitId = randomUUID();
  const sent: string[] = [];
  let service: TestService;
  let progress: ReadingProgress;
  beforeAll(async () => {
    service = await openTestService();
    progress = new ReadingProgress();
    await progress.start(service.context.database);
    const { context } = service;
    orThrow(
      await createRequest(context, { requestId, kioskId, visitId, product: 'certified', language: 'vi' }),
    );
    for (const shade of [1, 2]) {
      const bytes = await drawPage(shade);
      const sha256 = sha256Of(bytes);
      orThrow(
        await receivePage(context, { requestId, kioskId, sha256, offset: 0, total: bytes.length, bytes }),
      );
      sent.push(sha256);
    }
  });
  afterAll(async () => {
    await progress?.stop();
    await service?.close();
  });

  const read = (sha256: string) =>
    readPage(service.context, plainReader, {
      data: { requestId, sha256 },
      attempt: 0,
      isLastAttempt: false,
    });

  it('names the first page that is not read and the share of all, and ends with the last page', async () => {
    const { context } = service;
    const queue = createQueueList(context, progress);
    const readingNow = async () => (await queue.load()).map(({ reading }) => reading);
    expect(await readingNow()).toEqual([]);
    expect(queue.has(requestId)).toBe(false);

    await confirmDraft(context, { requestId, kioskId, visitId, pages: sent }, 'certified');
    expect(await readingNow()).toEqual([{ page: 1, share: 0 }]);
    expect(queue.has(requestId)).toBe(true);

    const moved = new Promise<string>((resolve) => {
      const stop = progress.follow((moving) => {
        stop();
        resolve(moving);
      });
    });
    tellProgress(context.database.db, { requestId, sha256: sent[0]! })(0.6);
    expect(await moved).toBe(requestId);
    expect(await readingNow()).toEqual([{ page: 1, share: 0.3 }]);

    await read(sent[0]!);
    expect(await readingNow()).toEqual([{ page: 2, share: 0.5 }]);
    await read(sent[1]!);
    expect(await readingNow()).toEqual([null]);
  });
});
