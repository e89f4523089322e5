import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { type Fault, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import type { ValidationReport, Verdict } from '@saoy/contracts/validation-report';
import { reportText, validateInWorker } from '@saoy/server/validation';

interface VerifyOptions {
  readonly trust: readonly string[];
  readonly at?: string;
  readonly json?: boolean;
  readonly lang: 'en' | 'vi';
}

const exitCodes: Record<Verdict, number> = { 'TOTAL-PASSED': 0, 'TOTAL-FAILED': 1, INDETERMINATE: 2 };
const unreadableExit = 3;
const limits = { timeoutMs: 60_000, maxBytes: 200 * 1024 * 1024, maxHeapMegabytes: 1024 };

/** Certificates of a PEM file, or one DER certificate. */
async function readAnchors(file: string): Promise<Uint8Array[]> {
  const bytes = await readFile(file);
  const blocks = bytes
    .toString('latin1')
    .match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g);
  return (blocks ?? [bytes]).map((block) => new Uint8Array(new X509Certificate(block).raw));
}

async function verifyFile(
  file: string,
  anchors: Uint8Array[],
  at: Date | undefined,
): Promise<Result<ValidationReport>> {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await readFile(file));
  } catch {
    return err(fault('validation.unreadable', 'the file cannot be read'));
  }
  return validateInWorker(bytes, { trustAnchors: anchors, ...(at === undefined ? {} : { at }) }, limits);
}

const asJson = (file: string, result: Result<ValidationReport, Fault>, isOne: boolean): unknown => {
  const named = isOne ? {} : { file };
  return result.ok ? { ...named, ...result.value } : { file, error: result.error };
};

/** Checks the signatures of files; the exit code is that of the worst of them. */
export async function verify(files: readonly string[], options: VerifyOptions): Promise<void> {
  const at = options.at === undefined ? undefined : new Date(options.at);
  if (at !== undefined && Number.isNaN(at.getTime())) return fail(`--at ${options.at} is not a time`);
  const anchors: Uint8Array[] = [];
  for (const file of options.trust) {
    const read = await readAnchors(file).then(ok, () => err(file));
    if (!read.ok) return fail(`--trust ${file} holds no certificate`);
    anchors.push(...read.value);
  }
  const results: Result<ValidationReport>[] = [];
  for (const file of files) results.push(await verifyFile(file, anchors, at));

  if (options.json) {
    const json = results.map((result, i) => asJson(files[i]!, result, files.length === 1));
    console.log(JSON.stringify(files.length === 1 ? json[0] : json, null, 2));
  } else
    for (const [i, result] of results.entries()) {
      if (files.length > 1) console.log(`${files[i]}:`);
      console.log(
        result.ok
          ? reportText(result.value, options.lang)
          : `${result.error.code}${result.error.detail === undefined ? '' : `: ${result.error.detail}`}`,
      );
    }
  process.exitCode = worstExit(results);
}

function worstExit(results: readonly Result<ValidationReport>[]): number {
  const exits = results.map((result) => (result.ok ? exitCodes[result.value.verdict] : unreadableExit));
  return [unreadableExit, 1, 2, 0].find((exit) => exits.includes(exit)) ?? 0;
}

function fail(message: string): void {
  console.error(`saoy: ${message}`);
  process.exitCode = unreadableExit;
}
