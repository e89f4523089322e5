import type { VisitCommand } from '@saoy/contracts/visit/command';
import {
  type ActiveState,
  go,
  refuse,
  type Transition,
  toPhase,
  withFault,
  withIdentity,
} from './transition.ts';
import type { VisitInput } from './visit-input.ts';
import { newCardCheck, newIdentityCheck } from './visit-state.ts';

/** Asks for the card on the reader, where one stands here and the card gave something to open its chip with. */
export function enterChip(state: ActiveState): Transition {
  const { sessionId, chip } = state.visit.identity;
  if (sessionId === null || chip.keys.length === 0) return leaveChip(state);
  const waiting = { ...chip, step: 'waiting' as const, progress: 0, problem: null };
  return go(toPhase(state, 'chip', { identity: { ...state.visit.identity, chip: waiting } }), {
    type: 'read-chip',
    sessionId,
    keys: chip.keys,
  });
}

/** On to the face, once there is a portrait to compare it with; otherwise the card goes on the glass for it. */
function leaveChip(state: ActiveState, isPortraitUsed = false): Transition {
  const { card, chip } = state.visit.identity;
  const isPortraitFound = card.isPortraitFound || isPortraitUsed;
  const left = withIdentity(state, { card: { ...card, isPortraitFound }, chip: { ...chip, isOver: true } });
  return isPortraitFound
    ? go(toPhase(left, 'face'), { type: 'stop-camera' }, { type: 'show-camera' })
    : go(toPhase(left, 'card'), { type: 'stop-camera' });
}

/** The chip makes the check better, but nobody has to show it: the kiosk goes on without. */
export function stepChip(state: ActiveState, command: VisitCommand): Transition {
  const { identity } = state.visit;
  const { step } = identity.chip;
  switch (command.type) {
    case 'skip-chip':
      return step === 'checking' ? refuse(state) : leaveChip(state);
    case 'retry':
      return step === 'failed' ? enterChip(state) : refuse(state);
    case 'back': {
      if (step === 'checking') return refuse(state);
      const again = { ...identity, card: newCardCheck() };
      return go(toPhase(state, 'card', { identity: again }), { type: 'stop-camera' });
    }
    default:
      return refuse(state);
  }
}

/** What the reader and the server say about the chip. */
export function takeChipInput(state: ActiveState, input: VisitInput): Transition {
  const { chip } = state.visit.identity;
  switch (input.type) {
    case 'chip-progress': {
      if (chip.step === 'failed') return go(state);
      const step = input.share >= 1 ? ('checking' as const) : ('reading' as const);
      return go(withIdentity(state, { chip: { ...chip, step, progress: input.share, problem: null } }));
    }
    // Whatever it says goes to whoever decides; the person is not accused by a machine.
    case 'chip-read':
      return leaveChip(state, input.reading.isPortraitUsed);
    case 'chip-failed':
      return takeFailure(state, input);
    default:
      return go(state);
  }
}

function takeFailure(
  state: ActiveState,
  { device, fault }: Extract<VisitInput, { type: 'chip-failed' }>,
): Transition {
  if (fault.code === 'card-reader.unplugged') return leaveChip(state);
  if (fault.code === 'identity.session-unknown') {
    const card = { ...newCardCheck(), problem: fault.code };
    const fresh = { ...newIdentityCheck(), card };
    return go(toPhase(state, 'card', { identity: fresh }), { type: 'stop-camera' });
  }
  const { chip } = state.visit.identity;
  const failed = withIdentity(state, { chip: { ...chip, step: 'failed', progress: 0, problem: fault.code } });
  return go(device === 'server' ? withFault(failed, device, fault.code) : failed);
}
