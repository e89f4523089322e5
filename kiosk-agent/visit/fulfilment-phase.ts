import { isSettled } from '@saoy/contracts/requests/next-steps';
import type { VisitCommand } from '@saoy/contracts/visit/command';
import type { Delays } from './delays.ts';
import { endVisit } from './end-visit.ts';
import {
  type ActiveState,
  go,
  refuse,
  type Transition,
  toPhase,
  withFault,
  withVisit,
} from './transition.ts';
import type { VisitEffect } from './visit-effect.ts';
import type { Moment, VisitInput } from './visit-input.ts';
import type { ConfirmedRequest, Fulfilment, PrintState, Visit } from './visit-state.ts';

export const newFulfilment = (visit: Visit, moment: Moment): Fulfilment => ({
  sinceMs: moment.nowMs,
  isLeaving: false,
  slip: null,
  requests: Object.fromEntries(
    visit.capture.originals.map(({ id }) => [id, { isLeft: false, print: null, failure: null }]),
  ),
});

export const enterFulfilment = (state: ActiveState, fulfilment: Fulfilment): ActiveState =>
  toPhase(state, 'processing', { fulfilment });

export const changeRequest = (
  state: ActiveState,
  requestId: string,
  change: Partial<ConfirmedRequest>,
): ActiveState => {
  const { fulfilment } = state.visit;
  const request = fulfilment?.requests[requestId];
  if (fulfilment === null || request === undefined) return state;
  const requests = { ...fulfilment.requests, [requestId]: { ...request, ...change } };
  return withVisit(state, { fulfilment: { ...fulfilment, requests } });
};

/** Which request the printer works for, or stands still for. */
export const printingRequest = (visit: Visit): [string, PrintState] | undefined => {
  for (const [id, { print }] of Object.entries(visit.fulfilment?.requests ?? {}))
    if (print !== null && (print.state === 'running' || print.state === 'stopped')) return [id, print];
  return undefined;
};

/** Nothing more happens to this request while the person waits. */
export function isOver(visit: Visit, requestId: string): boolean {
  const request = visit.fulfilment?.requests[requestId];
  const view = visit.views[requestId];
  if (request === undefined || request.isLeft || request.failure !== null) return true;
  if (view === undefined || !isSettled(view.status)) return false;
  if (view.status !== 'issued' || !visit.options.delivery.print) return true;
  return request.print?.state === 'completed' || request.print?.state === 'given-up';
}

/** A request whose copy is out or refused, as far as the server goes. */
const isUndecided = (visit: Visit, requestId: string): boolean => {
  const request = visit.fulfilment?.requests[requestId];
  const view = visit.views[requestId];
  if (request === undefined || request.isLeft || request.failure !== null) return false;
  return view === undefined || !isSettled(view.status);
};

export const undecidedIds = (visit: Visit): string[] =>
  Object.keys(visit.fulfilment?.requests ?? {}).filter((id) => isUndecided(visit, id));

export function canLeave(visit: Visit): boolean {
  if (visit.phase !== 'processing' || visit.fulfilment === null || visit.fulfilment.isLeaving) return false;
  const printing = printingRequest(visit);
  if (printing?.[1].state === 'running') return false;
  return printing !== undefined || undecidedIds(visit).length > 0;
}

export function stepFulfilment(state: ActiveState, command: VisitCommand, moment: Moment, delays: Delays) {
  switch (state.visit.phase) {
    case 'processing':
      return stepProcessing(state, command);
    case 'appointment':
      return command.type === 'continue' ? go(enterDone(state, moment, delays)) : refuse(state);
    case 'done':
      return command.type === 'continue' ? endVisit(state, 'ended', moment) : refuse(state);
    default:
      return refuse(state);
  }
}

function stepProcessing(state: ActiveState, command: VisitCommand): Transition {
  const { visit } = state;
  const printing = printingRequest(visit);
  if (command.type === 'retry' && printing?.[1].state === 'stopped') {
    const [requestId, print] = printing;
    const running = changeRequest(state, requestId, { print: { ...print, state: 'running' } });
    return go({ ...running, fault: null }, { type: 'retry-print', requestId });
  }
  if (command.type !== 'leave' || !canLeave(visit) || visit.fulfilment === null) return refuse(state);
  const effects: VisitEffect[] = [];
  let next: ActiveState = { ...state, fault: null };
  if (printing !== undefined) {
    const [requestId, print] = printing;
    next = changeRequest(next, requestId, { print: { ...print, state: 'given-up' } });
    // Who leaves without paper gets the link instead, on the screen while they are still here.
    effects.push({ type: 'cancel-print' }, { type: 'leave', requestIds: [requestId] });
  }
  const requestIds = undecidedIds(visit);
  if (requestIds.length > 0) effects.push({ type: 'leave', requestIds });
  const fulfilment = next.visit.fulfilment ?? visit.fulfilment;
  return go(withVisit(next, { fulfilment: { ...fulfilment, isLeaving: requestIds.length > 0 } }), ...effects);
}

