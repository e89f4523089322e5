import {
  askAccessibility,
  askDss,
  askOpenssl,
  askPdfsig,
  askPyHanko,
  askQpdf,
  askVeraPdf,
  type Finding,
} from './judge-copy.ts';
import type { JudgedCopies, JudgedCopy } from './judged-copies.ts';
import type { JudgeProcess } from './judges/judge-process.ts';

/** The judges that are there; null where a program is missing. */
export interface Bench {
  readonly java: JudgeProcess | null;
  readonly pyHanko: JudgeProcess | null;
}

export const judges = [
  'pyHanko',
  'EU DSS',
  'veraPDF 2u, unsigned',
  'veraPDF 2u, signed',
  'veraPDF UA-1, signed',
  'qpdf',
  'pdfsig',
  'openssl',
] as const;
export type JudgeName = (typeof judges)[number];

/** Asks one judge about one copy; null when the judge is not there. */
export async function askJudge(
  judge: JudgeName,
  copy: JudgedCopy,
  { trust }: Pick<JudgedCopies, 'trust'>,
  { java, pyHanko }: Bench,
): Promise<Finding | null> {
  switch (judge) {
    case 'pyHanko':
      return pyHanko && askPyHanko(pyHanko, copy, trust);
    case 'EU DSS':
      return java && askDss(java, copy, trust);
    case 'veraPDF 2u, unsigned':
      return java && askVeraPdf(java, copy.unsigned);
    case 'veraPDF 2u, signed':
      return java && askVeraPdf(java, copy.signed);
    case 'veraPDF UA-1, signed':
      return java && askAccessibility(java, copy);
    case 'qpdf':
      return askQpdf(copy);
    case 'pdfsig':
      return askPdfsig(copy);
    case 'openssl':
      return askOpenssl(copy, trust);
  }
}
