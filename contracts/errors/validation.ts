import { defineErrors } from './definition.ts';

export const validationErrors = defineErrors({
  'validation.not-a-pdf': { http: 422, cause: 'The file is not a PDF.', actor: 'caller' },
  'validation.unreadable': {
    http: 422,
    cause: 'The PDF is damaged beyond reading.',
    actor: 'caller',
  },
  'validation.encrypted': {
    http: 422,
    cause: 'The PDF is encrypted, so what its signatures cover cannot be compared with what it shows.',
    actor: 'caller',
  },
  'validation.too-complex': {
    http: 422,
    cause: 'Reading the PDF would take more memory or time than allowed.',
    actor: 'caller',
  },
  'validation.too-busy': {
    http: 503,
    cause: 'More files wait to be checked than this process takes on.',
    actor: 'caller',
  },
});