export function enterDone(state: ActiveState, moment: Moment, delays: Delays): ActiveState {
  return toPhase(state, 'done', { closesAtMs: moment.nowMs + delays.doneMs });
}

/** What the printer and the server say of confirmed requests. */
export function takeFulfilmentInput(state: ActiveState, input: VisitInput): Transition {
  const { visit } = state;
  switch (input.type) {
    case 'request-failed':
      return go(changeRequest(state, input.requestId, { failure: input.fault.code }));
    case 'print-progress': {
      const print = visit.fulfilment?.requests[input.requestId]?.print;
      if (print?.state !== 'running' && print?.state !== 'stopped') return go(state);
      // Paper was refilled: the printer went on by itself.
      const isMoving = input.progress.jobState === 'processing';
      const next = changeRequest(state, input.requestId, {
        print: { state: isMoving ? 'running' : print.state, progress: input.progress },
      });
      return go(isMoving && state.fault?.device === 'printer' ? { ...next, fault: null } : next);
    }
    case 'print-fault':
      return takePrintState(state, input.requestId, 'stopped', input.fault.code);
    case 'print-completed':
      return takePrintState(state, input.requestId, 'completed', null);
    case 'print-given-up':
      return takePrintState(state, input.requestId, 'given-up', null);
    case 'slip-ended':
      return visit.fulfilment?.slip === 'printing'
        ? go(
            withVisit(state, {
              fulfilment: { ...visit.fulfilment, slip: input.isPrinted ? 'printed' : 'failed' },
            }),
          )
        : go(state);
    default:
      return go(state);
  }
}

function takePrintState(
  state: ActiveState,
  requestId: string,
  outcome: PrintState['state'],
  code: Parameters<typeof withFault>[2] | null,
): Transition {
  const print = state.visit.fulfilment?.requests[requestId]?.print;
  if (print === undefined || print === null) return go(state);
  if (print.state === 'completed' || print.state === 'given-up') return go(state);
  const next = changeRequest(state, requestId, { print: { ...print, state: outcome } });
  if (code !== null) return go(withFault(next, 'printer', code));
  return go(next.fault?.device === 'printer' ? { ...next, fault: null } : next);
}

/**
 * Starts the next print and moves on when everything is settled. Nothing prints while the warning of an idle visit is
 * up: whoever does not answer it is not there to take the paper.
 */
export function advanceFulfilment(
  state: ActiveState,
  moment: Moment,
  delays: Delays,
  isIdleWarned: boolean,
): Transition {
  const { visit } = state;
  const { fulfilment } = visit;
  if (visit.phase !== 'processing' || fulfilment === null) return go(state);
  const ids = Object.keys(fulfilment.requests);
  if (fulfilment.isLeaving) return advanceLeaving(state, fulfilment, ids, moment, delays);
  if (ids.every((id) => isOver(visit, id))) return go(enterDone(state, moment, delays));
  if (isIdleWarned || printingRequest(visit) !== undefined) return go(state);
  const nextId = ids.find((id) => visit.views[id]?.status === 'issued' && !isOver(visit, id));
  if (nextId === undefined) return go(state);
  const view = visit.views[nextId];
  const copies = visit.options.copies[nextId] ?? 1;
  const progress = {
    jobState: 'pending' as const,
    copiesDone: 0,
    sheetsDone: 0,
    sheetsTotal: copies * (view?.copy?.pageCount ?? 1),
  };
  return go(changeRequest(state, nextId, { print: { state: 'running', progress } }), {
    type: 'print',
    requestId: nextId,
    copies,
  });
}

/** The slip is printed once the server has set hour and date for everything that is still open. */
function advanceLeaving(
  state: ActiveState,
  fulfilment: Fulfilment,
  ids: readonly string[],
  moment: Moment,
  delays: Delays,
): Transition {
  const { visit } = state;
  const open = ids.filter((id) => isUndecided(visit, id));
  if (open.some((id) => visit.views[id]?.appointmentAt == null)) return go(state);
  let left: ActiveState = state;
  const waiting = ids.filter((id) => visit.views[id]?.appointmentAt != null && isUndecided(visit, id));
  for (const id of ids) if (!isOver(visit, id)) left = changeRequest(left, id, { isLeft: true });
  // Decided in the meantime: no appointment is needed after all, the person may stay for the copy.
  if (waiting.length === 0) {
    return advanceFulfilment(
      withVisit(state, { fulfilment: { ...fulfilment, isLeaving: false } }),
      moment,
      delays,
      false,
    );
  }
  const marked = left.visit.fulfilment ?? fulfilment;
  return go(
    toPhase(left, 'appointment', {
      fulfilment: { ...marked, isLeaving: false, slip: state.canPrint ? 'printing' : 'failed' },
      closesAtMs: moment.nowMs + delays.doneMs,
    }),
    ...(state.canPrint ? [{ type: 'print-slip' as const, requestIds: waiting }] : []),
  );
}
