import { errors, fault } from '@saoy/contracts/errors';
import type { RequestHandler } from 'express';
import { answerFault } from './mount-endpoint.ts';
import { isSameSecret, readCookie, tokenCookie } from './page-token.ts';

export interface PageGuard {
  /** Host headers this agent answers to, with port: anything else is another name that was pointed here. */
  readonly hosts: () => readonly string[];
  readonly token: string;
}

/** Refuses other names (DNS rebinding) for every path. */
export const guardHost =
  ({ hosts }: PageGuard): RequestHandler =>
  (request, response, next) =>
    hosts().includes(request.headers.host ?? '')
      ? next()
      : answerFault(response, fault('kiosk.origin-refused', 'host'), errors['kiosk.origin-refused'].http);

/** Only the page this agent served may call: its origin, and the token of this start. */
export const guardOrigin =
  ({ hosts, token }: PageGuard): RequestHandler =>
  (request, response, next) => {
    const { origin } = request.headers;
    const site = request.headers['sec-fetch-site'];
    const isOurOrigin = hosts().some((host) => origin === `http://${host}`);
    // Browsers leave Origin out of same-origin GET only.
    const isSameOrigin = origin === undefined ? request.method === 'GET' : isOurOrigin;
    const isSameSite = site === undefined || site === 'same-origin' || site === 'none';
    const isKnown = isSameSecret(readCookie(request.headers.cookie, tokenCookie), token);
    if (isSameOrigin && isSameSite && isKnown) return next();
    answerFault(response, fault('kiosk.origin-refused'), errors['kiosk.origin-refused'].http);
  };
