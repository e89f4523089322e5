import { defineErrors } from './definition.ts';

export const staffErrors = defineErrors({
  'staff.link-used': { http: 410, cause: 'The enrolment link was used or has expired.', actor: 'operator' },
  'staff.passkey-refused': {
    http: 401,
    cause: 'The passkey is unknown or its answer does not verify.',
    actor: 'staff',
  },
  'staff.role-missing': {
    http: 403,
    cause: 'The signed-in person does not hold the role this needs.',
    actor: 'staff',
  },
});
