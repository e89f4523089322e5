import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../storage/database.ts';
import { openPglite } from '../storage/open-pglite.ts';
import { ReadingProgress, tellProgress } from './reading-progress.ts';

const requestId = '019a3c00-0000-7000-8000-000000000001';
const sha256 = 'a'.repeat(64);

describe('how far a page has been read', () => {
  let folder: string;
  let database: Database;
  let progress: ReadingProgress;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'saoy-progress-'));
    database = await openPglite(folder);
    progress = new ReadingProgress();
    await progress.start(database);
  });
  afterAll(async () => {
    await progress.stop();
    await database.close();
    await rm(folder, { recursive: true });
  });

  const shareOf = (state: string): number | undefined => {
    const pages: { sha256: string; state: string; progress?: number }[] = [{ sha256, state }];
    return progress.addTo(requestId, pages)[0]?.progress;
  };
  const nextChange = () =>
    new Promise<void>((resolve) => {
      const stop = progress.watch(requestId, () => {
        stop();
        resolve();
      });
    });

  it('reaches whoever watches the request, through the database', async () => {
    expect(shareOf('reading')).toBeUndefined();
    const change = nextChange();
    const tell = tellProgress(database.db, { requestId, sha256 });
    tell(0.3);
    await change;
    expect(shareOf('reading')).toBe(0.3);
    expect(shareOf('read')).toBeUndefined();
  });

  it('rises by steps that can be seen and never falls', async () => {
    const tell = tellProgress(database.db, { requestId, sha256 });
    tell(0.2);
    tell(0.21);
    const change = nextChange();
    tell(0.8);
    await change;
    await database.db.execute('select 1');
    expect(shareOf('reading')).toBe(0.8);
  });
});
