import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type RequestHandler, type Response, type Router } from 'express';

const folderOf = (app: string): string => fileURLToPath(new URL(`../../${app}/dist`, import.meta.url));
const hashed = /\/assets\//;

const cacheFor = (response: Response, path: string): void => {
  response.setHeader('cache-control', hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
};

const notBuilt =
  '<!doctype html><meta charset="utf-8"><title>Sao Y</title><p>This page has not been built: run <code>pnpm start</code>.</p>';

/** Nothing inline, nothing from elsewhere: the verify page judges documents and holds secrets of download links. */
const verifyPagePolicy = [
  "default-src 'none'",
  // The scanner of the page is WebAssembly.
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Sends the Brotli form that the build put beside a file, to whoever understands it: phones on slow lines. */
function compressedFiles(folder: string): RequestHandler {
  return (request, response, next) => {
    const { path } = request;
    if (request.method !== 'GET' || !/^\/(?:assets\/)?[\w-]+(?:[.-][\w-]+)*$/.test(path)) return next();
    if (!existsSync(`${folder}${path}.br`) || request.acceptsEncodings('br') === false) return next();
    cacheFor(response, path);
    response.vary('accept-encoding').type(extname(path)).setHeader('content-encoding', 'br');
    response.sendFile(`${folder}${path}.br`, { cacheControl: false });
  };
}

const page =
  (app: string, policy?: string): RequestHandler =>
  (_, response) => {
    const file = `${folderOf(app)}/index.html`;
    response.setHeader('cache-control', 'no-cache');
    if (policy !== undefined) response.setHeader('content-security-policy', policy);
    if (existsSync(file)) response.sendFile(file, { cacheControl: false });
    else response.status(503).type('html').send(notBuilt);
  };

const files = (app: string): RequestHandler =>
  express.static(folderOf(app), { index: false, redirect: false, setHeaders: cacheFor });

/** The verify page at /, /v/CODE and /s/SEAL. */
export function createVerifyPages(): Router {
  const router = express.Router();
  router.use(compressedFiles(folderOf('verify-page')), files('verify-page'));
  router.get(['/', '/v', '/v/:code', '/s', '/s/*seal'], page('verify-page', verifyPagePolicy));
  return router;
}

/** All built pages: besides the verify page the staff console under /staff and download links at /d/SECRET. */
export function createStaticPages(): Router {
  const router = express.Router();
  router.use('/staff', files('staff-console'));
  router.get(['/staff', '/staff/*path'], page('staff-console'));
  router.use(createVerifyPages());
  router.get('/d/:secret', page('verify-page', verifyPagePolicy));
  return router;
}
