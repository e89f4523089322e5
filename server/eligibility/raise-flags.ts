import type { RecognitionFlag } from '@saoy/contracts/recognition';
import type { EligibilityRule, OriginalEvidence } from './eligibility-rule.ts';
import { flagExpired } from './expiry.ts';
import { flagForeignIssue } from './foreign-issue.ts';
import { flagListedTerms } from './listed-terms.ts';
import { flagCopyMarks, flagSecrecyMarks } from './marks-of-stamps.ts';
import { flagMismatches } from './mismatch.ts';
import { flagMissingSeal } from './missing-seal.ts';
import { flagNoCopyingMarks } from './no-copying-mark.ts';
import {
  flagBlackAndWhiteCopies,
  flagErasures,
  flagFadedPages,
  flagOverwriting,
  flagStainedPages,
  flagTornPages,
  flagUnreadablePages,
} from './page-condition.ts';
import { flagPrivatePapers } from './private-paper.ts';

const rules: readonly EligibilityRule[] = [
  flagUnreadablePages,
  flagTornPages,
  flagStainedPages,
  flagFadedPages,
  flagMissingSeal,
  flagPrivatePapers,
  flagCopyMarks,
  flagBlackAndWhiteCopies,
  flagSecrecyMarks,
  flagNoCopyingMarks,
  flagErasures,
  flagOverwriting,
  flagMismatches,
  flagForeignIssue,
  flagListedTerms,
  flagExpired,
];

/** Everything about an original that a person should look at before certifying a copy of it. */
export const raiseFlags = (evidence: OriginalEvidence): RecognitionFlag[] =>
  rules.flatMap((rule) => rule(evidence));
