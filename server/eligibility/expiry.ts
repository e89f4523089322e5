import type { EligibilityRule } from './eligibility-rule.ts';

/** A document whose printed validity has passed. Not a reason of art. 22: a person decides. */
export const flagExpired: EligibilityRule = ({ fields, expiryField, today }) => {
  const field = expiryField === undefined ? undefined : fields[expiryField];
  if (field === undefined || today === undefined) return [];
  if (field.normalised >= today.toISOString().slice(0, 10)) return [];
  return [{ reason: null, code: 'expired', confidence: field.confidence, page: field.page, box: field.box }];
};
