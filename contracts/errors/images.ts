import { defineErrors } from './definition.ts';

export const imageErrors = defineErrors({
  'image.unreadable': {
    http: 422,
    cause: 'The bytes are empty, truncated or not an image of a known format.',
    actor: 'caller',
  },
  'image.too-large': {
    http: 413,
    cause: 'The image has more pixels or bytes than the limit.',
    actor: 'caller',
  },
  'image.unsupported-depth': { http: 422, cause: 'The image is not 8 bits a channel.', actor: 'caller' },
  'image.low-resolution': {
    http: 422,
    cause: 'The image has fewer dots per inch than the law or the reader needs.',
    actor: 'caller',
  },
});
