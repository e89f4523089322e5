import { expect, test } from 'vitest';
import { WorkUnderWay } from './work-under-way.ts';

test('the same work is not done twice at once, but again when it has ended, however it ended', async () => {
  const underWay = new WorkUnderWay();
  const first = Promise.withResolvers<void>();
  const done: string[] = [];
  const slow = underWay.once('a', async () => {
    await first.promise;
    throw new Error('failed');
  });
  await underWay.once('a', async () => void done.push('a beside the first'));
  await underWay.once('b', async () => void done.push('b'));
  first.resolve();
  await expect(slow).rejects.toThrow('failed');
  await underWay.once('a', async () => void done.push('a again'));
  expect(done).toEqual(['b', 'a again']);
});
