import { createHash } from 'node:crypto';
import { parseCopyCode } from '@saoy/contracts/copy-code';
import type { FileVerdict } from '@saoy/contracts/public-api';
import { ok, type Result } from '@saoy/contracts/result';
import type { ValidationReport } from '@saoy/contracts/validation-report';
import { eq } from 'drizzle-orm';
import { type CopyRow, copies } from '../storage/schema.ts';
import { answer, verdictOf } from './copy-facts.ts';
import type { VerificationContext } from './verification-context.ts';

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Compares a PDF with the register by its SHA-256 first, then looks whose it claims to be, and checks its signatures.
 * The file is not kept. Faults: `validation.*`.
 */
export async function verifyFile(
  context: VerificationContext,
  pdf: Uint8Array,
): Promise<Result<FileVerdict>> {
  const sha256 = sha256Of(pdf);
  const [registered] = await context.database.db.select().from(copies).where(eq(copies.sha256, sha256));
  const report = await context.validate(pdf);
  if (registered !== undefined) {
    const verdict = verdictOf(context, registered, 'file-matches-register');
    return ok({ ...verdict, sha256, report: report.ok ? report.value : null });
  }
  const claimed = await claimedCopy(context, pdf);
  if (claimed !== undefined && claimed.sha256 !== null)
    return ok({
      ...answer(context, 'file-differs-from-register', claimed),
      sha256,
      report: report.ok ? report.value : null,
    });
  if (!report.ok) return report;
  return ok({
    ...answer(context, reasonOf(report.value)),
    sha256,
    report: report.value,
  });
}

function reasonOf(report: ValidationReport): FileVerdict['reasonCode'] {
  if (report.signatures.length === 0) return 'no-signature';
  return report.verdict === 'TOTAL-PASSED' ? 'signatures-valid-not-ours' : 'signatures-invalid';
}

/** The copy a file says it is: the code in its metadata, which stand uncompressed in a PDF/A. */
async function claimedCopy(context: VerificationContext, pdf: Uint8Array): Promise<CopyRow | undefined> {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  const claims = new Set<string>();
  for (const [candidate] of text.matchAll(
    /\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b/g,
  )) {
    const code = parseCopyCode(candidate);
    if (code !== null) claims.add(code);
    if (claims.size >= 8) break;
  }
  for (const code of claims) {
    const [copy] = await context.database.db.select().from(copies).where(eq(copies.code, code));
    if (copy !== undefined) return copy;
  }
  return undefined;
}
