import { agentApi } from '@saoy/contracts/agent-api';
import { FaultError } from '@saoy/contracts/errors';
import { percentSeen } from '@saoy/contracts/requests/view';
import { downloadSecret } from '../delivery/download-link.ts';
import { renderSlip } from '../delivery/slip/render-slip.ts';
import { quoteFee } from '../fees/quote-fee.ts';
import type { ReadingProgress } from '../intake/reading-progress.ts';
import { receivePage, uploadState } from '../intake/receive-page.ts';
import { recordHeartbeat } from '../kiosks/manage-kiosks.ts';
import { abandonRequest } from '../requests/abandon-request.ts';
import { arrangePages } from '../requests/arrange-pages.ts';
import type { ChangeFeed } from '../requests/change-feed.ts';
import { confirmRequest } from '../requests/confirm-request.ts';
import { createRequest } from '../requests/create-request.ts';
import { leaveRequest } from '../requests/leave-request.ts';
import { lastEvent, loadRequest } from '../requests/load-request.ts';
import { reportPrinted } from '../requests/report-printed.ts';
import { viewRequest } from '../requests/view-request.ts';
import { waitForRevision } from '../requests/wait-for-revision.ts';
import type { ServiceContext } from '../service-context.ts';
import type { KioskRow } from '../storage/schema.ts';
import { type Mounting, mount } from './mount.ts';
import { orThrow } from './or-throw.ts';

export interface VisitLimits {
  readonly maxCopies: number;
  readonly maxPages: number;
  readonly maxOriginals: number;
}

/** Mounts the calls of kiosk agents about requests and about the kiosk itself. */
export function mountAgentRoutes(
  mounting: Mounting<KioskRow>,
  context: ServiceContext,
  feed: ChangeFeed,
  progress: ReadingProgress,
  limits: VisitLimits,
): void {
  const view = (requestId: string, kiosk: KioskRow) => viewRequest(context, { requestId, kioskId: kiosk.id });

  mount(mounting, agentApi.getConfiguration, async (_, kiosk) => configurationOf(context, kiosk, limits));

  mount(
    mounting,
    agentApi.reportHealth,
    async ({ body }, kiosk) => void (await recordHeartbeat(context, kiosk.id, body)),
  );

  mount(mounting, agentApi.createRequest, async ({ params: { requestId }, body }, kiosk) => {
    if (!context.authorityAt(context.now()).productsOffered.includes(body.product))
      throw new FaultError('general.invalid-input', `${body.product} copies are not offered`);
    orThrow(await createRequest(context, { requestId, kioskId: kiosk.id, ...body }));
    return view(requestId, kiosk);
  });

  mount(mounting, agentApi.getRequest, async ({ params: { requestId }, query }, kiosk, { signal }) => {
    const { after, waitMs, seenPercent } = query;
    const look = async () => {
      const seen = await view(requestId, kiosk);
      return { ...seen, pages: progress.addTo(requestId, seen.pages) };
    };
    const now = await look();
    const isSeen = seenPercent === undefined || seenPercent === percentSeen(now.pages);
    if (after === undefined || waitMs === 0 || now.revision > after || !isSeen) return now;
    const wait = { requestId, after, waitMs, signal };
    await waitForRevision(context.database.db, feed, wait, seenPercent === undefined ? undefined : progress);
    return look();
  });

  mount(mounting, agentApi.getUpload, async ({ params }, kiosk) =>
    orThrow(await uploadState(context, { ...params, kioskId: kiosk.id })),
  );

  mount(mounting, agentApi.uploadPage, async ({ params, query, body }, kiosk) =>
    orThrow(await receivePage(context, { ...params, ...query, bytes: body, kioskId: kiosk.id })),
  );

  mount(mounting, agentApi.arrangePages, async ({ params: { requestId }, body }, kiosk) => {
    orThrow(await arrangePages(context, { requestId, kioskId: kiosk.id, pages: body.pages }));
    return view(requestId, kiosk);
  });

  mount(mounting, agentApi.quoteFee, async ({ body }) => quoteFee(context, { ...body, at: context.now() }));

  mount(mounting, agentApi.confirmRequest, async ({ params: { requestId }, body }, kiosk) => {
    if (body.copies > limits.maxCopies || body.pages.length > limits.maxPages)
      throw new FaultError('general.invalid-input', 'more copies or pages than a request may have');
    orThrow(await confirmRequest(context, { requestId, kioskId: kiosk.id, confirmation: body }));
    return view(requestId, kiosk);
  });

  mount(mounting, agentApi.leaveRequest, async ({ params: { requestId } }, kiosk) => {
    orThrow(await leaveRequest(context, { requestId, kioskId: kiosk.id }));
    return view(requestId, kiosk);
  });

  mount(mounting, agentApi.getSlip, async ({ params: { requestId } }, kiosk) =>
    slipOf(context, requestId, kiosk.id),
  );

  mount(mounting, agentApi.getPrint, async ({ params: { requestId } }, kiosk) => {
    const { row, copy } = await loadRequest(context.database.db, requestId);
    if (row.kioskId !== kiosk.id) throw new FaultError('request.unknown');
    const file =
      row.status === 'issued' && copy?.printKey != null ? await context.objects.get(copy.printKey) : null;
    if (file === null) throw new FaultError('request.step-not-allowed', 'there is no file to print');
    return file;
  });

  mount(mounting, agentApi.reportPrinted, async ({ params: { requestId }, body }, kiosk) => {
    orThrow(await reportPrinted(context, { requestId, kioskId: kiosk.id, ...body }));
    return view(requestId, kiosk);
  });

  mount(mounting, agentApi.abandonRequest, async ({ params: { requestId }, body }, kiosk) => {
    const by = { kind: 'kiosk', kioskId: kiosk.id } as const;
    orThrow(await abandonRequest(context, { requestId, by, cause: body.cause }));
  });
}

