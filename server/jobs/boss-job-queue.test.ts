import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { enginesUnderTest } from '../testing/database-engines.ts';
import { silentLog, type TestService } from '../testing/service-context.ts';
import { BossJobQueue } from './boss-job-queue.ts';
import { type JobName, jobQueues } from './job-queues.ts';

describe.each(enginesUnderTest())('the job queue on $name', (engine) => {
  let service: TestService;
  let queue: BossJobQueue;
  beforeAll(async () => {
    service = await engine.open();
    queue = new BossJobQueue(service.context.database, silentLog);
    await queue.start();
  });
  afterAll(async () => {
    await queue.stop(0);
    await service.close();
    await engine.stop();
  });

  test('takes orders within a transaction as soon as it has started, before anybody works', async () => {
    const names = Object.keys(jobQueues) as JobName[];
    const data = { requestId: '0197b0a0-0000-7000-8000-000000000001', sha256: '00' };
    await service.context.database.db.transaction(async (tx) => {
      for (const name of names) await queue.send(name, data, { tx: tx as never });
    });
    expect(names).toContain('decide-request');
  });
});
