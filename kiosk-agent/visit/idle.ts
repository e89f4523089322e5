import { isCapturing } from './capture-phase.ts';
import type { Delays } from './delays.ts';
import { printingRequest, undecidedIds } from './fulfilment-phase.ts';
import type { ActiveState } from './transition.ts';
import type { Visit, VisitState } from './visit-state.ts';

/** A device works or the scanner holds a page: no visit ends then for want of a touch. */
export function isDeviceBusy(visit: Visit): boolean {
  const { identity } = visit;
  return (
    (visit.phase === 'card' && identity.card.step !== 'waiting') ||
    (visit.phase === 'chip' && (identity.chip.step === 'reading' || identity.chip.step === 'checking')) ||
    (visit.phase === 'face' && identity.face.step === 'judging') ||
    isCapturing(visit.capture) ||
    printingRequest(visit)?.[1].state === 'running' ||
    (visit.phase === 'appointment' && visit.fulfilment?.slip === 'printing')
  );
}

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
  if (visit.phase === 'done') moments.push(visit.closesAtMs);
  if (visit.phase === 'ending') {
    moments.push(visit.endedAtMs + delays.endingMs, visit.endedAtMs + delays.wipingMs);
  }
  const ahead = moments.filter((moment) => moment > nowMs);
  return ahead.length > 0 ? Math.min(...ahead) : null;
}
