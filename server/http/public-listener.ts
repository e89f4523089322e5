import { createServer, type Server } from 'node:http';
import { agentApi } from '@saoy/contracts/agent-api';
import { fault } from '@saoy/contracts/errors';
import { describeApi } from '@saoy/contracts/openapi';
import { publicApi } from '@saoy/contracts/public-api';
import { staffApi } from '@saoy/contracts/staff-api';
import { sql } from 'drizzle-orm';
import express, { type RequestHandler, type Router } from 'express';
import type { Logger } from 'pino';
import type { ServiceContext } from '../service-context.ts';
import { answerFault, faultOf } from './answer-fault.ts';
import { limitCalls, limitConcurrent } from './limit-calls.ts';
import { securityHeaders } from './security-headers.ts';
import { createStaticPages } from './static-pages.ts';

export interface PublicListenerOptions {
  readonly isProduction: boolean;
  readonly trustedProxies: number;
  readonly version: string;
  /** Answers `publicApi.verifyCopy`, where every QR leads: asked before everything else. */
  readonly lookUps: RequestHandler<{ code: string }>;
  /** API routers in the order they are asked. */
  readonly routers: readonly Router[];
}

/** Calls that anybody may make, from one address within a minute. */
const ANONYMOUS_CALLS_PER_MINUTE = 120;
const FILES_AT_ONCE = 8;

/** The listener for citizens and staff: pages, their APIs, health and OpenAPI. */
export function createPublicListener(
  context: ServiceContext,
  options: PublicListenerOptions,
  log: Logger,
): Server {
  const { isProduction } = options;
  const app = express()
    .disable('x-powered-by')
    .set('query parser', 'simple')
    .set('trust proxy', options.trustedProxies);
  const limit = limitCalls(ANONYMOUS_CALLS_PER_MINUTE);
  app.get(publicApi.verifyCopy.path, limit, options.lookUps);
  app.use(securityHeaders(isProduction));
  app.get('/healthz', async (_, response) => {
    try {
      await context.database.db.execute(sql`select 1`);
      response.setHeader('cache-control', 'no-store').json({ status: 'ok' });
    } catch (error) {
      log.error({ err: error }, 'the database does not answer');
      answerFault(response, fault('general.unavailable'));
    }
  });
  const description = describeApi('Sao Y', options.version, qualified({ agentApi, publicApi, staffApi }));
  app.get('/openapi.json', (_, response) => {
    response.json(description);
  });
  app.use('/public', limit);
  // Each of these holds a whole file in memory.
  app.post(publicApi.verifyFile.path, limitConcurrent(FILES_AT_ONCE));
  // Before anybody is signed in: every one of these calls writes a challenge.
  app.post(
    ['/staff/v1/session{/*rest}', '/staff/v1/enrolment{/*rest}'],
    limitCalls(ANONYMOUS_CALLS_PER_MINUTE),
  );
  for (const router of options.routers) app.use(router);
  app.use(createStaticPages());
  app.use((_, response) => answerFault(response, fault('general.not-found')));
  app.use((error: unknown, _: express.Request, response: express.Response, next: express.NextFunction) => {
    if (response.headersSent) next(error);
    else if (error instanceof URIError) answerFault(response, fault('general.invalid-input'));
    else answerFault(response, faultOf(error, log));
  });
  return createServer({ requestTimeout: 120_000 }, app);
}

/** Operation ids must differ across the three APIs. */
function qualified<T extends Record<string, Parameters<typeof describeApi>[2]>>(apis: T) {
  return Object.fromEntries(
    Object.entries(apis).flatMap(([api, endpoints]) =>
      Object.entries(endpoints).map(([name, endpoint]) => [`${api.replace('Api', '')}.${name}`, endpoint]),
    ),
  );
}
