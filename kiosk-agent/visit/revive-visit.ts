import type { Language } from '@saoy/contracts/ids';
import { isPageInWork } from './capture-phase.ts';
import { enterFulfilment, newFulfilment } from './fulfilment-phase.ts';
import { enterReading } from './review-phase.ts';
import { type ActiveState, go, type Transition, withVisit } from './transition.ts';
import type { VisitEffect } from './visit-effect.ts';
import type { Moment } from './visit-input.ts';
import { type ConfirmedRequest, newCardCheck, type Visit } from './visit-state.ts';

/**
 * A visit taken up again after the agent died under it. Devices were cut off in what they did: half pages are gone, a
 * card or face must be shown again, and whatever was at the printer is not printed a second time.
 */
export function reviveVisit(
  state: ActiveState,
  known: { readonly confirmedIds: ReadonlySet<string>; readonly printedIds: ReadonlySet<string> },
  moment: Moment,
): Transition {
  const revived = withVisit(
    { ...state, fault: null, lastActivityMs: moment.nowMs },
    {
      capture: reviveCapture(state.visit),
      identity: {
        ...state.visit.identity,
        card: reviveCard(state.visit.identity.card),
        chip: { ...state.visit.identity.chip, step: 'failed' },
        face: { ...state.visit.identity.face, step: 'starting', guidance: null },
      },
      options: { ...state.visit.options, isQuoting: false },
    },
  );
  // The journal is written before the picture of the visit: it knows better whether the person confirmed.
  const isConfirmed = revived.visit.capture.originals.some(({ id }) => known.confirmedIds.has(id));
  const { visit } =
    isConfirmed && revived.visit.fulfilment === null
      ? enterFulfilment(revived, newFulfilment(revived.visit, moment))
      : revived;
  if (visit.phase === 'reading') {
    const entered = enterReading(revived, moment);
    return go(entered.state, ...sendAgain(visit, state.language), ...entered.effects);
  }
  if (visit.fulfilment === null) {
    const camera: VisitEffect[] = visit.phase === 'face' ? [{ type: 'show-camera' }] : [];
    return go(revived, ...camera, ...sendAgain(visit, state.language));
  }
  const requests = Object.fromEntries(
    Object.entries(visit.fulfilment.requests).map(([id, request]) => [
      id,
      settlePrint(request, known.printedIds.has(id)),
    ]),
  );
  const slip = visit.fulfilment.slip === 'printing' ? 'failed' : visit.fulfilment.slip;
  return go(withVisit(revived, { phase: visit.phase, fulfilment: { ...visit.fulfilment, requests, slip } }), {
    type: 'watch',
    requestIds: Object.keys(requests),
  });
}

/** A camera that looked for the code is off: the person chooses anew. */
const reviveCard = ({ way, ...card }: Visit['identity']['card']): Visit['identity']['card'] => ({
  ...newCardCheck(),
  ...card,
  way: way === 'glass' ? way : null,
  step: 'waiting',
});

function reviveCapture({ capture }: Visit): Visit['capture'] {
  return {
    ...capture,
    scan: null,
    originals: capture.originals.map((original) => ({
      ...original,
      pages: original.pages.flatMap((page) => (isPageInWork(page) ? (page.replaces ?? []) : page)),
    })),
  };
}

const sendAgain = (visit: Visit, language: Language): VisitEffect[] =>
  visit.capture.originals.flatMap((original) =>
    original.pages.flatMap((page): VisitEffect[] =>
      page.state === 'good' && page.sha256 !== null && !page.isSent && visit.product !== null
        ? [
            {
              type: 'send-page',
              requestId: original.id,
              pageId: page.id,
              sha256: page.sha256,
              product: visit.product,
              language,
            },
          ]
        : [],
    ),
  );

const settlePrint = (request: ConfirmedRequest, isPrinted: boolean): ConfirmedRequest =>
  request.print === null || request.print.state === 'completed'
    ? request
    : { ...request, print: { ...request.print, state: isPrinted ? 'completed' : 'given-up' } };
