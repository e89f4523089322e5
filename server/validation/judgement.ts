import type { SubIndication, Verdict } from '@saoy/contracts/validation-report';
import type { SecurityStore } from './pdf/security-store.ts';
import type { Certificate } from './x509/certificate.ts';
import type { RevocationEvidence } from './x509/revocation-evidence.ts';

/** A verdict with its reason (EN 319 102-1 §5.1.3). */
export interface Judgement {
  readonly verdict: Verdict;
  readonly subIndication: SubIndication | null;
}

export const PASSED: Judgement = { verdict: 'TOTAL-PASSED', subIndication: null };
export const failed = (subIndication: SubIndication): Judgement => ({
  verdict: 'TOTAL-FAILED',
  subIndication,
});
export const undecided = (subIndication: SubIndication): Judgement => ({
  verdict: 'INDETERMINATE',
  subIndication,
});
export const hasPassed = ({ verdict }: Judgement): boolean => verdict === 'TOTAL-PASSED';

/** Whom to trust, and when. */
export interface TrustContext {
  readonly anchors: readonly Certificate[];
  readonly at: Date;
  /** Certificates and revocation data from the file and from the caller. */
  readonly certificates: readonly Certificate[];
  readonly evidence: RevocationEvidence;
  /** The security store of the whole file, which decides between B-T and B-LT. */
  readonly store: SecurityStore | undefined;
}
