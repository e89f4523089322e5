import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractSignatures } from './extract-signatures.ts';
import type { JudgedCopy } from './judged-copies.ts';
import type { JudgeProcess } from './judges/judge-process.ts';

/** What a judge says of a copy: whether it is content, and what it saw. */
export interface Finding {
  readonly isRight: boolean;
  readonly words: string;
}

export interface PyHankoAnswer {
  readonly signatures: readonly {
    readonly field: string;
    readonly status: 'PASSED' | 'INDETERMINATE' | 'FAILED';
    readonly subIndication?: string;
    readonly isValid: boolean;
    readonly isIntact?: boolean;
    readonly isRight?: boolean;
    readonly modification?: string | null;
    readonly areChangesPermitted?: boolean | null;
    readonly coverage?: string | null;
    readonly reason?: string | null;
    readonly error?: string;
  }[];
  readonly timeStamps: readonly string[];
}

export interface DssAnswer {
  readonly signatures: readonly {
    readonly indication: string;
    readonly subIndication?: string;
    readonly level: string;
    readonly errors: readonly string[];
    readonly warnings: readonly string[];
  }[];
}

interface VeraPdfAnswer {
  readonly isCompliant: boolean;
  readonly checks: number;
  readonly failed: readonly string[];
}

/** Runs a program beside the services of this process, which must not be blocked. */
const run = (program: string, args: readonly string[]): Promise<{ exitCode: number; output: string }> =>
  new Promise((resolve) =>
    execFile(program, args, { maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
      resolve({ exitCode: error ? Number(error.code ?? 1) : 0, output: `${stdout}${stderr}` }),
    ),
  );

/** `adesverify` and the difference analysis: every signature valid, later changes of the permitted kind alone. */
export async function askPyHanko(
  pyHanko: JudgeProcess,
  copy: JudgedCopy,
  trust: readonly string[],
): Promise<Finding> {
  const { signatures } = await pyHanko.ask<PyHankoAnswer>({ do: 'validate', file: copy.signed, trust });
  const expected = copy.signatures === 2 ? ['FORM_FILLING', 'LTA_UPDATES'] : ['LTA_UPDATES'];
  return {
    isRight:
      signatures.length === expected.length &&
      signatures.every(
        ({ status, isValid, modification, areChangesPermitted }, i) =>
          status === 'PASSED' && isValid && areChangesPermitted === true && modification === expected[i],
      ),
    words: signatures.map(({ status, modification }) => `${status} ${modification}`).join(', '),
  };
}

/** The validation report under the default policy: passed, and at the archival level. */
export async function askDss(
  java: JudgeProcess,
  copy: JudgedCopy,
  trust: readonly string[],
): Promise<Finding> {
  const { signatures } = await java.ask<DssAnswer>({ do: 'validate', file: copy.signed, trust });
  return {
    isRight:
      signatures.length === copy.signatures &&
      signatures.every(
        ({ indication, level, errors }) =>
          indication === 'TOTAL_PASSED' && level === 'PAdES-BASELINE-LTA' && errors.length === 0,
      ),
    words: signatures
      .map(({ indication, subIndication, level, errors }) =>
        [indication, subIndication, level, ...errors].filter(Boolean).join(' '),
      )
      .join(', '),
  };
}

/**
 * What veraPDF must find in a certified copy as PDF/UA-1: the field that is signed second does not hang in the tree
 * of tags, because EU DSS would call its value an undefined change; so the copy does not claim PDF/UA either.
 */
const SECOND_FIELD_RULES = ['5-1', '7.18.4-1'];

/** PDF/UA-1, as information: a digital copy keeps to it, a certified copy but for its second field. */
export async function askAccessibility(java: JudgeProcess, copy: JudgedCopy): Promise<Finding> {
  const answer = await java.ask<VeraPdfAnswer>({ do: 'verapdf', flavour: 'ua1', file: copy.signed });
  const rules = answer.failed.map((rule) => rule.split(' ', 1)[0]);
  const expected = copy.product === 'certified' ? SECOND_FIELD_RULES : [];
  return {
    isRight: answer.checks > 0 && rules.join() === expected.join(),
    words: rules.length === 0 ? `compliant, ${answer.checks} checks` : `all but ${rules.join(' and ')}`,
  };
}

/** PDF/A-2u. */
export async function askVeraPdf(java: JudgeProcess, file: string): Promise<Finding> {
  const answer = await java.ask<VeraPdfAnswer>({ do: 'verapdf', flavour: '2u', file });
  return {
    isRight: answer.isCompliant && answer.checks > 0,
    words: answer.isCompliant ? `compliant, ${answer.checks} checks` : answer.failed.join('; '),
  };
}

export async function askQpdf(copy: JudgedCopy): Promise<Finding> {
  const { exitCode, output } = await run('qpdf', ['--check', copy.signed]);
  const isRight = exitCode === 0 && output.includes('No syntax or stream encoding errors');
  return { isRight, words: isRight ? 'no errors' : output };
}

/** Poppler with NSS: the digests and signatures; it does not look at the certificates here. */
export async function askPdfsig(copy: JudgedCopy): Promise<Finding> {
  const { output } = await run('pdfsig', ['-nocert', copy.signed]);
  const valid = output.match(/Signature is Valid/g)?.length ?? 0;
  return {
    isRight: valid === copy.signatures && output.includes('ETSI.CAdES.detached'),
    words: `${valid} valid`,
  };
}

/** Every CMS, time-stamp token and archive time-stamp taken out of the file. */
export async function askOpenssl(copy: JudgedCopy, trust: readonly string[]): Promise<Finding> {
  const dir = await mkdtemp(join(tmpdir(), 'saoy-openssl-'));
  const save = async (name: string, bytes: Uint8Array): Promise<string> => {
    await writeFile(join(dir, name), bytes);
    return join(dir, name);
  };
  const [anchor = ''] = trust;
  const words: string[] = [];
  const verifyStamp = async (token: Uint8Array, covered: Uint8Array): Promise<boolean> => {
    const [stamp, data] = [await save('token.der', token), await save('covered.bin', covered)];
    // Tokens carry the chain of their authority; `ts` wants it in a file.
    const chain = await run('openssl', ['pkcs7', '-inform', 'DER', '-in', stamp, '-print_certs']);
    const untrusted = await save('chain.pem', Buffer.from(chain.output));
    const trusted = ['-CAfile', anchor, '-untrusted', untrusted];
    const result = await run('openssl', [
      'ts',
      '-verify',
      '-token_in',
      '-in',
      stamp,
      '-data',
      data,
      ...trusted,
    ]);
    return result.exitCode === 0;
  };
  let isRight = true;
  const note = (what: string, isPassed: boolean): void => {
    isRight &&= isPassed;
    words.push(`${what} ${isPassed ? 'ok' : 'WRONG'}`);
  };
  try {
    for (const { cms, covered, isTimeStamp, stamp } of extractSignatures(await readFile(copy.signed))) {
      if (isTimeStamp) {
        note('archive stamp', await verifyStamp(cms, covered));
        continue;
      }
      const [signature, content] = [await save('cms.der', cms), await save('content.bin', covered)];
      const options = ['-inform', 'DER', '-in', signature, '-content', content, '-binary', '-CAfile', anchor];
      const checks = ['-cades', '-purpose', 'any', '-out', join(dir, 'out')];
      note('cms', (await run('openssl', ['cms', '-verify', ...options, ...checks])).exitCode === 0);
      note('stamp', stamp !== null && (await verifyStamp(stamp.token, stamp.covered)));
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  const expected = copy.signatures * 2 + 1;
  return { isRight: isRight && words.length === expected, words: words.join(', ') };
}
