import { type ActiveState, go, type Transition, toPhase } from './transition.ts';
import type { VisitEffect } from './visit-effect.ts';
import type { Moment } from './visit-input.ts';
import { newIdentityCheck } from './visit-state.ts';

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
