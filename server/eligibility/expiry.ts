import { vietnamDay } from '../calendar/vietnam-time.ts';
import type { EligibilityRule } from './eligibility-rule.ts';

/** A document whose printed validity has passed. Not a reason of art. 22: a person decides. */
export const flagExpired: EligibilityRule = ({ fields, expiryField, today }) => {
  const field = expiryField === undefined ? undefined : fields[expiryField];
  if (field === undefined || today === undefined) return [];
  if (field.normalised >= vietnamDay(today)) return [];
  return [{ reason: null, code: 'expired', confidence: field.confidence, page: field.page, box: field.box }];
};
