import { defineErrors } from './definition.ts';

export const kioskErrors = defineErrors({
  'kiosk.certificate-refused': {
    http: 403,
    cause: 'The kiosk certificate is missing, expired, revoked or of another issuer.',
    actor: 'operator',
  },
  'kiosk.not-enrolled': {
    http: 403,
    cause: 'No kiosk is enrolled under this certificate.',
    actor: 'operator',
  },
  'kiosk.disk-full': {
    http: 507,
    cause: 'The kiosk has too little free space to keep a visit safe.',
    actor: 'operator',
  },
  'kiosk.server-unreachable': {
    http: 503,
    cause: 'The kiosk cannot reach the central service.',
    actor: 'operator',
  },
  'kiosk.origin-refused': { http: 403, cause: 'The page does not come from this kiosk.', actor: 'developer' },
});
