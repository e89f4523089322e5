import { defineErrors } from './definition.ts';

export const transparencyErrors = defineErrors({
  'transparency.not-covered': {
    http: 503,
    cause: 'No checkpoint covers the leaf yet: no process that holds the log key has published it.',
    actor: 'operator',
  },
  'transparency.log-damaged': {
    http: 500,
    cause: 'The stored log is not what was signed; nothing more is signed until it is repaired.',
    actor: 'operator',
  },
  'transparency.log-set-back': {
    http: 500,
    cause: 'The database holds an older or another history than this process has signed or seen.',
    actor: 'operator',
  },
});
