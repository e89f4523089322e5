import type { RequestView } from '@saoy/contracts/requests/view';
import type { VisitCommand } from '@saoy/contracts/visit/command';
import type { Delays } from './delays.ts';
import { enterFulfilment, newFulfilment } from './fulfilment-phase.ts';
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
import type { Options, Original, Visit } from './visit-state.ts';

export const digestsOf = (original: Original): string[] =>
  original.pages.flatMap((page) => (page.sha256 === null ? [] : [page.sha256]));

/** Tells the server the final order of the pages and waits for what it reads. */
export function enterReading(state: ActiveState, moment: Moment): Transition {
  const { originals } = state.visit.capture;
  const copies = Object.fromEntries(originals.map(({ id }) => [id, state.visit.options.copies[id] ?? 1]));
  const effects = originals.map(
    (original): VisitEffect => ({
      type: 'arrange',
      requestId: original.id,
      pages: digestsOf(original),
    }),
  );
  const options = { ...state.visit.options, copies, quotes: {}, isQuoting: false };
  return go(toPhase(state, 'reading', { readingSinceMs: moment.nowMs, views: {}, options }), ...effects);
}

/** Nothing more will be learnt about this original: read, or every page settled. */
export function isRead(view: RequestView | undefined, original: Original): boolean {
  if (view === undefined) return false;
  const digests = digestsOf(original);
  const isArranged =
    view.pages.length === digests.length && view.pages.every((page, i) => page.sha256 === digests[i]);
  if (!isArranged) return false;
  if (view.document !== null) return true;
  return (
    view.pages.some((page) => page.state === 'failed') &&
    view.pages.every((page) => page.state === 'failed' || page.state === 'read')
  );
}

const isSent = (original: Original): boolean => original.pages.every((page) => page.isSent);

/** Goes on to the review when everything is read, or when waiting longer helps nobody. */
export function advanceReading(state: ActiveState, moment: Moment, delays: Delays): ActiveState {
  const { visit } = state;
  if (visit.phase !== 'reading') return state;
  const { originals } = visit.capture;
  const areAllRead = originals.every((original) => isRead(visit.views[original.id], original));
  const isTooLong =
    moment.nowMs - visit.readingSinceMs >= delays.readingMs &&
    originals.every((original) => isSent(original) && visit.views[original.id] !== undefined);
  return areAllRead || isTooLong ? toPhase(state, 'review') : state;
}

export function stepReview(state: ActiveState, command: VisitCommand): Transition {
  switch (state.visit.phase) {
    case 'reading':
      return command.type === 'back' ? go(toPhase(state, 'scan')) : refuse(state);
    case 'review':
      return stepReadDetails(state, command);
    case 'options':
      return stepOptions(state, command);
    default:
      return refuse(state);
  }
}

function stepReadDetails(state: ActiveState, command: VisitCommand): Transition {
  const { visit } = state;
  const isKnown = (id: string) => visit.capture.originals.some((original) => original.id === id);
  switch (command.type) {
    case 'back':
      return go(toPhase(state, 'scan'));
    case 'select-original':
      return isKnown(command.originalId)
        ? go(withVisit(state, { capture: { ...visit.capture, currentId: command.originalId } }))
        : refuse(state);
    case 'question-field': {
      const fields = visit.views[command.originalId]?.document?.fields ?? [];
      if (!isKnown(command.originalId) || !fields.some((field) => field.name === command.field)) {
        return refuse(state);
      }
      const others = (visit.questioned[command.originalId] ?? []).filter((name) => name !== command.field);
      const names = command.isQuestioned ? [...others, command.field] : others;
      return go(withVisit(state, { questioned: { ...visit.questioned, [command.originalId]: names } }));
    }
    case 'confirm-read':
      return go(toPhase(state, 'options'));
    default:
      return refuse(state);
  }
}

const changeOptions = (state: ActiveState, change: Partial<Options>): ActiveState =>
  withVisit(state, { options: { ...state.visit.options, ...change } });

