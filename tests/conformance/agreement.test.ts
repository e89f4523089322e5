import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validatePdf } from '../../server/validation/index.ts';
import { requireProgram } from '../programs.ts';
import { fileCases, type Outcome } from './file-cases.ts';
import type { Bench } from './judge-all.ts';
import type { PyHankoAnswer } from './judge-copy.ts';
import { type JudgedCopies, makeJudgedCopies } from './judged-copies.ts';
import { JudgeProcess, JudgeRefusal } from './judges/judge-process.ts';
import { findJavaJudges, findPyHanko } from './judges/judge-tools.ts';
import { makeFiles } from './make-files.ts';

const [javaProgram, pyHankoProgram] = [findJavaJudges(), findPyHanko()];
const areThere = javaProgram !== null && pyHankoProgram !== null && requireProgram('qpdf');

const worstFirst: readonly Outcome[] = ['TOTAL-FAILED', 'INDETERMINATE', 'TOTAL-PASSED'];

/**
 * What `adesverify` comes to: it calls a signature VALID by its bottom line. A signature that it finds broken, or
 * changed without permission, is failed, everything else undecided.
 */
const outcomeOf = ({ signatures }: PyHankoAnswer): Outcome => {
  const outcomes = signatures.map((signature): Outcome => {
    if (signature.status === 'FAILED') return 'TOTAL-FAILED';
    if (signature.isValid) return 'TOTAL-PASSED';
    const { isIntact, isRight, areChangesPermitted } = signature;
    return isIntact && isRight && areChangesPermitted !== false ? 'INDETERMINATE' : 'TOTAL-FAILED';
  });
  return worstFirst.find((outcome) => outcomes.includes(outcome)) ?? 'NO_SIGNATURE';
};

/** Our verdict in the words of the comparison. */
const classOf = (ours: string): Outcome => {
  if (ours.startsWith('validation.')) return 'UNREADABLE';
  return ours === 'INDETERMINATE NO_SIGNATURE' ? 'NO_SIGNATURE' : (ours.split(' ', 1)[0] as Outcome);
};

interface Verdicts {
  readonly ours: string;
  readonly levels: string;
  readonly pyHanko: Outcome;
}

describe.runIf(areThere)('files that other tools made, and forged ones', () => {
  let judged: JudgedCopies;
  let bench: Bench;
  const verdicts = new Map<string, Verdicts>();

  const askPyHanko = (file: string): Promise<Outcome> =>
    bench
      .pyHanko!.ask<PyHankoAnswer>({
        do: 'validate',
        file,
        trust: judged.trust,
        crls: judged.revocationLists,
        certs: judged.intermediates,
      })
      .then(outcomeOf, (error: unknown): Outcome => {
        if (error instanceof JudgeRefusal) return 'UNREADABLE';
        throw error;
      });
  const askOurs = async (file: string): Promise<Omit<Verdicts, 'pyHanko'>> => {
    const crls = judged.revocationLists.map((path) => new Uint8Array(readFileSync(path)));
    const report = await validatePdf(new Uint8Array(readFileSync(file)), {
      trustAnchors: judged.fixture.trustAnchors,
      evidence: { ocspResponses: [], crls },
    });
    if (!report.ok) return { ours: report.error.code, levels: '' };
    const { verdict, subIndication, signatures } = report.value;
    return {
      ours: [verdict, subIndication].filter(Boolean).join(' '),
      levels: signatures
        .filter(({ kind }) => kind === 'signature')
        .map(({ level }) => level)
        .join(' '),
    };
  };

  beforeAll(async () => {
    bench = { java: new JudgeProcess(javaProgram!), pyHanko: new JudgeProcess(pyHankoProgram!) };
    judged = await makeJudgedCopies(['P-256']);
    const files = await makeFiles(fileCases, judged, bench);
    const answers = fileCases.map(async ({ name }) => {
      const pyHanko = askPyHanko(files.get(name)!);
      verdicts.set(name, { ...(await askOurs(files.get(name)!)), pyHanko: await pyHanko });
    });
    await Promise.all(answers);
  }, 900_000);
  afterAll(async () => {
    await Promise.all([bench?.java?.close(), bench?.pyHanko?.close()]);
    await judged?.close();
  });

  it('are told apart by their names', () => {
    expect(verdicts.size).toBe(fileCases.length);
  });

  it.each(fileCases)(
    '$name: we say $ours, pyHanko $pyHanko',
    ({ name, ours, pyHanko, levels, difference }) => {
      const found = verdicts.get(name)!;
      expect(found).toMatchObject({ ours, pyHanko, ...(levels === undefined ? {} : { levels }) });
      // Agreement on every file, or a reason.
      expect(classOf(found.ours) === found.pyHanko).toBe(difference === undefined);
    },
  );
});
