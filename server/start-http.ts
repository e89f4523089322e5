import express from 'express';
import type { Logger } from 'pino';
import type { ServerConfig } from './config.ts';
import { recordDownload } from './delivery/record-download.ts';
import { createFaceMatcher } from './faces/index.ts';
import { createAgentListener } from './http/agent-listener.ts';
import { mountAgentRoutes } from './http/agent-routes.ts';
import { mountIdentityRoutes } from './http/identity-routes.ts';
import { listenOn } from './http/listen-on.ts';
import { mountLogRoutes } from './http/log-routes.ts';
import { answerLookUps } from './http/look-up-route.ts';
import { createPublicListener } from './http/public-listener.ts';
import { mountPublicRoutes } from './http/public-routes.ts';
import { mountStaffRoutes } from './http/staff-routes.ts';
import { createCardPrintReader, createIdentityService } from './identity/index.ts';
import type { ReadingProgress } from './intake/reading-progress.ts';
import { loadTrustAnchors } from './load-trust.ts';
import { createRecogniser } from './recognition/recogniser.ts';
import type { ChangeFeed } from './requests/change-feed.ts';
import type { ServiceContext } from './service-context.ts';
import { validateInWorker } from './validation/index.ts';
import { parseCertificate } from './validation/x509/certificate.ts';
import { createCopyLookUp } from './verification/copy-look-up.ts';

const VERSION = '0.1.0';
/** A person waits at the kiosk, but without the print of their card staff must often decide, which takes longer. */
const CARD_PRINT_DEADLINE_MS = 20_000;
const VALIDATION_LIMITS = { timeoutMs: 20_000, maxBytes: 100 * 1024 * 1024 };

export interface RunningHttp {
  readonly url: string;
  readonly agentUrl: string;
  close(): Promise<void>;
}

const nameOf = (host: string): string => (host === '127.0.0.1' || host === '0.0.0.0' ? 'localhost' : host);

/** Starts the listener for kiosk agents and the one for everybody. */
export async function startHttp(
  config: ServerConfig,
  context: ServiceContext,
  feed: ChangeFeed,
  progress: ReadingProgress,
  log: Logger,
): Promise<RunningHttp> {
  const areAnswersChecked = !config.isProduction;
  await loadTrustAnchors(config.keys.agentCa, config);
  const agents = createAgentListener(context, config.keys, log);
  const agentMounting = { router: agents.router, admit: agents.admit, areAnswersChecked, log };
  mountAgentRoutes(agentMounting, context, feed, progress, config.limits);
  const matcher = createFaceMatcher({ engine: config.faceEngine, workers: config.faceWorkers });
  const countrySigners =
    config.countrySigners === undefined ? [] : await loadTrustAnchors(config.countrySigners, config);
  // Apart from the one for papers: who stands at the kiosk does not queue behind a stack of pages.
  const cardReader = createRecogniser({ workers: 1, deadlineMs: CARD_PRINT_DEADLINE_MS, log });
  const identity = createIdentityService({
    matcher,
    readPrint: createCardPrintReader(cardReader, CARD_PRINT_DEADLINE_MS),
    warmUpPrint: () => cardReader.warmUp(),
    now: context.now,
    log,
    random: context.random,
    countrySigners: countrySigners.map(parseCertificate),
  });
  mountIdentityRoutes(agentMounting, context, identity);
  const agentPort = await listenOn(agents.server, config.agentPort, config.agentHost);

  const trustAnchors = await loadTrustAnchors(config.keys.trustAnchors, config);
  const router = express.Router();
  const verifier = {
    ...context,
    validate: (pdf: Uint8Array) =>
      validateInWorker(pdf, { trustAnchors, at: context.now() }, VALIDATION_LIMITS),
  };
  mountStaffRoutes({ router, context, feed, progress, areAnswersChecked, log });
  mountLogRoutes({ router, db: context.database.db, log });
  mountPublicRoutes({
    router,
    context: verifier,
    onDownloaded: (requestId) => recordDownload(context, requestId),
    areAnswersChecked,
    log,
  });
  const server = createPublicListener(
    context,
    {
      isProduction: config.isProduction,
      trustedProxies: config.trustedProxies,
      version: VERSION,
      lookUps: answerLookUps(createCopyLookUp(context), { areAnswersChecked, log }),
      routers: [router],
    },
    log,
  );
  const port = await listenOn(server, config.port, config.host);
  return {
    url: `http://${nameOf(config.host)}:${port}`,
    agentUrl: `https://${nameOf(config.agentHost)}:${agentPort}`,
    async close() {
      server.closeAllConnections();
      identity.close();
      await Promise.all([agents.close(), new Promise((resolve) => server.close(resolve))]);
      await Promise.all([matcher.close(), cardReader.close()]);
    },
  };
}
