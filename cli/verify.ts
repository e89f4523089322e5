import { readFile, stat } from 'node:fs/promises';
import { type Fault, fault } from '@saoy/contracts/errors';
import { err, type Result } from '@saoy/contracts/result';
import type { ValidationReport, Verdict } from '@saoy/contracts/validation-report';
import { reportText, validateInWorker, validateOnline } from '@saoy/server/validation';
import { readTrustAnchors } from './trust-anchors.ts';

interface VerifyOptions {
  readonly trust: readonly string[];
  readonly at?: string;
  readonly fetch?: boolean;
  readonly json?: boolean;
  readonly lang: 'en' | 'vi';
}

const exitCodes: Record<Verdict, number> = { 'TOTAL-PASSED': 0, 'TOTAL-FAILED': 1, INDETERMINATE: 2 };
const UNREADABLE_EXIT = 3;
/** Of many files the worst counts: a proven failure before a file that could not be checked, before a doubt. */
const WORST_FIRST = [1, UNREADABLE_EXIT, 2, 0];
const limits = { timeoutMs: 60_000, maxBytes: 200 * 1024 * 1024, maxHeapMegabytes: 1024 };

const ISO_TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Checks the signatures of files; the exit code is that of the worst of them. */
export async function verify(files: readonly string[], options: VerifyOptions): Promise<void> {
  try {
    await verifyFiles(files, options);
  } catch (error) {
    // Node's exit code for an exception, 1, would say TOTAL-FAILED.
    fail(`verify broke down: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function verifyFiles(files: readonly string[], options: VerifyOptions): Promise<void> {
  const at = options.at === undefined ? undefined : new Date(options.at);
  if (at !== undefined && (!ISO_TIME.test(options.at!) || Number.isNaN(at.getTime())))
    return fail(`--at ${options.at} is not a time as in 2026-01-31T09:30:00+07:00`);
  const anchors: Uint8Array[] = [];
  for (const path of options.trust) {
    const read = await readTrustAnchors(path);
    if (!read.ok) return fail(`--trust ${path} holds no certificate`);
    anchors.push(...read.value);
  }
  const results: Result<ValidationReport>[] = [];
  for (const file of files) results.push(await verifyFile(file, anchors, at, options.fetch === true));

  if (options.json) {
    const json = results.map((result, i) => asJson(files[i]!, result));
    console.log(JSON.stringify(files.length === 1 ? json[0] : json, null, 2));
  } else
    for (const [i, result] of results.entries()) {
      if (files.length > 1) console.log(`${files[i]}:`);
      console.log(result.ok ? reportText(result.value, options.lang) : faultText(result.error));
    }
  const exits = results.map((result) => (result.ok ? exitCodes[result.value.verdict] : UNREADABLE_EXIT));
  process.exitCode = WORST_FIRST.find((exit) => exits.includes(exit)) ?? 0;
}

async function verifyFile(
  file: string,
  trustAnchors: Uint8Array[],
  at: Date | undefined,
  mayFetch: boolean,
): Promise<Result<ValidationReport>> {
  let bytes: Uint8Array;
  try {
    const { size } = await stat(file);
    if (size > limits.maxBytes)
      return err(fault('validation.too-complex', `larger than ${limits.maxBytes} bytes`));
    bytes = new Uint8Array(await readFile(file));
  } catch {
    return err(fault('validation.unreadable', 'the file cannot be read'));
  }
  const validate = mayFetch ? validateOnline : validateInWorker;
  return validate(bytes, { trustAnchors, ...(at === undefined ? {} : { at }) }, limits);
}

const asJson = (file: string, result: Result<ValidationReport, Fault>): unknown =>
  result.ok ? { file, ...result.value } : { file, error: result.error };

const faultText = ({ code, detail }: Fault): string => (detail === undefined ? code : `${code}: ${detail}`);

function fail(message: string): void {
  console.error(`saoy: ${message}`);
  process.exitCode = UNREADABLE_EXIT;
}
