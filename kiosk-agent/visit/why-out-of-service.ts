import type { ErrorCode } from '@saoy/contracts/errors';
import type { VisitState } from './visit-state.ts';

/** Why no visit can begin now, or null. */
export function whyOutOfService(state: VisitState): ErrorCode | null {
  if (state.deviceTrouble !== null) return state.deviceTrouble;
  return state.configuration === null || !state.isOnline ? 'kiosk.server-unreachable' : null;
}
