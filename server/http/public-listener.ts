import { createServer, type Server } from 'node:http';
import { agentApi } from '@saoy/contracts/agent-api';
import { fault } from '@saoy/contracts/errors';
import { describeApi } from '@saoy/contracts/openapi';
import { publicApi } from '@saoy/contracts/public-api';
import { staffApi } from '@saoy/contracts/staff-api';
import { sql } from 'drizzle-orm';
import express, { type Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { ServiceContext } from '../service-context.ts';
import { answerFault, faultOf } from './answer-fault.ts';
import { createStaticPages } from './static-pages.ts';

export interface PublicListenerOptions {
  readonly isProduction: boolean;
  readonly trustedProxies: number;
  readonly version: string;
  /** API routers in the order they are asked. */
  readonly routers: readonly Router[];
}

/** Calls that anybody may make, from one address within a minute. */
const ANONYMOUS_CALLS_PER_MINUTE = 120;

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
  app.use('/public', limitCalls());
  // Before anybody is signed in: every one of these calls writes a challenge.
  app.post(['/staff/v1/session{/*rest}', '/staff/v1/enrolment{/*rest}'], limitCalls());
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

const limitCalls = () =>
  rateLimit({
    windowMs: 60_000,
    limit: ANONYMOUS_CALLS_PER_MINUTE,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_, response) => answerFault(response, fault('general.too-many-requests')),
  });

/** Operation ids must differ across the three APIs. */
function qualified<T extends Record<string, Parameters<typeof describeApi>[2]>>(apis: T) {
  return Object.fromEntries(
    Object.entries(apis).flatMap(([api, endpoints]) =>
      Object.entries(endpoints).map(([name, endpoint]) => [`${api.replace('Api', '')}.${name}`, endpoint]),
    ),
  );
}

const securityHeaders = (isProduction: boolean) =>
  helmet({
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        // The scanner of the verify page is WebAssembly.
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        fontSrc: ["'self'", 'data:'],
        workerSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: isProduction ? [] : null,
      },
    },
    strictTransportSecurity: isProduction ? { maxAge: 63_072_000 } : false,
    // Addresses carry copy codes and secrets.
    referrerPolicy: { policy: 'no-referrer' },
  });
