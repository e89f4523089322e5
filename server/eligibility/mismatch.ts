import type { EligibilityRule } from './eligibility-rule.ts';

/** Clearly printed, yet something else on the paper says otherwise: it may have been altered (22.1). */
export const flagMismatches: EligibilityRule = ({ fields, mismatches }) =>
  mismatches.flatMap(({ field: name, why, weight }) => {
    const field = fields[name];
    if (field === undefined) return [];
    return [
      {
        reason: '22.1' as const,
        code: 'data-mismatch' as const,
        confidence: Math.round(field.confidence * weight * 100) / 100,
        page: field.page,
        box: field.box,
        evidence: `${name}: ${why}`,
      },
    ];
  });
