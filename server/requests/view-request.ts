import { FaultError } from '@saoy/contracts/errors';
import type { ReadDocument, RequestView } from '@saoy/contracts/requests/view';
import { downloadSecret } from '../delivery/download-link.ts';
import { type CardPerson, compareWithHolder } from '../intake/compare-with-holder.ts';
import { documentOf } from '../intake/document-of.ts';
import type { ServiceContext } from '../service-context.ts';
import { type LoadedRequest, loadRequest } from './load-request.ts';
import { viewOf } from './request-view.ts';

/** The request as its kiosk sees it; throws `request.unknown`, also for requests of other kiosks. */
export async function viewRequest(
  context: ServiceContext,
  input: { requestId: string; kioskId: string },
): Promise<RequestView> {
  const loaded = await loadRequest(context.database.db, input.requestId);
  if (loaded.row.kioskId !== input.kioskId) throw new FaultError('request.unknown');
  return viewOf(loaded, {
    document: await documentOfRequest(context, loaded),
    publicUrl: context.settings.publicUrl,
    downloadSecret: downloadSecret(context.secrets, loaded.row.id),
    now: context.now(),
  });
}

/** What was read, while the pages are kept; once confirmed, held against the card of whoever asks for the copy. */
export async function documentOfRequest(
  context: ServiceContext,
  loaded: LoadedRequest,
): Promise<ReadDocument | null> {
  if (loaded.row.pagesErasedAt !== null) return null;
  const document = await documentOf(context, loaded.pages);
  const holder = holderOf(loaded);
  return document === null || holder === null ? document : compareWithHolder(document, holder);
}

function holderOf({ actions }: LoadedRequest): CardPerson | null {
  for (const { event } of actions) {
    if (event.type !== 'confirmed' || event.identity.holderName === null) continue;
    return { name: event.identity.holderName, number: event.identity.holderNumber };
  }
  return null;
}
