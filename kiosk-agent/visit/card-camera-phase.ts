import type { VisitCommand } from '@saoy/contracts/visit/command';
import { enterChip } from './chip-phase.ts';
import { type ActiveState, go, refuse, type Transition, withFault, withIdentity } from './transition.ts';
import type { Moment, VisitInput } from './visit-input.ts';
import { type IdentityCheck, newCardCheck, newChipCheck, newIdentityCheck } from './visit-state.ts';

/** Opens the camera, which looks for the code of the card and for nothing else. */
export function enterCardCamera(state: ActiveState, moment: Moment): Transition {
  const { sessionId, card } = state.visit.identity;
  const camera = { ...newCardCheck().camera, sinceMs: moment.nowMs };
  return go(
    { ...withIdentity(state, { card: { ...card, way: 'camera', problem: null, camera } }), fault: null },
    { type: 'watch-card', sessionId },
  );
}

/** What the person does while the camera looks; nothing once a code is seen, for that is a moment only. */
export function stepCardCamera(state: ActiveState, command: VisitCommand, moment: Moment): Transition {
  const { card } = state.visit.identity;
  if (card.camera.step !== 'searching') return refuse(state);
  if (command.type === 'back') return leaveCamera(state, null);
  if (command.type === 'choose-card-way' && command.way === 'glass') return leaveCamera(state, 'glass');
  // After a fault, which ended the looking.
  if (command.type === 'retry' && state.fault !== null) return enterCardCamera(state, moment);
  return refuse(state);
}

const leaveCamera = (state: ActiveState, way: 'glass' | null): Transition =>
  go(
    {
      ...withIdentity(state, { card: { ...state.visit.identity.card, way, problem: null } }),
      fault: null,
    },
    { type: 'stop-camera' },
  );

/** What the camera and the server say about the code. */
export function takeCardCameraInput(state: ActiveState, input: VisitInput, moment: Moment): Transition {
  const { card } = state.visit.identity;
  const withCamera = (
    change: Partial<IdentityCheck['card']['camera']>,
    problem = card.problem,
  ): ActiveState =>
    withIdentity(state, { card: { ...card, problem, camera: { ...card.camera, ...change } } });
  switch (input.type) {
    case 'identity-busy':
      return go(withCamera({}, 'identity.busy'));
    case 'card-looked':
      return go(card.camera.step === 'searching' ? withCamera({ hint: input.hint }) : state);
    case 'card-code-seen':
      return go(withCamera({ step: 'checking', hint: null }, null));
    case 'card-code-refused':
      return go(withCamera({ step: 'searching', hint: null }, input.fault.code));
    case 'card-code-read':
      return go(takeCode(state, input, moment), { type: 'stop-camera' });
    case 'card-failed':
      return takeFailure(state, input);
    default:
      return go(state);
  }
}

function takeCode(
  state: ActiveState,
  { reading, canReadChip }: Extract<VisitInput, { type: 'card-code-read' }>,
  { nowMs }: Moment,
): ActiveState {
  const { card, chip, ...identity } = state.visit.identity;
  const camera = { ...card.camera, step: 'found' as const, hint: null, foundAtMs: nowMs, canReadChip };
  return withIdentity(state, {
    holderName: reading.holder?.fullName ?? identity.holderName,
    holderNumber: reading.holder?.number ?? identity.holderNumber,
    card: { ...card, problem: null, camera },
    chip: { ...newChipCheck(reading.chipKeys), isOver: chip.isOver },
  });
}

/**
 * After the tick was seen: the chip, where one can be read, gives a portrait as well; otherwise the card goes on the
 * glass, for its portrait and for its print, which must say the same as the code.
 */
export function leaveFoundCode(state: ActiveState): Transition {
  const { card, chip } = state.visit.identity;
  const onGlass = withIdentity(state, {
    card: { ...newCardCheck(), way: 'glass', attempt: card.attempt, isPortraitFound: card.isPortraitFound },
  });
  if (card.camera.canReadChip && !chip.isOver && chip.keys.length > 0) return enterChip(onGlass);
  return card.isPortraitFound
    ? enterChip(withIdentity(onGlass, { chip: { ...chip, keys: [] } }))
    : go(onGlass);
}

function takeFailure(
  state: ActiveState,
  { device, fault }: Extract<VisitInput, { type: 'card-failed' }>,
): Transition {
  const { card } = state.visit.identity;
  if (device === 'camera') {
    // The glass is the other way, and stands on that screen.
    const asked = { ...card, way: null, problem: fault.code };
    return go(withIdentity(state, { card: asked }), { type: 'stop-camera' });
  }
  if (fault.code === 'identity.session-unknown') {
    const asked = { ...newCardCheck(), problem: fault.code };
    return go(withIdentity(state, { ...newIdentityCheck(), card: asked }), { type: 'stop-camera' });
  }
  const camera = { ...card.camera, step: 'searching' as const, hint: null };
  return go(withFault(withIdentity(state, { card: { ...card, camera } }), device, fault.code), {
    type: 'stop-camera',
  });
}
