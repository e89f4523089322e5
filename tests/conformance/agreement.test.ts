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

describe.runIf(areThere)('files that other tools made, and forged ones', () => {
  let judged: JudgedCopies;
  let bench: Bench;
  let files: Map<string, string>;
  beforeAll(async () => {
    bench = { java: new JudgeProcess(javaProgram!), pyHanko: new JudgeProcess(pyHankoProgram!) };
    judged = await makeJudgedCopies(['P-256']);
    files = await makeFiles(fileCases, judged, bench);
  }, 240_000);
  afterAll(async () => {
    await Promise.all([bench?.java?.close(), bench?.pyHanko?.close()]);
    await judged?.close();
  });

  it('differ by name and number enough to mean something', () => {
    expect(new Set(fileCases.map(({ name }) => name)).size).toBe(fileCases.length);
    expect(files.size).toBeGreaterThan(fileCases.length);
  });

  it.each(fileCases)('$name: we say $ours, pyHanko $pyHanko', async (fileCase) => {
    const file = files.get(fileCase.name)!;
    const evidence = {
      ocspResponses: [],
      crls: judged.revocationLists.map((path) => new Uint8Array(readFileSync(path))),
    };
    const report = await validatePdf(new Uint8Array(readFileSync(file)), {
      trustAnchors: judged.fixture.trustAnchors,
      evidence,
    });
    const ours = report.ok
      ? [report.value.verdict, report.value.subIndication].filter(Boolean).join(' ')
      : report.error.code;
    expect(ours).toBe(fileCase.ours);
    if (fileCase.levels !== undefined && report.ok) {
      const levels = report.value.signatures
        .filter(({ kind }) => kind === 'signature')
        .map(({ level }) => level);
      expect(levels.join(' ')).toBe(fileCase.levels);
    }

    const request = {
      do: 'validate',
      file,
      trust: judged.trust,
      crls: judged.revocationLists,
      certs: judged.intermediates,
    };
    const pyHanko = await bench
      .pyHanko!.ask<PyHankoAnswer>(request)
      .then(outcomeOf, (error: unknown): Outcome => {
        if (error instanceof JudgeRefusal) return 'UNREADABLE';
        throw error;
      });
    expect(pyHanko).toBe(fileCase.pyHanko);
    // Agreement on every file, or a reason.
    expect(classOf(ours) === pyHanko).toBe(fileCase.difference === undefined);
  });
});
