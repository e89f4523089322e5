import { defineErrors } from './definition.ts';

export const renewalErrors = defineErrors({
  'renewal.too-late': {
    http: 409,
    cause: 'The certificate of the newest archive time-stamp lapsed before the archive was renewed.',
    actor: 'operator',
  },
  'renewal.no-time-stamp': {
    http: 409,
    cause: 'The released file carries no archive time-stamp that could be renewed.',
    actor: 'operator',
  },
  'renewal.authority-unchanged': {
    http: 503,
    cause:
      'The time-stamping authority still signs with a certificate that does not outlast the present one enough.',
    actor: 'operator',
  },
  'renewal.self-check-failed': {
    http: 500,
    cause: 'Our own validator does not pass the renewed file, so it was not released.',
    actor: 'developer',
  },
});
