import type { VisitCommand } from '@saoy/contracts/visit/command';
import { stepCard, takeCardInput } from './card-phase.ts';
import { stepChip, takeChipInput } from './chip-phase.ts';
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

export function stepIdentity(state: ActiveState, command: VisitCommand, moment: Moment): Transition {
  if (command.type === 'identify-by-staff') return confirmByStaff(state, moment);
  switch (state.visit.phase) {
    case 'card':
      return stepCard(state, command, moment);
    case 'chip':
      return stepChip(state, command);
    default:
      return stepFace(state, command);
  }
}

function stepFace(state: ActiveState, command: VisitCommand): Transition {
  const { identity } = state.visit;
  if (command.type === 'back' && identity.face.step !== 'judging') {
    const again = { ...identity, card: newCardCheck(), chip: newChipCheck(identity.chip.keys) };
    return go(toPhase(state, 'card', { identity: again }), { type: 'stop-camera' });
  }
  if (command.type !== 'start-face' && command.type !== 'retry') return refuse(state);
  if (identity.face.step !== 'starting' || identity.sessionId === null || identity.nonce === null) {
    return refuse(state);
  }
  const face = { ...identity.face, step: 'guiding' as const, guidance: null, isBusy: false };
  return go(
    { ...withIdentity(state, { face }), fault: null },
    { type: 'start-camera', sessionId: identity.sessionId, nonce: identity.nonce },
  );
}

/** What the card reader, the camera and the server say about who is here. */
export function takeIdentityInput(state: ActiveState, input: VisitInput, moment: Moment): Transition {
  const { phase, identity } = state.visit;
  if (input.type === 'identity-begun') {
    const face = { ...identity.face, challengesTotal: input.challengesTotal };
    const isPast = identity.card.problem === 'identity.busy';
    const card = isPast ? { ...identity.card, problem: null } : identity.card;
    return phase === 'card'
      ? go(withIdentity(state, { sessionId: input.sessionId, nonce: input.nonce, face, card }))
      : go(state, { type: 'drop-identity', sessionId: input.sessionId });
  }
  if (phase === 'card') return takeCardInput(state, input, moment);
  if (phase === 'chip') return takeChipInput(state, input);
  if (phase === 'face') return takeFaceInput(state, input, moment);
  return go(state);
}

function takeFaceInput(state: ActiveState, input: VisitInput, moment: Moment): Transition {
  const { identity } = state.visit;
  const { face, sessionId } = identity;
  switch (input.type) {
    case 'identity-busy':
      return go(face.step === 'guiding' ? withIdentity(state, { face: { ...face, isBusy: true } }) : state);
    case 'face-guided': {
      if (face.step !== 'guiding' || sessionId === null) return go(state);
      const { guidance } = input;
      const seen = { ...face, guidance, attemptsLeft: guidance.attemptsLeft, isBusy: false };
      if (guidance.state === 'collecting') return go(withIdentity(state, { face: seen }));
      return go(
        withIdentity(state, { face: { ...seen, step: 'judging' } }),
        { type: 'stop-camera' },
        { type: 'decide-identity', sessionId },
      );
    }
    case 'identity-decided': {
      if (face.step !== 'judging') return go(state);
      const { outcome } = input;
      return go(
        toPhase(state, 'identity-result', {
          identity: {
            ...identity,
            outcome,
            method: 'face',
            face: { ...face, attemptsLeft: outcome.attemptsLeft },
            holderName: outcome.holder?.fullName ?? identity.holderName,
            holderNumber: outcome.holder?.number ?? identity.holderNumber,
            decidedAtMs: moment.nowMs,
          },
        }),
      );
    }
    case 'face-failed': {
      if (face.step === 'starting') {
        const isCamera = input.device === 'camera';
        return go(isCamera ? withFault(state, input.device, input.fault.code) : state);
      }
      if (input.fault.code === 'identity.session-unknown') {
        const card = { ...newCardCheck(), problem: input.fault.code };
        return go(toPhase(state, 'card', { identity: { ...newIdentityCheck(), card } }), {
          type: 'stop-camera',
        });
      }
      const restarted = {
        ...face,
        step: 'starting' as const,
        guidance: null,
        isRetry: true,
        isBusy: false,
      };
      return go(withFault(withIdentity(state, { face: restarted }), input.device, input.fault.code), {
        type: 'stop-camera',
      });
    }
    default:
      return go(state);
  }
}
