import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ocspResponse } from '../server/validation/testing/test-authority.ts';
import { day, people, TestDocument } from '../server/validation/testing/test-document.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const SIGNED = day('2021-03-01');
const { root, ca, signer, tsa } = people;
let dir: string;
const path = (name: string): string => join(dir, name);
const pem = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der)
    .toString('base64')
    .replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'saoy-verify-'));
  const until = day('2021-04-01');
  const ocspResponses = [signer, tsa, ca].map((about) => ocspResponse(about, { at: SIGNED, until }));
  const good = new TestDocument()
    .sign({ stampedAt: SIGNED })
    .store({ certificates: [ca.der], ocspResponses });
  await writeFile(path('good.pdf'), good.bytes);
  await writeFile(path('bad.pdf'), good.append({ 4: '<<>>' }).bytes);
  await writeFile(path('unsigned.pdf'), new TestDocument().bytes);
  await writeFile(path('broken.pdf'), 'no PDF');
  await writeFile(path('root.pem'), `${pem(signer.der)}\n${pem(root.der)}`);
  await writeFile(path('root.der'), root.der);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const run = (...args: string[]): Promise<{ readonly exit: number; readonly out: string }> =>
  new Promise((resolve) =>
    execFile(
      process.execPath,
      [main, 'verify', ...args],
      { cwd: dir, env: { ...process.env, INIT_CWD: dir } },
      (error, stdout, stderr) => resolve({ exit: error ? Number(error.code) : 0, out: `${stdout}${stderr}` }),
    ),
  );
const at = ['--at', '2021-03-15'];

describe('saoy verify', () => {
  it('exits with 0 for a good file, with anchors of any kind of file', async () => {
    for (const anchors of ['root.pem', 'root.der', '.']) {
      const { exit, out } = await run('good.pdf', '--trust', anchors, ...at, '--json');
      expect(exit).toBe(0);
      expect(JSON.parse(out)).toMatchObject({
        verdict: 'TOTAL-PASSED',
        signatures: [
          {
            kind: 'signature',
            verdict: 'TOTAL-PASSED',
            subIndication: null,
            level: 'B-LT',
            laterChanges: [{}],
          },
        ],
      });
    }
  });

  it('gives every file its entry, however bad the others are, and exits with the worst', async () => {
    const files = ['good.pdf', 'broken.pdf', 'unsigned.pdf', 'bad.pdf', 'missing.pdf'];
    const { exit, out } = await run(...files, '--trust', 'root.der', ...at, '--json');
    expect(exit).toBe(1);
    const entries = JSON.parse(out) as {
      verdict?: string;
      subIndication?: string;
      error?: { code: string };
    }[];
    expect(entries.map((entry) => entry.error?.code ?? entry.subIndication ?? entry.verdict)).toEqual([
      'TOTAL-PASSED',
      'validation.not-a-pdf',
      'NO_SIGNATURE',
      'DOCUMENT_MODIFIED',
      'validation.unreadable',
    ]);
    const some = await run('good.pdf', 'unsigned.pdf', 'broken.pdf', '--trust', 'root.der', ...at);
    expect(some.exit).toBe(3);
  });

  it.each([
    ['2 for a file without a signature', ['unsigned.pdf'], 2],
    ['2 without an anchor', ['good.pdf'], 2],
    ['1 for a forged file', ['bad.pdf', '--trust', 'root.der', ...at], 1],
    ['3 for a damaged file', ['broken.pdf'], 3],
    ['3 for a time that is none', ['good.pdf', '--at', 'yesterday'], 3],
    ['3 for an anchor that is none', ['good.pdf', '--trust', 'good.pdf'], 3],
    ['3 for an unknown option', ['good.pdf', '--nonsense'], 3],
  ])('exits with %s', async (_, args, exit) => {
    expect((await run(...args)).exit).toBe(exit);
  });

  it('speaks Vietnamese and English', async () => {
    expect((await run('unsigned.pdf', '--lang', 'vi')).out).toContain('tệp không có chữ ký số');
    expect((await run('unsigned.pdf')).out).toContain('carries no digital signature');
  });
});
