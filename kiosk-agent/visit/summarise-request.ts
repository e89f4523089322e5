import type { Bilingual } from '@saoy/contracts/ids';
import type { RequestView } from '@saoy/contracts/requests/view';
import type { RequestSummary } from '@saoy/contracts/visit/status';
import type { ConfirmedRequest, Visit } from './visit-state.ts';

const unnamedTitle: Bilingual = { vi: 'Giấy tờ', en: 'Document' };

export const titleOf = (view: RequestView | undefined): Bilingual => view?.document?.title ?? unnamedTitle;

/** What the person may know of a confirmed request. */
export function summariseRequest(visit: Visit, requestId: string): RequestSummary {
  const view = visit.views[requestId];
  const request = visit.fulfilment?.requests[requestId];
  const copy = view?.copy ?? null;
  return {
    id: requestId,
    title: titleOf(view),
    copies: visit.options.copies[requestId] ?? 1,
    state: stateOf(visit, view, request),
    delayCode: view?.delay?.code ?? request?.failure ?? null,
    refusal: view?.refusal ?? null,
    copyCode: copy?.code ?? null,
    downloadUrl: copy?.downloadUrl ?? null,
    downloadExpiresAt: copy?.downloadExpiresAt ?? null,
    emailedTo: view?.isEmailed ? visit.options.delivery.email : null,
    print: request?.print?.progress ?? null,
  };
}

function stateOf(
  visit: Visit,
  view: RequestView | undefined,
  request: ConfirmedRequest | undefined,
): RequestSummary['state'] {
  if (request === undefined || request.failure !== null) return 'failed';
  switch (view?.status) {
    case 'refused':
      return 'refused';
    case 'failed':
    case 'annulled':
    case 'abandoned':
      return 'failed';
    case 'issued':
      return stateOfCopy(visit, view, request);
    case 'approved':
    case 'numbered':
    case 'logged':
      if (request.isLeft) return 'later';
      return view.delay === null ? 'issuing' : 'delayed';
    default:
      return request.isLeft ? 'later' : 'deciding';
  }
}

function stateOfCopy(visit: Visit, view: RequestView, request: ConfirmedRequest): RequestSummary['state'] {
  const { print, download } = visit.options.delivery;
  if (!print) return view.isEmailed && !download ? 'delivered' : 'ready';
  switch (request.print?.state) {
    case 'completed':
      return 'delivered';
    case 'running':
    case 'stopped':
      return 'printing';
    case 'given-up':
      return view.copy?.downloadUrl != null || view.isEmailed ? 'ready' : 'later';
    default:
      return request.isLeft ? 'later' : 'ready';
  }
}
