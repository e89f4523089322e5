import { createServer, type Server } from 'node:http';
import { fault } from '@saoy/contracts/errors';
import { describeApi } from '@saoy/contracts/openapi';
import { publicApi } from '@saoy/contracts/public-api';
import { sql } from 'drizzle-orm';
import express from 'express';
import { createCopyLookUp } from '../verification/copy-look-up.ts';
import type { LookUpContext } from '../verification/verification-context.ts';
import { verifySignatures } from '../verification/verify-file.ts';
import { answerFault, faultOf } from './answer-fault.ts';
import { limitAllCalls, limitCalls, limitConcurrent } from './limit-calls.ts';
import { mountLogRoutes } from './log-routes.ts';
import { answerLookUps } from './look-up-route.ts';
import { type Mounting, mount } from './mount.ts';
import { orThrow } from './or-throw.ts';
import { securityHeaders } from './security-headers.ts';
import { createVerifyPages } from './static-pages.ts';
import { mountVerificationRoutes } from './verification-routes.ts';

export interface VerifierListenerOptions {
  readonly isProduction: boolean;
  readonly version: string;
  /** Proxies in front, as Express counts them: whose word about the client's address is believed. */
  readonly trustedProxies: number;
  readonly callsPerMinute: number;
  readonly callsPerSecond: number;
  readonly filesAtOnce: number;
}

/** What the verifier answers with; without a register only the signatures of files are checked. */
export type VerifierContext = Omit<LookUpContext, 'database'> & {
  readonly database: LookUpContext['database'] | null;
};

const servedWithRegister = [
  'verifyCopy',
  'verifyFile',
  'getCopyProof',
  'getSealKeys',
  'getAnnulments',
  'getAnnulmentSegment',
] as const;

/** The listener of a verifier of its own: the verify page and what it asks, nothing that needs a key. */
export function createVerifierListener(context: VerifierContext, options: VerifierListenerOptions): Server {
  const { isProduction } = options;
  const { log, database } = context;
  const app = express()
    .disable('x-powered-by')
    .set('query parser', 'simple')
    .set('trust proxy', options.trustedProxies);
  const limits = [limitAllCalls(options.callsPerSecond), limitCalls(options.callsPerMinute)];
  const mounting: Mounting<void> = {
    router: express.Router(),
    admit: async () => undefined,
    areAnswersChecked: !isProduction,
    log,
  };
  // In front of everything else: every QR leads here.
  if (database !== null)
    app.get(
      publicApi.verifyCopy.path,
      ...limits,
      answerLookUps(createCopyLookUp({ ...context, database }), mounting),
    );
  app.use(securityHeaders(isProduction));
  app.get('/healthz', async (_, response) => {
    try {
      await database?.db.execute(sql`select 1`);
      response
        .setHeader('cache-control', 'no-store')
        .json({ status: 'ok', register: database === null ? 'not-asked' : 'ok' });
    } catch (error) {
      log.error({ err: error }, 'the database does not answer');
      answerFault(response, fault('general.unavailable'));
    }
  });
  const served = database === null ? (['verifyFile'] as const) : servedWithRegister;
  const description = describeApi(
    'Sao Y verifier',
    options.version,
    Object.fromEntries(served.map((name) => [name, publicApi[name]])),
  );
  app.get('/openapi.json', (_, response) => {
    response.json(description);
  });
  app.use('/public', ...limits);
  app.post(publicApi.verifyFile.path, limitConcurrent(options.filesAtOnce));
  if (database !== null) mountVerificationRoutes(mounting, { ...context, database });
  else
    mount(mounting, publicApi.verifyFile, async ({ body }) => orThrow(await verifySignatures(context, body)));
  if (database !== null) mountLogRoutes({ router: mounting.router, db: database.db, log });
  app.use(mounting.router);
  app.use('/public', (_, response) =>
    answerFault(response, fault('general.unavailable', 'this verifier holds no files and no keys')),
  );
  app.use(createVerifyPages());
  app.use((_, response) => answerFault(response, fault('general.not-found')));
  app.use((error: unknown, _: express.Request, response: express.Response, next: express.NextFunction) => {
    if (response.headersSent) next(error);
    else if (error instanceof URIError) answerFault(response, fault('general.invalid-input'));
    else answerFault(response, faultOf(error, log));
  });
  return createServer({ requestTimeout: 120_000 }, app);
}
