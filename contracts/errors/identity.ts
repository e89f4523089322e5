import { defineErrors } from './definition.ts';

export const identityErrors = defineErrors({
  'identity.session-unknown': {
    http: 404,
    cause: 'The identity check expired or the server restarted; begin it again.',
    actor: 'citizen',
  },
  'identity.card-unreadable': {
    http: 422,
    cause: 'Neither QR nor portrait of the card could be read.',
    actor: 'citizen',
  },
  'identity.code-not-a-card': {
    http: 422,
    cause: 'A QR code was read, but not that of an identity card.',
    actor: 'citizen',
  },
  'identity.card-of-another-state': {
    http: 422,
    cause: 'The card is of another state; only Vietnamese identity cards can be read.',
    actor: 'citizen',
  },
  'identity.no-card': {
    http: 409,
    cause: 'No portrait of a card was read yet, so there is nothing to compare the face with.',
    actor: 'citizen',
  },
  'identity.no-face': { http: 422, cause: 'No face is in the picture.', actor: 'citizen' },
  'identity.several-faces': { http: 422, cause: 'More than one face is in the picture.', actor: 'citizen' },
  'identity.portrait-too-small': {
    http: 422,
    cause: 'The eyes of the portrait are fewer than 40 pixels apart.',
    actor: 'staff',
  },
  'identity.challenge-failed': {
    http: 422,
    cause: 'The movements asked for were not seen.',
    actor: 'citizen',
  },
  'identity.challenge-unfinished': {
    http: 409,
    cause: 'The movements asked for are not all done yet.',
    actor: 'caller',
  },
  'identity.no-tries-left': {
    http: 409,
    cause: 'The face check failed three times in this visit; staff must check.',
    actor: 'staff',
  },
  'identity.busy': {
    http: 503,
    cause: 'More pictures wait for the face matcher than it may hold.',
    actor: 'caller',
  },
  'identity.matcher-unavailable': {
    http: 503,
    cause: 'The face matcher could not start or did not answer in time.',
    actor: 'operator',
  },
});
