import type { VisitCommand } from '@saoy/contracts/visit/command';
import { enterChip, stepChip, takeChipInput } from './chip-phase.ts';
import {
  type ActiveState,
  go,
  refuse,
  type Transition,
  toPhase,
  withFault,
  withIdentity,
} from './transition.ts';
import type { VisitEffect } from './visit-effect.ts';
import type { Moment, VisitInput } from './visit-input.ts';
import { newChipCheck, newIdentityCheck } from './visit-state.ts';

/** Tries at the card before staff take over. */
export const mostCardAttempts = 3;

/** The equal path: staff confirm the identity when they decide; pictures taken so far are forgotten. */
export function confirmByStaff(state: ActiveState, moment: Moment): Transition {
  const { identity } = state.visit;
  const effects: VisitEffect[] = [{ type: 'stop-camera' }];
  if (identity.sessionId !== null) effects.push({ type: 'drop-identity', sessionId: identity.sessionId });
  const check = {
    ...newIdentityCheck(),
    holderName: identity.holderName,
    holderNumber: identity.holderNumber,
    outcome: identity.outcome,
    method: 'staff' as const,
    decidedAtMs: moment.nowMs,
  };
  return go(toPhase(state, 'identity-result', { identity: check }), ...effects);
}

export function stepIdentity(state: ActiveState, command: VisitCommand, moment: Moment): Transition {
  if (command.type === 'identify-by-staff') return confirmByStaff(state, moment);
  switch (state.visit.phase) {
    case 'card':
      return stepCard(state, command);
    case 'chip':
      return stepChip(state, command);
    default:
      return stepFace(state, command);
  }
}

function stepCard(state: ActiveState, command: VisitCommand): Transition {
  const { identity } = state.visit;
  if (identity.card.step !== 'waiting') return refuse(state);
  if (command.type === 'back') {
    return go(
      toPhase(state, 'consent', { identity: newIdentityCheck() }),
      ...(identity.sessionId === null
        ? []
        : [{ type: 'drop-identity' as const, sessionId: identity.sessionId }]),
    );
  }
  if (command.type !== 'read-card' && command.type !== 'retry') return refuse(state);
  const card = { ...identity.card, step: 'scanning' as const, problem: null };
  return go(
    { ...withIdentity(state, { card }), fault: null },
    { type: 'read-card', sessionId: identity.sessionId, side: identity.card.side },
  );
}

function stepFace(state: ActiveState, command: VisitCommand): Transition {
  const { identity } = state.visit;
  if (command.type === 'back' && identity.face.step !== 'judging') {
    const card = { ...newIdentityCheck().card };
    return go(toPhase(state, 'card', { identity: { ...identity, card } }), { type: 'stop-camera' });
  }
  if (command.type !== 'start-face' && command.type !== 'retry') return refuse(state);
  if (identity.face.step !== 'starting' || identity.sessionId === null || identity.nonce === null) {
    return refuse(state);
  }
  const face = { ...identity.face, step: 'guiding' as const, guidance: null };
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
    return phase === 'card'
      ? go(withIdentity(state, { sessionId: input.sessionId, nonce: input.nonce, face }))
      : go(state, { type: 'drop-identity', sessionId: input.sessionId });
  }
  if (phase === 'card' && identity.card.step !== 'waiting') return takeCardInput(state, input, moment);
  if (phase === 'chip') return takeChipInput(state, input);
  if (phase === 'face') return takeFaceInput(state, input, moment);
  return go(state);
}

function takeCardInput(state: ActiveState, input: VisitInput, moment: Moment): Transition {
  const { identity } = state.visit;
  const waiting = { ...identity.card, step: 'waiting' as const };
  switch (input.type) {
    case 'card-scanned':
      return go(withIdentity(state, { card: { ...identity.card, step: 'reading' } }));
    case 'card-failed':
      if (input.fault.code === 'identity.session-unknown') {
        const fresh = { ...newIdentityCheck(), card: { ...waiting, problem: input.fault.code } };
        return go(withIdentity(state, fresh));
      }
      if (input.device === 'server' && input.fault.code.startsWith('i')) {
        return countCardAttempt(state, moment);
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
    card: { ...identity.card, isPortraitFound, step: 'waiting' },
    chip: reading.chipKeys.length > 0 ? newChipCheck(reading.chipKeys) : identity.chip,
  });
  const hasHolder = known.visit.identity.holderNumber !== null;
  if (hasHolder && isPortraitFound)
    return canReadChip === true ? enterChip(known) : go(toPhase(known, 'face'), { type: 'show-camera' });
  // Cards issued since 2024 carry their QR on the back; a card laid face down shows its portrait on the second side.
  if (identity.card.side === 'front' && (isPortraitFound || hasHolder)) {
    return go(withIdentity(known, { card: { ...known.visit.identity.card, side: 'back' } }));
  }
  return countCardAttempt(known, moment);
}

function countCardAttempt(state: ActiveState, moment: Moment): Transition {
  const { card } = state.visit.identity;
  if (card.attempt >= mostCardAttempts) return confirmByStaff(state, moment);
  return go(
    withIdentity(state, {
      card: { ...card, step: 'waiting', attempt: card.attempt + 1, problem: 'identity.card-unreadable' },
    }),
  );
}

function takeFaceInput(state: ActiveState, input: VisitInput, moment: Moment): Transition {
  const { identity } = state.visit;
  const { face, sessionId } = identity;
  switch (input.type) {
    case 'face-guided': {
      if (face.step !== 'guiding' || sessionId === null) return go(state);
      const { guidance } = input;
      const seen = { ...face, guidance, attemptsLeft: guidance.attemptsLeft };
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
        const card = { ...newIdentityCheck().card, problem: input.fault.code };
        return go(toPhase(state, 'card', { identity: { ...newIdentityCheck(), card } }), {
          type: 'stop-camera',
        });
      }
      const restarted = { ...face, step: 'starting' as const, guidance: null, isRetry: true };
      return go(withFault(withIdentity(state, { face: restarted }), input.device, input.fault.code), {
        type: 'stop-camera',
      });
    }
    default:
      return go(state);
  }
}
