import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serialiseError } from './serialise-error.ts';
import { staff } from './storage/schema.ts';
import { openTestService, type TestService } from './testing/service-context.ts';

let service: TestService;
beforeAll(async () => {
  service = await openTestService();
});
afterAll(() => service.close());

const logged = (error: unknown): string => {
  const lines: string[] = [];
  const log = pino(
    { serializers: { err: serialiseError } },
    { write: (line: string) => void lines.push(line) },
  );
  log.error({ err: error }, 'it failed');
  return lines.join('');
};

describe('the log of a failed query', () => {
  it('names statement and reason and nobody', async () => {
    const row = {
      id: randomUUID(),
      fullName: 'Nguyễn Thị Bí Mật',
      roles: ['auditor' as const],
      createdAt: service.context.now(),
    };
    const { db } = service.context.database;
    await db.insert(staff).values(row);
    const again: unknown = await db
      .insert(staff)
      .values(row)
      .then(
        () => null,
        (error: unknown) => error,
      );
    for (const error of [again, new Error('decision failed', { cause: again })]) {
      const line = logged(error);
      expect(line).toContain('insert into');
      expect(line).toContain('23505');
      expect(line).not.toContain('Bí Mật');
      expect(line).not.toContain(row.id);
    }
  });

  it('keeps message and stack of every other error', () => {
    const line = logged(new TypeError('no such part'));
    expect(line).toContain('no such part');
    expect(line).toContain('serialise-error.test.ts');
  });
});
