import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errors, fault } from '@saoy/contracts/errors';
import express, { type ErrorRequestHandler, type Express, type Router } from 'express';
import type { Logger } from 'pino';
import { guardHost, guardOrigin, type PageGuard } from './guard-page.ts';
import { answerFault } from './mount-endpoint.ts';
import { tokenCookie } from './page-token.ts';

export interface AppOptions {
  readonly guard: PageGuard;
  /** Folder of the built kiosk-ui. */
  readonly uiDir: string;
  readonly api: Router;
  readonly logger: Logger;
}

/**
 * Nothing from elsewhere runs, loads or is spoken to; styles may stand in elements, as the widget library writes them.
 * WebAssembly runs the networks that guide a person before the camera.
 */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The agent's whole HTTP face; the caller listens on loopback. */
export function composeApp({ guard, uiDir, api, logger }: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use((_request, response, next) => {
    response.set({
      'Content-Security-Policy': contentSecurityPolicy,
      'Permissions-Policy': 'camera=(self), microphone=(), geolocation=()',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'no-referrer',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Resource-Policy': 'same-origin',
    });
    next();
  });
  app.use(guardHost(guard));
  app.use('/api', guardOrigin(guard), (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  app.use(api);
  app.use('/api', (_request, response) => answerFault(response, fault('general.not-found')));
  app.get(['/', '/index.html'], async (_request, response) => {
    response.cookie(tokenCookie, guard.token, { httpOnly: true, sameSite: 'strict', path: '/' });
    response.set('Cache-Control', 'no-store');
    const page = await readFile(join(uiDir, 'index.html')).catch(() => undefined);
    if (page === undefined) return response.status(503).type('text').send('The kiosk screen is not built.');
    response.type('html').send(page);
  });
  app.use(express.static(uiDir, { index: false, immutable: true, maxAge: '1h' }));
  app.use((_request, response) => answerFault(response, fault('general.not-found')));
  const onError: ErrorRequestHandler = (
    error: { type?: string; status?: number },
    _request,
    response,
    next,
  ) => {
    if (response.headersSent) return next(error);
    if (error.type === 'entity.too.large') return answerFault(response, fault('general.too-large'));
    if (error.status !== undefined && error.status < 500) {
      return answerFault(response, fault('general.invalid-input'));
    }
    logger.error({ err: error }, 'a request failed');
    answerFault(response, fault('general.internal'), errors['general.internal'].http);
  };
  app.use(onError);
  return app;
}