function stepOptions(state: ActiveState, command: VisitCommand): Transition {
  const { options, capture, product } = state.visit;
  if (command.type === 'back')
    return go(toPhase(state, 'review', { options: { ...options, isQuoting: false } }));
  if (options.isQuoting) return refuse(state);
  switch (command.type) {
    case 'set-copies': {
      const mostCopies = state.configuration?.maxCopies ?? 1;
      if (options.copies[command.originalId] === undefined || command.copies > mostCopies) {
        return refuse(state);
      }
      return go(
        changeOptions(state, { copies: { ...options.copies, [command.originalId]: command.copies } }),
      );
    }
    case 'set-delivery': {
      const { print, download, email } = command;
      if (print && !state.canPrint) return refuse(state);
      return go(changeOptions(state, { delivery: { print, download, email } }));
    }
    case 'show-fee':
    case 'retry': {
      const { print, download, email } = options.delivery;
      if ((!print && !download && email === null) || product === null) return refuse(state);
      const quoting = changeOptions({ ...state, fault: null }, { quotes: {}, isQuoting: true });
      const effects = capture.originals.map(
        (original): VisitEffect => ({
          type: 'quote',
          requestId: original.id,
          product,
          originalPages: original.pages.length,
          copies: options.copies[original.id] ?? 1,
        }),
      );
      return go(quoting, ...effects);
    }
    default:
      return refuse(state);
  }
}

export function takeReviewInput(state: ActiveState, input: VisitInput): Transition {
  const { options, capture, phase, fulfilment } = state.visit;
  // A page the server will not take: back to the scanner, where it can be scanned again or left out.
  if (input.type === 'request-failed' && fulfilment === null) {
    const isOurs = capture.originals.some(({ id }) => id === input.requestId);
    if (!isOurs) return go(state);
    const back = ['reading', 'review', 'options', 'fee'].includes(phase) ? toPhase(state, 'scan') : state;
    return go(withFault(back, 'server', input.fault.code, false));
  }
  if (phase !== 'options' || !options.isQuoting) return go(state);
  if (input.type === 'quote-failed') {
    return go(withFault(changeOptions(state, { isQuoting: false }), 'server', input.fault.code));
  }
  if (input.type !== 'fee-quoted') return go(state);
  const quotes = { ...options.quotes, [input.requestId]: input.fee };
  const areAllKnown = capture.originals.every((original) => quotes[original.id] !== undefined);
  const quoted = changeOptions(state, { quotes, isQuoting: !areAllKnown });
  return go(areAllKnown ? toPhase(quoted, 'fee') : quoted);
}

/** The last screen before anything becomes binding. */
export function stepFee(state: ActiveState, command: VisitCommand, moment: Moment): Transition {
  const { visit } = state;
  if (command.type === 'back') return go(toPhase(state, 'options'));
  if (command.type !== 'confirm-request' || visit.product === null) return refuse(state);
  return go(enterFulfilment(state, newFulfilment(visit, moment)), {
    type: 'confirm',
    product: visit.product,
    language: state.language,
    requests: visit.capture.originals.map((original) => ({
      requestId: original.id,
      confirmation: {
        pages: digestsOf(original),
        copies: visit.options.copies[original.id] ?? 1,
        delivery: visit.options.delivery,
        identity: evidenceOf(visit, moment),
        identitySessionId: visit.identity.method === 'face' ? visit.identity.sessionId : null,
        questionedFields: [...(visit.questioned[original.id] ?? [])],
        shownTotalVnd: visit.options.quotes[original.id]?.totalVnd ?? 0,
      },
    })),
  });
}

function evidenceOf({ identity }: Visit, moment: Moment) {
  const { outcome } = identity;
  const isFace = identity.method === 'face';
  return {
    method: isFace ? ('face' as const) : ('staff' as const),
    decision: outcome?.decision ?? ('not-compared' as const),
    similarity: outcome?.similarity ?? null,
    model: outcome?.model ?? null,
    isLivenessPassed: outcome?.isLivenessPassed ?? null,
    holderName: identity.holderName,
    holderNumber: identity.holderNumber,
    chip: outcome?.chip ?? ('not-read' as const),
    flags: outcome?.flags ?? [],
    checkedAt: new Date(identity.decidedAtMs ?? moment.nowMs).toISOString(),
  };
}
