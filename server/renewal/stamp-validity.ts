import type { TimeStampFacts } from '../validation/cms/time-stamp-token.ts';
import { PdfDocument } from '../validation/pdf/pdf-document.ts';
import { PdfSyntaxError } from '../validation/pdf/pdf-syntax-error.ts';
import { collectSignatureFacts } from '../validation/signature-facts.ts';

/** The token of the newest document time-stamp; null when the file has none. */
export function newestTimeStamp(pdf: Uint8Array): TimeStampFacts | null {
  try {
    const stamps = collectSignatureFacts(new PdfDocument(pdf)).filter(({ kind }) => kind === 'docTimeStamp');
    return stamps.at(-1)?.token ?? null;
  } catch (error) {
    if (error instanceof PdfSyntaxError) return null;
    throw error;
  }
}

/** Until when a time-stamp can be judged by the clock alone: the first end among its certificates, anchors aside. */
export function validUntilOf({ signer, certificates }: TimeStampFacts): Date | null {
  if (signer === undefined) return null;
  const chain = [signer, ...certificates.filter(({ subject, issuer }) => subject !== issuer)];
  return new Date(Math.min(...chain.map(({ notAfter }) => notAfter.getTime())));
}

/** Until when the newest archive time-stamp of a file holds without a renewal; null when there is none. */
export function stampValidUntil(pdf: Uint8Array): Date | null {
  const stamp = newestTimeStamp(pdf);
  return stamp === null ? null : validUntilOf(stamp);
}