function configurationOf(context: ServiceContext, kiosk: KioskRow, limits: VisitLimits) {
  const authority = context.authorityAt(context.now());
  const { address, phone } = authority.contact;
  return {
    kiosk: { id: kiosk.id, name: kiosk.name, place: kiosk.place },
    authority: {
      name: authority.name,
      shortName: authority.shortName.vi,
      contact: phone === null ? address : `${address} · ${phone}`,
    },
    products: [...authority.productsOffered],
    advice: authority.advice.flatMap(({ title, text }) => [title, text]),
    maxCopies: limits.maxCopies,
    maxPagesPerOriginal: limits.maxPages,
    maxOriginals: limits.maxOriginals,
    areFeesCollected: context.settings.areFeesCollected,
    verifyHost: new URL(context.settings.publicUrl).host,
  };
}

/** The slip of a request whose requester left; its QR leads to where the copy will be. */
async function slipOf(context: ServiceContext, requestId: string, kioskId: string): Promise<Uint8Array> {
  const { row, actions } = await loadRequest(context.database.db, requestId);
  if (row.kioskId !== kioskId) throw new FaultError('request.unknown');
  const left = lastEvent(actions, 'left');
  if (left === undefined) throw new FaultError('request.step-not-allowed', 'nobody left');
  const receivedAt = row.confirmedAt ?? row.createdAt;
  const authority = context.authorityAt(receivedAt);
  const { address, phone } = authority.contact;
  return renderSlip({
    authorityName: authority.name.vi,
    contact: phone === null ? address : `${address} · ${phone}`,
    requestCode: requestCode(requestId),
    statusUrl: `${context.settings.publicUrl}/d/${downloadSecret(context.secrets, requestId)}`,
    receivedAt,
    dueAt: new Date(left.appointmentAt),
    locale: row.language,
  });
}

/** The first eight digits of a request's id, as people say them at a desk. */
const requestCode = (requestId: string): string =>
  `${requestId.slice(0, 4)}-${requestId.slice(4, 8)}`.toUpperCase();
