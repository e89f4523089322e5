import { type ActiveState, go, type Transition, toPhase } from './transition.ts';
import type { VisitEffect } from './visit-effect.ts';
import type { Moment } from './visit-input.ts';
import { defaultDisplay, newIdentityCheck, newVisit, type VisitState } from './visit-state.ts';

/** Ends at any moment: devices stop, everything unconfirmed goes, what is confirmed is left to the server. */
export function endVisit(state: ActiveState, cause: 'ended' | 'idle', moment: Moment): Transition {
  const { visit } = state;
  if (visit.phase === 'ending') return go(state);
  const confirmedIds = Object.keys(visit.fulfilment?.requests ?? {});
  const abandonedIds = visit.capture.openedIds.filter((id) => !confirmedIds.includes(id));
  const effects: VisitEffect[] = [{ type: 'cancel-scan' }, { type: 'stop-camera' }, { type: 'cancel-print' }];
  const { sessionId } = visit.identity;
  if (sessionId !== null) effects.push({ type: 'drop-identity', sessionId });
  effects.push({ type: 'wipe', abandonedIds, confirmedIds, cause });
  // Nothing personal stays in the state, not even for the seconds of the farewell.
  const farewell = { ...newVisit(visit.id, ''), endedAtMs: moment.nowMs, identity: newIdentityCheck() };
  return go(
    { ...toPhase({ ...state, visit: farewell }, 'ending'), isStaffCalled: false, display: defaultDisplay },
    ...effects,
  );
}

/** Back to the picture that waits for the next person. */
export const closeVisit = (state: VisitState): VisitState => ({
  ...state,
  visit: null,
  language: 'vi',
  display: defaultDisplay,
  isStaffCalled: false,
  fault: null,
});
