import { isCapturing } from './capture-phase.ts';
import type { Delays } from './delays.ts';
import { printingRequest, undecidedIds } from './fulfilment-phase.ts';
import type { ActiveState } from './transition.ts';
import type { Visit, VisitState } from './visit-state.ts';

/** A device works or the scanner holds a page: no visit ends then for want of a touch. */
export function isDeviceBusy(visit: Visit): boolean {
  const { identity } = visit;
  return (
    (visit.phase === 'card' && isCardBusy(identity.card)) ||
    (visit.phase === 'chip' && (identity.chip.step === 'reading' || identity.chip.step === 'checking')) ||
    (visit.phase === 'face' && identity.face.step === 'judging') ||
    isCapturing(visit.capture) ||
    printingRequest(visit)?.[1].state === 'running' ||
    (visit.phase === 'appointment' && visit.fulfilment?.slip === 'printing')
  );
}

const isCardBusy = ({ way, step, camera }: Visit['identity']['card']): boolean =>
  way === 'camera' ? camera.step !== 'searching' : step !== 'waiting';

/** When the tick over a code that was read goes by; null when there is none. */
export const codeFoundUntilMs = ({ phase, identity: { card } }: Visit, delays: Delays): number | null =>
  phase === 'card' && card.way === 'camera' && card.camera.step === 'found'
    ? card.camera.foundAtMs + delays.codeFoundMs
    : null;

/** When the warning comes and when the visit ends; null while a device works or another clock runs. */
export function idleTimes(
  state: VisitState,
  delays: Delays,
): { readonly warnsAtMs: number; readonly endsAtMs: number } | null {
  const { visit } = state;
  if (visit === null || visit.phase === 'ending' || visit.phase === 'done') return null;
  if (isDeviceBusy(visit)) return null;
  const isWaiting = visit.phase === 'processing' && undecidedIds(visit).length > 0;
  const sinceMs =
    visit.phase === 'reading'
      ? Math.max(state.lastActivityMs, visit.readingSinceMs + delays.readingMs)
      : state.lastActivityMs;
  const warnsAtMs = sinceMs + (isWaiting ? delays.decidingIdleMs : delays.idleWarningMs);
  return { warnsAtMs, endsAtMs: warnsAtMs + delays.idleGraceMs };
}

export function isIdleWarned(state: ActiveState, nowMs: number, delays: Delays): boolean {
  const times = idleTimes(state, delays);
  return times !== null && nowMs >= times.warnsAtMs;
}

/** The next moment at which time alone changes something, or null. */
export function nextWakeMs(state: VisitState, nowMs: number, delays: Delays): number | null {
  const { visit } = state;
  if (visit === null) return null;
  const times = idleTimes(state, delays);
  const moments: number[] = [];
  if (times !== null) moments.push(times.warnsAtMs, times.endsAtMs);
  if (visit.phase === 'reading') moments.push(visit.readingSinceMs + delays.readingMs);
  const foundUntilMs = codeFoundUntilMs(visit, delays);
  // A moment that is past already, because the machine was busy, is now.
  if (foundUntilMs !== null) moments.push(Math.max(foundUntilMs, nowMs + 1));
  if (visit.phase === 'done') moments.push(visit.closesAtMs);
  if (visit.phase === 'ending') {
    moments.push(visit.endedAtMs + delays.endingMs, visit.endedAtMs + delays.wipingMs);
  }
  const ahead = moments.filter((moment) => moment > nowMs);
  return ahead.length > 0 ? Math.min(...ahead) : null;
}
