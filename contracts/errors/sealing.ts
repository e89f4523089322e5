import { defineErrors } from './definition.ts';

export const sealingErrors = defineErrors({
  'sealing.key-unavailable': {
    http: 503,
    cause: 'There is no active seal key whose private half can be used here.',
    actor: 'operator',
  },
  'sealing.content-refused': {
    http: 500,
    cause: 'A fact of the copy is beyond the limits of a seal.',
    actor: 'developer',
  },
  'sealing.key-unknown': { http: 404, cause: 'No seal key has this id.', actor: 'operator' },
  'sealing.key-state': {
    http: 409,
    cause: 'A seal key goes from active to retired or compromised, never back.',
    actor: 'operator',
  },
});
