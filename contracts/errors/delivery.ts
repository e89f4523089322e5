import { defineErrors } from './definition.ts';

export const deliveryErrors = defineErrors({
  'delivery.not-ready': {
    http: 409,
    cause: 'The copy behind the link has not been issued yet.',
    actor: 'citizen',
  },
  'delivery.link-expired': { http: 410, cause: 'The download link has expired.', actor: 'citizen' },
  'delivery.link-unknown': { http: 404, cause: 'No download link has this secret.', actor: 'citizen' },
  'delivery.mail-failed': {
    http: 503,
    cause: 'The mail server did not accept the message.',
    actor: 'operator',
  },
});
