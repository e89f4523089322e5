import { defineErrors } from './definition.ts';

export const recognitionErrors = defineErrors({
  'recognition.timeout': {
    http: 504,
    cause: 'Reading a page took longer than its deadline.',
    actor: 'operator',
  },
  'recognition.engine-failed': {
    http: 500,
    cause: 'The reading engine could not start or stopped.',
    actor: 'operator',
  },
});
