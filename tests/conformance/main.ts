// Prints what every judge says of every copy: `node tests/conformance/main.ts`, after the test command has installed the judges.
import { askJudge, type Bench, judges } from './judge-all.ts';
import { makeJudgedCopies } from './judged-copies.ts';
import { JudgeProcess } from './judges/judge-process.ts';
import { findJavaJudges, findPyHanko } from './judges/judge-tools.ts';

const [java, pyHanko] = [findJavaJudges(), findPyHanko()];
const bench: Bench = { java: java && new JudgeProcess(java), pyHanko: pyHanko && new JudgeProcess(pyHanko) };
const judged = await makeJudgedCopies();
const headings = judged.copies.map(({ product, keyType }) => `${product} ${keyType}`);
const rows: string[][] = [
  ['judge', ...headings],
  ['---', ...headings.map(() => '---')],
];
const remarks: string[] = [];
for (const judge of judges) {
  const row: string[] = [judge];
  for (const [i, copy] of judged.copies.entries()) {
    const finding = await askJudge(judge, copy, judged, bench);
    row.push(finding === null ? 'not there' : finding.isRight ? 'accepts' : 'REFUSES');
    if (finding !== null) remarks.push(`${judge}, ${headings[i]}: ${finding.words}`);
  }
  rows.push(row);
}
await Promise.all([bench.java?.close(), bench.pyHanko?.close()]);
await judged.close();
for (const row of rows) console.log(`| ${row.join(' | ')} |`);
console.log();
for (const remark of remarks) console.log(remark);
process.exitCode = rows.flat().includes('REFUSES') ? 1 : 0;
