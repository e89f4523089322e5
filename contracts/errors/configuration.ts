import { defineErrors } from './definition.ts';

export const configurationErrors = defineErrors({
  'configuration.invalid': { http: 500, cause: 'A setting is missing or malformed.', actor: 'operator' },
  'configuration.development-trust': {
    http: 500,
    cause: 'Production refuses development roots and the embedded database.',
    actor: 'operator',
  },
  'configuration.locked': {
    http: 503,
    cause: 'Another process holds the embedded database.',
    actor: 'operator',
  },
});
