import type { ErrorCode } from '@saoy/contracts/errors';
import type { VisitEffect } from './visit-effect.ts';
import type { FaultyDevice } from './visit-input.ts';
import type { IdentityCheck, Phase, Visit, VisitState } from './visit-state.ts';

export interface Transition {
  readonly state: VisitState;
  readonly effects: readonly VisitEffect[];
  /** The command is not allowed in this state; nothing changed. */
  readonly isRefused?: true;
}

/** A state that surely has a visit. */
export type ActiveState = VisitState & { readonly visit: Visit };

export const isActive = (state: VisitState): state is ActiveState => state.visit !== null;

export const go = (state: VisitState, ...effects: VisitEffect[]): Transition => ({ state, effects });
export const refuse = (state: VisitState): Transition => ({ state, effects: [], isRefused: true });

export const withVisit = (state: ActiveState, change: Partial<Visit>): ActiveState => ({
  ...state,
  visit: { ...state.visit, ...change },
});

export const toPhase = (state: ActiveState, phase: Phase, change: Partial<Visit> = {}): ActiveState => ({
  ...withVisit(state, { ...change, phase }),
  fault: null,
});

export const withIdentity = (state: ActiveState, change: Partial<IdentityCheck>): ActiveState =>
  withVisit(state, { identity: { ...state.visit.identity, ...change } });

export const withFault = <S extends VisitState>(
  state: S,
  device: FaultyDevice,
  code: ErrorCode,
  canRetry = true,
): S => ({ ...state, fault: { device, code, canRetry } });
