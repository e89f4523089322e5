import { failed, type Judgement, undecided } from './judgement.ts';
import type { SignatureFacts } from './signature-facts.ts';

/** What no trust can heal (EN 319 102-1 §5.2.2 and §5.2.7); undefined when all of it is in order. */
export function judgeIntegrity(facts: SignatureFacts): Judgement | undefined {
  const { cms, token } = facts;
  if (facts.unsupported !== undefined) return undecided('CRYPTO_CONSTRAINTS_FAILURE');
  if (facts.formatProblem !== undefined || cms === undefined) return failed('FORMAT_FAILURE');
  if (cms.unknownAlgorithms.length > 0) return undecided('CRYPTO_CONSTRAINTS_FAILURE');
  if (!facts.isDocumentIntact) return failed('HASH_FAILURE');
  if (cms.signer === undefined) return undecided('NO_SIGNING_CERTIFICATE_FOUND');
  if (!cms.isSignatureRight) return failed('SIG_CRYPTO_FAILURE');
  if (cms.isSigningCertificateRight === false) return failed('SIG_CRYPTO_FAILURE');
  if (token && !token.isTokenRight) return failed('SIG_CRYPTO_FAILURE');
  if (facts.laterChanges.some(({ isPermitted }) => !isPermitted)) return failed('DOCUMENT_MODIFIED');
  // Readers that do not know cross-reference streams see other objects in such a file than those that do.
  if (facts.isHybrid) return undecided('SIG_CONSTRAINTS_FAILURE');
  return undefined;
}
