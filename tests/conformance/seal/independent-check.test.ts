// Another language, nothing but the published pages: what it says of vectors and of a copy fresh from the service.
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { readSealUrl } from '@saoy/contracts/seal';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readQrCodes } from '../../../imaging/index.ts';
import { certifiedCopy, pageOf } from '../../../server/issuance/rendering/copy.fixture.ts';
import { renderCopy } from '../../../server/issuance/rendering/render-copy.ts';
import { addSealKey } from '../../../server/seal/index.ts';
import { newestKeyList } from '../../../server/seal/newest-key-list.ts';
import { signCopy } from '../../../server/signing/index.ts';
import { type SigningFixture, startSigningFixture } from '../../../server/signing/testing/signing-fixture.ts';
import { openTestService } from '../../../server/testing/service-context.ts';
import { requireProgram } from '../../programs.ts';
import { buildVectors } from './build-vectors.ts';

const run = promisify(execFile);
const script = path.join(import.meta.dirname, 'check_seal.py');
const vectors = path.join(import.meta.dirname, '..', '..', '..', 'contracts', 'seal', 'vectors');

/** Standard output, whatever the exit code. */
const python = async (...args: string[]): Promise<string> =>
  run('python3', [script, ...args]).then(
    ({ stdout }) => stdout,
    (error: { stdout?: string; stderr?: string }) => {
      if (error.stdout) return error.stdout;
      throw new Error(error.stderr);
    },
  );

it('publishes the vectors that are built now', async () => {
  for (const [name, content] of Object.entries(await buildVectors()))
    expect(JSON.parse(await readFile(path.join(vectors, name), 'utf8')), name).toEqual(
      JSON.parse(JSON.stringify(content)),
    );
});

it('shows the first of them byte for byte in the specification', async () => {
  const page = await readFile(path.join(vectors, '..', '..', '..', 'docs', 'seal-format.md'), 'utf8');
  const [first] = JSON.parse(await readFile(path.join(vectors, 'seals.json'), 'utf8')).cases;
  expect(page).toContain(first.text);
  const address = readSealUrl(first.text);
  const [, dump = ''] = /```text\n(84 [^`]+)```/.exec(page) ?? [];
  // The bytes stand before what they mean, two spaces or a word apart.
  const shown = dump
    .split('\n')
    .map((line) => /^\s*((?:[0-9a-f]{2})+(?: (?:[0-9a-f]{2})+)*)(?=\s|$)/.exec(line)?.[1] ?? '')
    .join('')
    .replaceAll(' ', '');
  expect(shown).toBe(address.ok ? Buffer.from(address.value.message).toString('hex') : '');
});

describe.runIf(requireProgram('python3'))('an implementation in Python', () => {
  it('says the same of every published vector', async () => {
    const { checked, wrong } = JSON.parse(await python('vectors', vectors));
    expect(wrong).toEqual([]);
    expect(checked).toBeGreaterThan(100);
  });

  describe.runIf(requireProgram('pdftoppm'))(
    'given a signed copy, the QR code on it and the key list',
    () => {
      let fixture: SigningFixture;
      let copy: string;
      let altered: string;
      let keyList: string;
      let url: string;

      beforeAll(async () => {
        const service = await openTestService();
        fixture = await startSigningFixture();
        try {
          const { context, clock } = service;
          clock.now = new Date();
          const made = await context.sealer.makeKey();
          if (!made.ok) throw new Error(made.error.code);
          await addSealKey(context, made.value, { by: { kind: 'system' } });
          await context.sealer.publishKeyList();
          const list = await newestKeyList(context);
          if (!list.ok) throw new Error(list.error.code);
          keyList = await fixture.save('seal-keys.cose', list.value.message);
          const pages = [await pageOf(210, 297), await pageOf(297, 210, { rotation: 90 })];
          const input = { ...certifiedCopy(pages), code: '7K3M-9QPX-2RT1', issuedAt: clock.now };
          const seal = await context.sealer.seal({
            code: input.code,
            product: input.product,
            documentType: 'birth',
            holderMasked: 'Nguyễn T• M••',
            issuedAt: clock.now,
            authority: context.authorityAt(clock.now).id,
            jpegs: pages.map(({ jpeg }) => jpeg),
          });
          if (!seal.ok) throw new Error(seal.error.code);
          const pdf = await renderCopy({ ...input, verifyUrl: seal.value.url });
          const signed = await signCopy({ ...(await fixture.options('certified')), pdf });
          if (!signed.ok) throw new Error(signed.error.code);
          copy = await fixture.save('copy.pdf', signed.value.pdf);
          const other = Buffer.from(pdf);
          const jpeg = Buffer.from(pages[1]!.jpeg);
          const at = other.indexOf(jpeg) + jpeg.length - 20;
          other[at] = other[at]! ^ 1;
          altered = await fixture.save('altered.pdf', new Uint8Array(other));
          const picture = path.join(fixture.dir, 'page');
          await run('pdftoppm', ['-singlefile', '-png', '-r', '150', copy, picture]);
          const [code] = await readQrCodes(new Uint8Array(await readFile(`${picture}.png`)));
          url = code?.text ?? '';
        } finally {
          await service.close();
        }
      });
      afterAll(() => fixture?.close());

      it('finds the seal valid and the pages those of the seal', async () => {
        const answer = JSON.parse(await python('copy', copy, url, keyList));
        expect(answer).toMatchObject({
          outcome: 'valid',
          facts: { code: '7K3M-9QPX-2RT1', holderMasked: 'Nguyễn T* M**', pageCount: 2 },
          arePagesThoseOfTheSeal: true,
        });
      });

      it('finds one changed bit in a page image', async () => {
        const answer = JSON.parse(await python('copy', altered, url, keyList));
        expect(answer).toMatchObject({ outcome: 'valid', arePagesThoseOfTheSeal: false });
      });

      it('finds a list that somebody changed', async () => {
        const list = await readFile(keyList);
        list[list.length - 1] = list[list.length - 1]! ^ 1;
        const changed = path.join(fixture.dir, 'changed.cose');
        await writeFile(changed, list);
        await expect(python('copy', copy, url, changed)).rejects.toThrow('signature-wrong');
      });
    },
  );
});
