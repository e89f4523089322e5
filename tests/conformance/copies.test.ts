import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireProgram } from '../programs.ts';
import { askJudge, type Bench, type JudgeName, judges } from './judge-all.ts';
import { type JudgedCopies, keyTypes, makeJudgedCopies, products } from './judged-copies.ts';
import { JudgeProcess } from './judges/judge-process.ts';
import { findJavaJudges, findPyHanko } from './judges/judge-tools.ts';

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
