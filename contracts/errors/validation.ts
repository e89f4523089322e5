import { defineErrors } from './definition.ts';

export const validationErrors = defineErrors({
  'validation.not-a-pdf': { http: 422, cause: 'The file is not a PDF.', actor: 'caller' },
  'validation.unreadable': {
    http: 422,
    cause: 'The PDF is damaged beyond reading or encrypted.',
    actor: 'caller',
  },
  'validation.too-complex': {
    http: 422,
    cause: 'Reading the PDF would take more memory or time than allowed.',
    actor: 'caller',
  },
});
