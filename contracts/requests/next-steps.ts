import type { RequestEventType } from './action.ts';
import type { RequestStatus } from './status.ts';

/** What may happen next in each status: the one table both sides obey. */
export const nextSteps: Record<RequestStatus, readonly RequestEventType[]> = {
  draft: ['page-received', 'page-read', 'page-read-failed', 'pages-arranged', 'confirmed', 'abandoned'],
  'awaiting-decision': ['page-read', 'page-read-failed', 'left', 'approved', 'refused'],
  approved: ['left', 'numbered', 'issuing-delayed', 'voided'],
  numbered: ['left', 'issuing-delayed', 'logged', 'voided'],
  // What stands in the log is released, never given up.
  logged: ['left', 'issuing-delayed', 'issued'],
  issued: ['left', 'printed', 'emailed', 'email-failed', 'downloaded', 'renewed', 'annulled', 'pages-erased'],
  refused: ['pages-erased'],
  failed: ['pages-erased'],
  annulled: ['pages-erased'],
  abandoned: ['pages-erased'],
};

export const mayHappen = (status: RequestStatus, event: RequestEventType): boolean =>
  nextSteps[status].includes(event);

/** A status that no further step can turn into a copy or a refusal. */
export const isSettled = (status: RequestStatus): boolean =>
  status === 'issued' ||
  status === 'refused' ||
  status === 'failed' ||
  status === 'annulled' ||
  status === 'abandoned';
