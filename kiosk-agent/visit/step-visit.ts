import type { VisitCommand } from '@saoy/contracts/visit/command';
import { stepAttract, stepBegin } from './begin-phase.ts';
import { stepCapture, takeCaptureInput } from './capture-phase.ts';
import { leaveFoundCode } from './card-camera-phase.ts';
import type { Delays } from './delays.ts';
import { closeVisit, endVisit } from './end-visit.ts';
import { advanceFulfilment, stepFulfilment, takeFulfilmentInput } from './fulfilment-phase.ts';
import { stepIdentity, takeIdentityInput } from './identity-phase.ts';
import { codeFoundUntilMs, idleTimes, isDeviceBusy, isIdleWarned } from './idle.ts';
import { advanceReading, stepFee, stepReview, takeReviewInput } from './review-phase.ts';
import { type ActiveState, go, isActive, refuse, type Transition, toPhase, withVisit } from './transition.ts';
import type { Moment, VisitInput } from './visit-input.ts';
import type { VisitState } from './visit-state.ts';

/**
 * The whole visit: state and input in, state and effects out. No I/O, no clock of its own; a command that is not
 * allowed changes nothing and is marked refused.
 */
export function stepVisit(state: VisitState, input: VisitInput, moment: Moment, delays: Delays): Transition {
  const first = take(state, input, moment, delays);
  if (first.isRefused) return first;
  const wasBusy = isActive(state) && isDeviceBusy(state.visit);
  const isSomebodySeen = input.type === 'face-guided' && input.guidance.guidance !== 'no-face';
  const isTouched = input.type === 'command' || isSomebodySeen || wasBusy || state.visit === null;
  const noted = isTouched ? { ...first.state, lastActivityMs: moment.nowMs } : first.state;
  if (!isActive(noted)) return { ...first, state: noted };
  const read = advanceReading(noted, moment, delays);
  const next = advanceFulfilment(read, moment, delays, isIdleWarned(read, moment.nowMs, delays));
  return { state: next.state, effects: [...first.effects, ...next.effects] };
}

function take(state: VisitState, input: VisitInput, moment: Moment, delays: Delays): Transition {
  switch (input.type) {
    case 'configuration':
      return go({ ...state, configuration: input.configuration });
    case 'connection':
      return go({ ...state, isOnline: input.isOnline });
    case 'devices':
      return go({ ...state, deviceTrouble: input.trouble, canPrint: input.canPrint });
    case 'command':
      return isActive(state)
        ? takeCommand(state, input.command, moment, delays)
        : stepAttract(state, input.command, moment);
    default:
      return isActive(state) ? takeInput(state, input, moment, delays) : go(state);
  }
}

function takeCommand(state: ActiveState, command: VisitCommand, moment: Moment, delays: Delays): Transition {
  const { visit } = state;
  if (visit.phase === 'ending') return refuse(state);
  switch (command.type) {
    case 'end':
      return endVisit(state, 'ended', moment);
    case 'more-time':
      return go(
        visit.phase === 'done' ? withVisit(state, { closesAtMs: moment.nowMs + delays.doneMs }) : state,
      );
    case 'set-display':
      return go({ ...state, display: command.display });
    case 'ask-staff':
      return go({ ...state, isStaffCalled: true }, { type: 'call-staff' });
    case 'choose-language': {
      const chosen = { ...state, language: command.language };
      return go(visit.phase === 'language' ? toPhase(chosen, 'service') : chosen);
    }
    case 'begin':
      return refuse(state);
    default:
      break;
  }
  if (visit.isHelpOpen) {
    return command.type === 'back' || command.type === 'continue'
      ? go(withVisit(state, { isHelpOpen: false }))
      : refuse(state);
  }
  if (command.type === 'open-help') {
    return canOpenHelp(state) ? go(withVisit(state, { isHelpOpen: true })) : refuse(state);
  }
  return takePhaseCommand(state, command, moment, delays);
}

const canOpenHelp = ({ visit }: ActiveState): boolean =>
  !['processing', 'appointment', 'done', 'ending'].includes(visit.phase) && !isDeviceBusy(visit);

function takePhaseCommand(
  state: ActiveState,
  command: VisitCommand,
  moment: Moment,
  delays: Delays,
): Transition {
  switch (state.visit.phase) {
    case 'language':
    case 'service':
    case 'advice':
    case 'consent':
    case 'identity-result':
      return stepBegin(state, command, moment);
    case 'card':
    case 'chip':
    case 'face':
      return stepIdentity(state, command, moment);
    case 'scan':
      return stepCapture(state, command, moment);
    case 'reading':
    case 'review':
    case 'options':
      return stepReview(state, command);
    case 'fee':
      return stepFee(state, command, moment);
    case 'processing':
    case 'appointment':
    case 'done':
      return stepFulfilment(state, command, moment, delays);
    case 'ending':
      return refuse(state);
  }
}

function takeInput(state: ActiveState, input: VisitInput, moment: Moment, delays: Delays): Transition {
  const { visit } = state;
  if (visit.phase === 'ending') return takeFarewell(state, input, moment, delays);
  if (input.type === 'tick') return takeTick(state, moment, delays);
  if (input.type === 'request-view') {
    const { view } = input;
    const isOurs =
      visit.capture.originals.some(({ id }) => id === view.id) &&
      view.revision >= (visit.views[view.id]?.revision ?? 0);
    return go(isOurs ? withVisit(state, { views: { ...visit.views, [view.id]: view } }) : state);
  }
  // Each phase answers only what concerns it; everything else passes through unchanged.
  let effects: Transition['effects'] = [];
  let current: VisitState = state;
  for (const taker of [takeIdentityInput, takeCaptureInput, takeReviewInput, takeFulfilmentInput]) {
    if (!isActive(current)) break;
    const next: Transition = taker(current, input, moment);
    effects = [...effects, ...next.effects];
    current = next.state;
  }
  return { state: current, effects };
}

function takeTick(state: ActiveState, moment: Moment, delays: Delays): Transition {
  const { visit } = state;
  if (visit.phase === 'done' && moment.nowMs >= visit.closesAtMs) return endVisit(state, 'ended', moment);
  const foundUntilMs = codeFoundUntilMs(visit, delays);
  if (foundUntilMs !== null && moment.nowMs >= foundUntilMs) return leaveFoundCode(state);
  const times = idleTimes(state, delays);
  return times !== null && moment.nowMs >= times.endsAtMs ? endVisit(state, 'idle', moment) : go(state);
}

function takeFarewell(state: ActiveState, input: VisitInput, moment: Moment, delays: Delays): Transition {
  const isWiped = state.visit.isWiped || input.type === 'wiped';
  const shownMs = moment.nowMs - state.visit.endedAtMs;
  const isOver = (isWiped && shownMs >= delays.endingMs) || shownMs >= delays.wipingMs;
  return go(isOver ? closeVisit(state) : withVisit(state, { isWiped }));
}
