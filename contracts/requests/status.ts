import { z } from 'zod';
import type { RequestAction, RequestEventType } from './action.ts';

export const requestStatuses = [
  'draft',
  'awaiting-decision',
  'approved',
  'numbered',
  'logged',
  'issued',
  'refused',
  'failed',
  'annulled',
  'abandoned',
] as const;
export const requestStatusSchema = z.enum(requestStatuses);
export type RequestStatus = z.infer<typeof requestStatusSchema>;

/** The status an event leads to; events that are not listed leave it as it is. */
const statusAfter: Partial<Record<RequestEventType, RequestStatus>> = {
  created: 'draft',
  confirmed: 'awaiting-decision',
  approved: 'approved',
  refused: 'refused',
  numbered: 'numbered',
  logged: 'logged',
  issued: 'issued',
  voided: 'failed',
  annulled: 'annulled',
  abandoned: 'abandoned',
};

/** Folds the actions of one request, in order, to its status. */
export function statusOf(actions: readonly Pick<RequestAction, 'event'>[]): RequestStatus {
  let status: RequestStatus = 'draft';
  for (const { event } of actions) status = statusAfter[event.type] ?? status;
  return status;
}
