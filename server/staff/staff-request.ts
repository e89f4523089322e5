import type { StaffRequest } from '@saoy/contracts/staff-api';
import { wordingOf } from '../decisions/approve-request.ts';
import { authorisedCertifier } from '../decisions/signing-authorisation.ts';
import { downloadSecret } from '../delivery/download-link.ts';
import { readingsOf } from '../intake/document-of.ts';
import { type LoadedRequest, lastEvent, loadRequest } from '../requests/load-request.ts';
import { copyOf } from '../requests/request-view.ts';
import { documentOfRequest } from '../requests/view-request.ts';
import type { ServiceContext } from '../service-context.ts';
import type { StaffRow } from '../storage/schema.ts';

/** A request with everything needed to decide on it, and what this person may do now; throws `request.unknown`. */
export async function staffRequest(
  context: ServiceContext,
  requestId: string,
  viewer: StaffRow,
): Promise<StaffRequest> {
  const loaded = await loadRequest(context.database.db, requestId);
  const { row, actions } = loaded;
  const confirmed = lastEvent(actions, 'confirmed');
  const now = context.now();
  const wording = wordingOf(context, row.product, now);
  const readings = row.pagesErasedAt === null ? await readingsOf(context, loaded.pages) : null;
  return {
    id: row.id,
    product: row.product,
    kioskId: row.kioskId,
    status: row.status,
    revision: row.revision,
    document: await documentOfRequest(context, loaded),
    pages: loaded.pages.map((page, i) => {
      // A browser turns an image by its EXIF orientation by itself; what the reader found comes on top.
      const isTurnedByExif = page.orientation % 180 !== 0;
      return {
        sha256: page.sha256,
        widthPx: isTurnedByExif ? page.heightPx : page.widthPx,
        heightPx: isTurnedByExif ? page.widthPx : page.heightPx,
        resolutionDpi: page.resolutionDpi,
        rotation: (360 - (readings?.[i]?.rotation ?? 0)) % 360,
        areImagesKept: page.imageKey !== null && row.pagesErasedAt === null,
      };
    }),
    identity: confirmed?.identity ?? null,
    copies: confirmed?.copies ?? null,
    fee: confirmed?.fee ?? null,
    questionedFields: confirmed?.questionedFields ?? [],
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    dueAt: row.dueAt?.toISOString() ?? null,
    actions: [...actions],
    copy: withoutDownload(
      copyOf(loaded, {
        publicUrl: context.settings.publicUrl,
        downloadSecret: downloadSecret(context.secrets, row.id),
        now,
      }),
    ),
    allowed: await allowedTo(context, viewer, loaded),
    wording: wording.length === 0 ? null : [...wording],
  };
}

/** The download link is the requester's alone. */
const withoutDownload = (copy: StaffRequest['copy']): StaffRequest['copy'] =>
  copy === null ? null : { ...copy, downloadUrl: null };

async function allowedTo(
  context: ServiceContext,
  viewer: StaffRow,
  { row }: LoadedRequest,
): Promise<StaffRequest['allowed']> {
  const isCertifier = viewer.roles.includes('certifier');
  if (row.status === 'awaiting-decision' && isCertifier) {
    const question = {
      staffId: viewer.id,
      product: row.product,
      authority: row.authority,
      at: context.now(),
    };
    const certifier = await authorisedCertifier(context.database.db, question);
    return certifier === null ? ['refuse'] : ['approve', 'refuse'];
  }
  return row.status === 'issued' && (isCertifier || viewer.roles.includes('supervisor')) ? ['annul'] : [];
}
