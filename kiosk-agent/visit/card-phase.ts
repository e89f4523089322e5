import type { ErrorCode } from '@saoy/contracts/errors';
import type { VisitCommand } from '@saoy/contracts/visit/command';
import { enterCardCamera, stepCardCamera, takeCardCameraInput } from './card-camera-phase.ts';
import { enterChip } from './chip-phase.ts';
import { confirmByStaff } from './confirm-by-staff.ts';
import {
  type ActiveState,
  go,
  refuse,
  type Transition,
  toPhase,
  withFault,
  withIdentity,
} from './transition.ts';
import type { Moment, VisitInput } from './visit-input.ts';
import { newCardCheck, newChipCheck, newIdentityCheck } from './visit-state.ts';

/** Tries at the card before staff take over. */
export const mostCardAttempts = 3;
/** Answers that count as a try at the card; other failures are faults of the way there. */
const SPEAKS_OF_CARD = /^(?:identity|image)\.(?!busy$|matcher-unavailable$)/u;

/** How the card is shown is the person's choice; both ways lead on alike. */
export function stepCard(state: ActiveState, command: VisitCommand, moment: Moment): Transition {
  const { card } = state.visit.identity;
  if (card.way === 'camera') return stepCardCamera(state, command, moment);
  if (card.step !== 'waiting') return refuse(state);
  if (command.type === 'choose-card-way') {
    return command.way === 'camera' ? enterCardCamera(state, moment) : go(toGlass(state));
  }
  if (card.way === null) return command.type === 'back' ? leaveCard(state) : refuse(state);
  switch (command.type) {
    case 'back':
      return go(withIdentity({ ...state, fault: null }, { card: { ...card, way: null, problem: null } }));
    case 'read-card':
    case 'retry': {
      const { sessionId } = state.visit.identity;
      const scanning = { ...card, step: 'scanning' as const, problem: null };
      return go(
        { ...withIdentity(state, { card: scanning }), fault: null },
        { type: 'read-card', sessionId, side: card.side },
      );
    }
    default:
      return refuse(state);
  }
}

/** Back to the question whether a face is compared at all: what was read so far is forgotten. */
function leaveCard(state: ActiveState): Transition {
  const { sessionId } = state.visit.identity;
  const asked = toPhase(state, 'consent', { identity: newIdentityCheck() });
  return sessionId === null ? go(asked) : go(asked, { type: 'drop-identity', sessionId });
}

const toGlass = (state: ActiveState): ActiveState =>
  withIdentity(
    { ...state, fault: null },
    { card: { ...state.visit.identity.card, way: 'glass', problem: null } },
  );

/** What the scanner, the camera and the server say about the card. */
export function takeCardInput(state: ActiveState, input: VisitInput, moment: Moment): Transition {
  const { identity } = state.visit;
  if (identity.card.way === 'camera') return takeCardCameraInput(state, input, moment);
  if (identity.card.step === 'waiting') return go(state);
  const waiting = { ...identity.card, step: 'waiting' as const, problem: null };
  switch (input.type) {
    case 'identity-busy':
      return go(withIdentity(state, { card: { ...identity.card, problem: 'identity.busy' } }));
    case 'card-scanned':
      return go(withIdentity(state, { card: { ...identity.card, step: 'reading', problem: null } }));
    case 'card-failed':
      if (input.fault.code === 'identity.session-unknown') {
        const card = { ...newCardCheck(), way: 'glass' as const, problem: input.fault.code };
        return go(withIdentity(state, { ...newIdentityCheck(), card }));
      }
      if (input.device === 'server' && SPEAKS_OF_CARD.test(input.fault.code)) {
        const isForeignCode = input.fault.code === 'identity.code-not-a-card';
        return countCardAttempt(state, moment, isForeignCode ? input.fault.code : undefined);
      }
      return go(withFault(withIdentity(state, { card: waiting }), input.device, input.fault.code));
    case 'card-read':
      return takeReading(state, input, moment);
    default:
      return go(state);
  }
}

function takeReading(
  state: ActiveState,
  { reading, canReadChip }: Extract<VisitInput, { type: 'card-read' }>,
  moment: Moment,
): Transition {
  const { identity } = state.visit;
  const isPortraitFound = identity.card.isPortraitFound || reading.isPortraitFound;
  const known = withIdentity(state, {
    holderName: reading.holder?.fullName ?? identity.holderName,
    holderNumber: reading.holder?.number ?? identity.holderNumber,
    card: { ...identity.card, isPortraitFound, step: 'waiting', problem: null },
    chip:
      reading.chipKeys.length > 0
        ? { ...newChipCheck(reading.chipKeys), isOver: identity.chip.isOver }
        : identity.chip,
  });
  const hasHolder = known.visit.identity.holderNumber !== null;
  if (hasHolder && isPortraitFound) {
    return canReadChip === true && !identity.chip.isOver
      ? enterChip(known)
      : go(toPhase(known, 'face'), { type: 'show-camera' });
  }
  // Cards issued since 2024 carry their QR on the back; a card laid face down shows its portrait on the second side.
  if (identity.card.side === 'front' && (isPortraitFound || hasHolder)) {
    return go(withIdentity(known, { card: { ...known.visit.identity.card, side: 'back' } }));
  }
  const isForeign = reading.flags.includes('card-of-another-state');
  return countCardAttempt(known, moment, isForeign ? 'identity.card-of-another-state' : undefined);
}

function countCardAttempt(
  state: ActiveState,
  moment: Moment,
  problem: ErrorCode = 'identity.card-unreadable',
): Transition {
  const { card } = state.visit.identity;
  if (card.attempt >= mostCardAttempts) return confirmByStaff(state, moment);
  return go(withIdentity(state, { card: { ...card, step: 'waiting', attempt: card.attempt + 1, problem } }));
}
