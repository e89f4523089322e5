import { statusOf } from '@saoy/contracts/requests/status';
import type { IssuedCopy, ReadDocument, RequestView } from '@saoy/contracts/requests/view';
import { type LoadedRequest, lastAction, lastEvent } from './load-request.ts';

export interface ViewContext {
  /** Null while a page is being read and after the pages were erased. */
  readonly document: ReadDocument | null;
  readonly publicUrl: string;
  /** Secret of the download link; shown only while the link lives. */
  readonly downloadSecret: string;
  readonly now: Date;
}

/** A request as its kiosk sees it: a fold of its actions plus what is derived of pages and copy. */
export function viewOf(loaded: LoadedRequest, context: ViewContext): RequestView {
  const { row, actions, pages, uploads } = loaded;
  const confirmed = lastEvent(actions, 'confirmed');
  const refused = lastEvent(actions, 'refused');
  const received = new Set(pages.map(({ sha256 }) => sha256));
  return {
    id: row.id,
    visitId: row.visitId,
    revision: actions.length,
    product: row.product,
    status: statusOf(actions),
    pages: [
      ...pages.map(({ sha256, state, code }) => ({ sha256, state, code })),
      ...uploads
        .filter((sha256) => !received.has(sha256))
        .map((sha256) => ({ sha256, state: 'receiving' as const, code: null })),
    ],
    document: context.document,
    copies: confirmed?.copies ?? null,
    delivery: confirmed?.delivery ?? null,
    fee: confirmed?.fee ?? null,
    refusal: refused === undefined ? null : { reason: refused.reason, comment: refused.comment },
    delay: delayOf(loaded),
    appointmentAt: lastEvent(actions, 'left')?.appointmentAt ?? null,
    copy: copyOf(loaded, context),
    isEmailed: lastEvent(actions, 'emailed') !== undefined,
  };
}

/** The reason and since when, while issuing is delayed; a delay ends with the copy or with its failure. */
function delayOf({ actions }: LoadedRequest): RequestView['delay'] {
  const status = statusOf(actions);
  if (status !== 'approved' && status !== 'numbered' && status !== 'logged') return null;
  const action = lastAction(actions, 'issuing-delayed');
  return action?.event.type === 'issuing-delayed' ? { code: action.event.code, since: action.at } : null;
}

/** The copy once it has been released. */
export function copyOf(loaded: LoadedRequest, context: Omit<ViewContext, 'document'>): IssuedCopy | null {
  const issued = lastEvent(loaded.actions, 'issued');
  const { copy } = loaded;
  if (issued === undefined || copy === null) return null;
  const expiresAt = loaded.downloadExpiresAt;
  const isWanted =
    lastEvent(loaded.actions, 'confirmed')?.delivery.download === true ||
    lastEvent(loaded.actions, 'left') !== undefined;
  const isAlive = isWanted && expiresAt !== null && expiresAt > context.now && copy.state === 'issued';
  return {
    code: copy.code,
    number: copy.number,
    book: copy.book,
    issuedAt: copy.issuedAt.toISOString(),
    pageCount: copy.pageCount,
    sha256: issued.sha256,
    verifyUrl: `${context.publicUrl}/v/${copy.code}`,
    downloadUrl: isAlive ? `${context.publicUrl}/d/${context.downloadSecret}` : null,
    downloadExpiresAt: isAlive ? expiresAt.toISOString() : null,
  };
}
