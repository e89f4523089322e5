import { type Fault, FaultError, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { readTimeStampToken } from '../validation/cms/time-stamp-token.ts';
import { PdfSyntaxError } from '../validation/pdf/pdf-syntax-error.ts';
import { validatePdf } from '../validation/validate-pdf.ts';
import { type Certificate, parseCertificate } from '../validation/x509/certificate.ts';
import { appendArchiveRevision, appendSecurityStore } from './add-archive-revision.ts';
import { GrowingFile } from './growing-file.ts';
import type { RevocationSource } from './revocation-source.ts';
import { signField } from './sign-field.ts';
import type { Signer } from './signer.ts';
import type { TimeStampAuthority } from './time-stamp-authority.ts';
import { gatherValidationData, type PathQuestion } from './validation-data.ts';

/** Days before the end of a signing certificate from which on every signature warns. */
const WARN_BEFORE_DAYS = [7, 30, 60] as const;
const DAY_MS = 86_400_000;

export interface CopySignature {
  /** Full name of an empty signature field of the file. */
  readonly fieldName: string;
  readonly signer: Signer;
  readonly reason?: string;
  readonly name?: string;
}

export interface SignCopyOptions {
  /** A finished file: everything visible, all signature fields and their appearances are in it. */
  readonly pdf: Uint8Array;
  readonly product: 'certified' | 'digital';
  /** In signing order: certifier then authority, or the authority alone. */
  readonly signatures: readonly CopySignature[];
  readonly tsa: TimeStampAuthority;
  readonly revocation: RevocationSource;
  /** DER. */
  readonly trustAnchors: readonly Uint8Array[];
  readonly now: () => Date;
}

export interface SigningWarning {
  readonly code: 'certificate-expires';
  readonly fieldName: string;
  /** The threshold that has been passed. */
  readonly withinDays: (typeof WARN_BEFORE_DAYS)[number];
}

export interface SignedCopy {
  readonly pdf: Uint8Array;
  readonly warnings: readonly SigningWarning[];
}

/**
 * Signs a copy at PAdES B-LTA by incremental updates. The first signature certifies: a certified copy allows the
 * second signature and nothing else (P=2), which then locks the file (P=1); a digital copy is final at once (P=1).
 * Fails closed: nothing is returned unless every certificate is valid and not revoked now, every token was checked,
 * and our own validator passes the finished file. Errors: the `signing.*` codes.
 */
export async function signCopy(options: SignCopyOptions): Promise<Result<SignedCopy, Fault>> {
  const { signatures, product } = options;
  const expected = product === 'certified' ? 2 : 1;
  if (signatures.length !== expected)
    return err(fault('signing.field-missing', `${product} takes ${expected} signature(s)`));
  try {
    return await signInOrder(options);
  } catch (error) {
    if (error instanceof FaultError) return err(error.fault);
    if (error instanceof PdfSyntaxError) return err(fault('signing.self-check-failed', error.message));
    throw error;
  }
}

async function signInOrder(options: SignCopyOptions): Promise<Result<SignedCopy, Fault>> {
  const { signatures, product, tsa, revocation, now } = options;
  const anchors = options.trustAnchors.map(parseCertificate);
  const signerQuestions = signatures.map(({ signer }) => ({
    certificate: parseCertificate(signer.certificate),
    intermediates: signer.chain.map(parseCertificate),
  }));
  const gather = (questions: readonly PathQuestion[]) =>
    gatherValidationData({ questions, anchors, revocation, at: now() });
  const permitted = await gather(signerQuestions);
  if (!permitted.ok) return permitted;

  const file = new GrowingFile(options.pdf);
  const tokens: Uint8Array[] = [];
  for (const [i, signature] of signatures.entries()) {
    const signed = await signField(file, {
      ...signature,
      tsa,
      signedAt: now(),
      ...(i === 0
        ? {
            certificationLevel: product === 'certified' ? 2 : 1,
            lockFields: signatures.slice(1).map(({ fieldName }) => fieldName),
          }
        : {}),
    });
    if (!signed.ok) return signed;
    tokens.push(signed.value.timeStampToken);
  }

  // Asked again after the time-stamps: only later answers prove that nothing was revoked at the moment of signing.
  const gathered = await gather([...signerQuestions, ...tokens.map(questionAbout)]);
  if (!gathered.ok) return gathered;
  const archived = await appendArchiveRevision(file, gathered.value, tsa);
  if (!archived.ok) return archived;

  const archiveQuestion = questionAbout(archived.value.timeStampToken);
  if (!isAmong(archiveQuestion.certificate, gathered.value.certificates)) {
    const more = await gather([archiveQuestion]);
    if (!more.ok) return more;
    appendSecurityStore(file, more.value);
  }
  // Another array over the same memory: the check shares nothing with what signing parsed.
  const pdf = file.bytes.subarray();
  const checked = await checkFinishedFile(pdf, options);
  return checked.ok ? ok({ pdf, warnings: warningsFor(options) }) : checked;
}

function questionAbout(token: Uint8Array): PathQuestion {
  const { signer, certificates } = readTimeStampToken(token);
  if (signer === undefined) throw new FaultError('signing.tsa-wrong', 'no certificate');
  return { certificate: signer, intermediates: certificates };
}

const isAmong = (certificate: Certificate, list: readonly Uint8Array[]): boolean =>
  list.some((der) => Buffer.compare(der, certificate.der) === 0);

async function checkFinishedFile(pdf: Uint8Array, options: SignCopyOptions): Promise<Result<void, Fault>> {
  const checked = await validatePdf(pdf, { trustAnchors: options.trustAnchors, at: options.now() });
  if (!checked.ok) return err(fault('signing.self-check-failed', checked.error.code));
  const { signatures, verdict, subIndication } = checked.value;
  if (verdict !== 'TOTAL-PASSED') return err(fault('signing.self-check-failed', subIndication ?? verdict));
  const isComplete = options.signatures.every(
    ({ fieldName }) => signatures.find(({ field }) => field === fieldName)?.level === 'B-LTA',
  );
  return isComplete ? ok(undefined) : err(fault('signing.self-check-failed', 'level below B-LTA'));
}

function warningsFor(options: SignCopyOptions): SigningWarning[] {
  return options.signatures.flatMap(({ fieldName, signer }) => {
    const leftMs = parseCertificate(signer.certificate).notAfter.getTime() - options.now().getTime();
    const withinDays = WARN_BEFORE_DAYS.find((days) => leftMs < days * DAY_MS);
    return withinDays === undefined ? [] : [{ code: 'certificate-expires' as const, fieldName, withinDays }];
  });
}
