import { fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { addArchiveRevision, addSecurityStore } from '../signing/add-archive-revision.ts';
import type { RevocationSource, TimeStampAuthority } from '../signing/index.ts';
import { gatherValidationData } from '../signing/validation-data.ts';
import { readTimeStampToken, type TimeStampFacts } from '../validation/cms/time-stamp-token.ts';
import { validatePdf } from '../validation/index.ts';
import { parseCertificate } from '../validation/x509/certificate.ts';
import { newestTimeStamp, validUntilOf } from './stamp-validity.ts';

/** Whom the archive asks and trusts. No key: a renewal needs none of ours. */
export interface ArchiveAuthorities {
  readonly tsa: TimeStampAuthority;
  readonly revocation: RevocationSource;
  /** DER. */
  readonly trustAnchors: readonly Uint8Array[];
  readonly now: () => Date;
  /** A renewal that gains less than this is not made: it would be due again at once. */
  readonly leastGainMs: number;
}

export interface RenewedArchive {
  readonly pdf: Uint8Array;
  readonly stampValidUntil: Date;
}

/**
 * Adds what proves the newest archive time-stamp (certificates, fresh revocation data) and a new time-stamp over all of
 * it (EN 319 142-1 §5.5). The result is the former file with something appended, and our own validator passes it.
 * Errors: `renewal.*`, `signing.*`.
 */
export async function renewArchive(
  pdf: Uint8Array,
  { tsa, revocation, trustAnchors, now, leastGainMs }: ArchiveAuthorities,
): Promise<Result<RenewedArchive>> {
  const former = newestTimeStamp(pdf);
  if (former === null) return err(fault('renewal.no-time-stamp'));
  const validUntil = validUntilOf(former);
  if (validUntil === null || validUntil <= now()) return err(fault('renewal.too-late'));
  const anchors = trustAnchors.map(parseCertificate);
  const gather = (stamp: TimeStampFacts) =>
    gatherValidationData({
      questions: [{ certificate: stamp.signer!, intermediates: stamp.certificates }],
      anchors,
      revocation,
      at: now(),
    });
  const proof = await gather(former);
  if (!proof.ok) return proof;
  const stamped = await addArchiveRevision(pdf, proof.value, tsa);
  if (!stamped.ok) return stamped;
  const stamp = readTimeStampToken(stamped.value.timeStampToken);
  const stampValidUntil = validUntilOf(stamp);
  if (stamp.signer === undefined || stampValidUntil === null)
    return err(fault('signing.tsa-wrong', 'no certificate'));
  if (stampValidUntil.getTime() - validUntil.getTime() < leastGainMs)
    return err(fault('renewal.authority-unchanged'));
  let renewed = stamped.value.pdf;
  // A new certificate of the authority: whoever checks offline finds its status in the file too.
  const { signer } = stamp;
  if (!proof.value.certificates.some((der) => Buffer.compare(der, signer.der) === 0)) {
    const more = await gather(stamp);
    if (!more.ok) return more;
    renewed = addSecurityStore(renewed, more.value);
  }
  const checked = await checkRenewed(pdf, renewed, { trustAnchors, now });
  return checked.ok ? ok({ pdf: renewed, stampValidUntil }) : checked;
}

async function checkRenewed(
  former: Uint8Array,
  renewed: Uint8Array,
  { trustAnchors, now }: Pick<ArchiveAuthorities, 'trustAnchors' | 'now'>,
): Promise<Result<void>> {
  const failed = (detail: string) => err(fault('renewal.self-check-failed', detail));
  if (Buffer.compare(renewed.subarray(0, former.length), former) !== 0)
    return failed('the former file is not its beginning');
  const checked = await validatePdf(renewed, { trustAnchors, at: now() });
  if (!checked.ok) return failed(checked.error.code);
  const { verdict, subIndication, signatures } = checked.value;
  if (verdict !== 'TOTAL-PASSED') return failed(subIndication ?? verdict);
  const isComplete = signatures.every(({ kind, level }) => kind === 'docTimeStamp' || level === 'B-LTA');
  return isComplete ? ok(undefined) : failed('level below B-LTA');
}
