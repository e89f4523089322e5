import type { EligibilityRule } from './eligibility-rule.ts';

/** Clearly printed, yet its code says otherwise: the card may have been altered (22.1). */
export const flagMismatches: EligibilityRule = ({ fields, mismatches }) =>
  mismatches.flatMap((name) => {
    const field = fields[name];
    if (field === undefined) return [];
    return [
      {
        reason: '22.1' as const,
        code: 'data-mismatch' as const,
        confidence: Math.round(field.confidence * 80) / 100,
        page: field.page,
        box: field.box,
      },
    ];
  });
