import { publicApi } from '@saoy/contracts/public-api';
import type { Router } from 'express';
import type { Logger } from 'pino';
import { openPage, openPages } from '../verification/compare-paper.ts';
import { describeDownload, downloadCopy, setPagesShown } from '../verification/downloads.ts';
import type { VerificationContext } from '../verification/verification-context.ts';
import { type Mounting, mount } from './mount.ts';
import { orThrow } from './or-throw.ts';
import { mountVerificationRoutes } from './verification-routes.ts';

interface PublicParts {
  readonly router: Router;
  readonly context: VerificationContext;
  /** Told of every download by the holder, so that it becomes an action of the request. */
  readonly onDownloaded: (requestId: string) => Promise<void>;
  readonly areAnswersChecked: boolean;
  readonly log: Logger;
}

/** Mounts what anybody may call without login. */
export function mountPublicRoutes({
  router,
  context,
  onDownloaded,
  areAnswersChecked,
  log,
}: PublicParts): void {
  const mounting: Mounting<void> = { router, admit: async () => undefined, areAnswersChecked, log };
  mountVerificationRoutes(mounting, context);
  mount(mounting, publicApi.openPages, async ({ params, body }) =>
    orThrow(await openPages(context, { ...params, ...body })),
  );
  mount(mounting, publicApi.getPage, async ({ params }) => orThrow(await openPage(context, params)));
  mount(mounting, publicApi.getDownload, async ({ params }) =>
    orThrow(await describeDownload(context, params.secret)),
  );
  mount(mounting, publicApi.hidePages, async ({ params, body }) => {
    orThrow(await setPagesShown(context, { ...params, ...body }));
    return undefined;
  });
  mount(mounting, publicApi.downloadCopy, async ({ params }, _, { response }) => {
    const { pdf, fileName, requestId } = orThrow(await downloadCopy(context, params.secret));
    await onDownloaded(requestId);
    response.attachment(fileName);
    response.setHeader('content-type', 'application/pdf');
    return pdf;
  });
}
