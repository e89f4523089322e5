import { defineErrors } from './definition.ts';

export const signingErrors = defineErrors({
  'signing.certificate-invalid': {
    http: 503,
    cause: 'The signing certificate is expired, revoked or of an untrusted issuer.',
    actor: 'operator',
  },
  'signing.revocation-unknown': {
    http: 503,
    cause: 'No OCSP response or CRL says that a certificate is good.',
    actor: 'operator',
  },
  'signing.tsa-unavailable': {
    http: 503,
    cause: 'No time-stamping authority answered in time.',
    actor: 'operator',
  },
  'signing.tsa-wrong': {
    http: 503,
    cause: 'A time-stamp token has another imprint, nonce or signature than asked for.',
    actor: 'operator',
  },
  'signing.key-unavailable': { http: 503, cause: 'The key or its token cannot be used.', actor: 'operator' },
  'signing.pin-refused': {
    http: 503,
    cause: 'The token refused its PIN, which is not offered again until it changes.',
    actor: 'operator',
  },
  'signing.clock-wrong': {
    http: 503,
    cause: 'Our clock and that of the time-stamping authority differ by more than is allowed.',
    actor: 'operator',
  },
  'signing.not-authorised': {
    http: 403,
    cause: 'No valid authorisation covers this signature.',
    actor: 'staff',
  },
  'signing.field-missing': {
    http: 500,
    cause: 'The file lacks the empty signature field, or the signatures do not fit the product.',
    actor: 'developer',
  },
  'signing.self-check-failed': {
    http: 500,
    cause: 'The finished file does not pass our own validation.',
    actor: 'developer',
  },
});
