import { defineErrors } from './definition.ts';

export const generalErrors = defineErrors({
  'general.invalid-input': { http: 400, cause: 'The request does not match its schema.', actor: 'caller' },
  'general.not-found': { http: 404, cause: 'Nothing exists under this address.', actor: 'caller' },
  'general.conflict': { http: 409, cause: 'The step is not allowed in the present status.', actor: 'caller' },
  'general.unauthorised': { http: 401, cause: 'The caller has not proved who it is.', actor: 'caller' },
  'general.forbidden': { http: 403, cause: 'The caller is known but may not do this.', actor: 'caller' },
  'general.too-many-requests': { http: 429, cause: 'The caller exceeded the rate limit.', actor: 'caller' },
  'general.too-large': {
    http: 413,
    cause: 'The body is larger than this endpoint accepts.',
    actor: 'caller',
  },
  'general.internal': {
    http: 500,
    cause: 'A defect of the software; the log has the details.',
    actor: 'developer',
  },
  'general.unavailable': {
    http: 503,
    cause: 'A part this step needs is down or overloaded.',
    actor: 'operator',
  },
});
