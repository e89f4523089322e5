import { defineErrors } from './definition.ts';

export const requestErrors = defineErrors({
  'request.unknown': { http: 404, cause: 'No request has this id.', actor: 'caller' },
  'request.step-not-allowed': {
    http: 409,
    cause: 'The present status does not allow this step.',
    actor: 'caller',
  },
  'request.identity-unconfirmed': {
    http: 409,
    cause: 'No face matched the card and the certifier did not confirm the identity.',
    actor: 'staff',
  },
  'request.requester-unnamed': {
    http: 409,
    cause: 'The register needs the name of the requester, and no card told it.',
    actor: 'staff',
  },
  'request.page-digest-mismatch': {
    http: 422,
    cause: 'The bytes received do not have the SHA-256 they were sent under.',
    actor: 'caller',
  },
  'request.upload-offset': {
    http: 409,
    cause: 'The upload continues at another offset than the server holds.',
    actor: 'caller',
  },
  'request.pages-missing': { http: 409, cause: 'A page of the request has not arrived.', actor: 'caller' },
  'request.replacement-unfit': {
    http: 422,
    cause: 'The copy named as the replacement is not an issued copy, or is the annulled one itself.',
    actor: 'staff',
  },
  'request.mismatch': {
    http: 409,
    cause: 'The id is taken by a request with other content or of another kiosk.',
    actor: 'caller',
  },
});
