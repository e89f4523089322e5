import type { RecognitionFlag } from '@saoy/contracts/recognition';
import type { EligibilityRule, OriginalEvidence } from './eligibility-rule.ts';
import { flagExpired } from './expiry.ts';
import { flagCopyMarks, flagSecrecyMarks } from './marks-of-stamps.ts';
import { flagMismatches } from './mismatch.ts';
import { flagMissingSeal } from './missing-seal.ts';
import { flagBlackAndWhiteCopies, flagErasures, flagUnreadablePages } from './page-condition.ts';

const rules: readonly EligibilityRule[] = [
  flagUnreadablePages,
  flagMissingSeal,
  flagCopyMarks,
  flagBlackAndWhiteCopies,
  flagSecrecyMarks,
  flagErasures,
  flagExpired,
  flagMismatches,
];

/** Everything about an original that a person should look at before certifying a copy of it. */
export const raiseFlags = (evidence: OriginalEvidence): RecognitionFlag[] =>
  rules.flatMap((rule) => rule(evidence));
