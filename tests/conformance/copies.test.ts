import { execFile, execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signCopy } from '../../server/signing/index.ts';
import { requireProgram } from '../programs.ts';
import { askJudge, type Bench, type JudgeName, judges } from './judge-all.ts';
import { type JudgedCopies, keyTypes, makeJudgedCopies, products } from './judged-copies.ts';
import { JudgeProcess } from './judges/judge-process.ts';
import { findJavaJudges, findPyHanko, pyHankoFolder } from './judges/judge-tools.ts';

const [javaProgram, pyHankoProgram] = [findJavaJudges(), findPyHanko()];
const isThere = (judge: JudgeName): boolean => {
  if (judge === 'pyHanko') return pyHankoProgram !== null;
  if (judge === 'EU DSS' || judge.startsWith('veraPDF')) return javaProgram !== null;
  return requireProgram(judge);
};

let judged: JudgedCopies;
let bench: Bench;
beforeAll(async () => {
  bench = {
    java: javaProgram && new JudgeProcess(javaProgram),
    pyHanko: pyHankoProgram && new JudgeProcess(pyHankoProgram),
  };
  judged = await makeJudgedCopies();
});
afterAll(async () => {
  await Promise.all([bench.java?.close(), bench.pyHanko?.close()]);
  await judged.close();
});

for (const judge of judges)
  describe.runIf(isThere(judge))(judge, () => {
    const cells = products.flatMap((product) => keyTypes.map((keyType) => ({ product, keyType })));
    it.each(cells)('accepts a $product copy signed with $keyType keys', async ({ product, keyType }) => {
      const copy = judged.copies.find((one) => one.product === product && one.keyType === keyType)!;
      const finding = await askJudge(judge, copy, judged, bench);
      expect(finding?.words).toBeDefined();
      expect(finding, finding?.words).toMatchObject({ isRight: true });
    });
  });

/** The command itself, beside the services of this process, which must not be blocked: it asks addresses it finds. */
const runAdesverify = (file: string, trust: string): Promise<string> =>
  new Promise((resolve) => {
    const args = ['sign', 'adesverify', '--pretty-print', '--trust', trust, '--trust-replace', file];
    execFile(join(pyHankoFolder, 'bin', 'pyhanko'), args, (_error, stdout, stderr) =>
      resolve(`${stdout}${stderr}`),
    );
  });

describe.runIf(pyHankoProgram !== null)('the command adesverify', () => {
  it('calls both signatures of a certified copy VALID', async () => {
    const copy = judged.copies.find(({ product }) => product === 'certified')!;
    const output = await runAdesverify(copy.signed, judged.trust[0]!);
    expect(output.match(/judged VALID/g)).toHaveLength(2);
    expect(output).not.toMatch(/judged INVALID|untrusted/);
  });
});

describe.runIf(pyHankoProgram !== null && requireProgram('qpdf'))(
  'a copy that was rewritten before it is signed',
  () => {
    it('with object and cross-reference streams, is signed as well', async () => {
      const copy = judged.copies.find(({ product }) => product === 'digital')!;
      const source = join(judged.fixture.dir, 'object-streams.pdf');
      execFileSync('qpdf', ['--object-streams=generate', copy.unsigned, source]);
      const pdf = new Uint8Array(await readFile(source));
      expect(Buffer.from(pdf).includes('/ObjStm')).toBe(true);
      const signed = await signCopy({ ...(await judged.fixture.options('digital')), pdf });
      expect(signed).toMatchObject({ ok: true });
      const file = await judged.fixture.save('object-streams-signed.pdf', signed.ok ? signed.value.pdf : pdf);
      for (const judge of ['pyHanko', 'qpdf'] as const) {
        const finding = await askJudge(judge, { ...copy, signed: file }, judged, bench);
        expect(finding, finding?.words).toMatchObject({ isRight: true });
      }
    });
  },
);
