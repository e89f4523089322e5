import { defineErrors } from './definition.ts';

export const verificationErrors = defineErrors({
  'verification.code-malformed': {
    http: 422,
    cause: 'The code is not one of ours: length, alphabet or check character.',
    actor: 'caller',
  },
  'verification.check-code-wrong': {
    http: 403,
    cause: 'The check code is not the one printed on this copy.',
    actor: 'caller',
  },
  'verification.pages-hidden': {
    http: 403,
    cause: 'The holder has switched the page images off.',
    actor: 'caller',
  },
});
