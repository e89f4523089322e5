import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fsckPath, fsckReportSchema } from '@saoy/contracts/fsck-report';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestService, silentLog, type TestService } from '../testing/service-context.ts';
import { type OperationsListener, startOperationsListener } from './operations-listener.ts';

let service: TestService;
let listener: OperationsListener;
const dataDir = mkdtempSync(join(tmpdir(), 'saoy-fsck-'));

beforeAll(async () => {
  service = await openTestService();
  listener = await startOperationsListener(service.context, {
    dataDir,
    log: silentLog,
    logKey: () => service.logSigner.verifierKey,
  });
});
afterAll(async () => {
  await listener.close();
  await service.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const ask = (body: string, token?: string) => {
  const access = JSON.parse(readFileSync(listener.accessFile, 'utf8')) as { url: string; token: string };
  return fetch(new URL(fsckPath, access.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${token ?? access.token}` },
    body,
  });
};

test('answers the operator with a report as the last line', async () => {
  const response = await ask('{}');
  const lines = (await response.text()).trim().split('\n');
  const { report } = JSON.parse(lines.at(-1)!) as { report: unknown };
  expect(fsckReportSchema.parse(report)).toMatchObject({ agrees: true, log: { isKeyFromDatabase: false } });
});

test.each([
  ['another token', '{}', 'wrong', 401],
  ['no JSON', 'x', undefined, 400],
  ['an order of another form', '{"checkpoints":1}', undefined, 400],
  ['a key that is none', '{"key":"x"}', undefined, 200],
])('turns away %s', async (_, body, token, status) => {
  const response = await ask(body, token);
  expect(response.status).toBe(status);
  expect(await response.text()).toContain(status === 401 ? 'general.unauthorised' : 'general.invalid-input');
});
