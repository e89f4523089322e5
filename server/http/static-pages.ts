import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import express, { type Response, type Router } from 'express';

const folderOf = (app: string): string => fileURLToPath(new URL(`../../${app}/dist`, import.meta.url));
const hashed = /\/assets\//;

const cacheFor = (response: Response, path: string): void => {
  response.setHeader('cache-control', hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
};

const notBuilt =
  '<!doctype html><meta charset="utf-8"><title>Sao Y</title><p>This page has not been built: run <code>pnpm start</code>.</p>';

/** The built pages: staff console under /staff, the verify page at /, /v/CODE and /d/SECRET. */
export function createStaticPages(): Router {
  const router = express.Router();
  const page = (app: string) => (_: unknown, response: Response) => {
    const file = `${folderOf(app)}/index.html`;
    response.setHeader('cache-control', 'no-cache');
    if (existsSync(file)) response.sendFile(file);
    else response.status(503).type('html').send(notBuilt);
  };
  const files = (app: string) =>
    express.static(folderOf(app), { index: false, redirect: false, setHeaders: cacheFor });
  router.use('/staff', files('staff-console'));
  router.get(['/staff', '/staff/*path'], page('staff-console'));
  router.use(files('verify-page'));
  router.get(['/', '/v', '/v/:code', '/d/:secret'], page('verify-page'));
  return router;
}
