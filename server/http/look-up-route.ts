import { parseCopyCode } from '@saoy/contracts/copy-code';
import type { CopyStatus } from '@saoy/contracts/copy-verdicts';
import { fault } from '@saoy/contracts/errors';
import { copyVerdictSchema } from '@saoy/contracts/public-api';
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { CopyLookUp } from '../verification/copy-look-up.ts';
import { answerFault } from './answer-fault.ts';

/**
 * How long caches between us and the reader may keep an answer, in seconds, without asking again. An annulment must be
 * seen soon and is never taken back; what is being issued changes any moment.
 */
const freshSeconds: Record<CopyStatus, number> = {
  genuine: 5,
  annulled: 60,
  superseded: 60,
  unknown: 5,
  pending: 0,
  altered: 0,
  'not-checked': 0,
};

const cacheControl = Object.fromEntries(
  Object.entries(freshSeconds).map(([status, seconds]) => [
    status,
    // Never stale, also when we are down: an old answer would hide an annulment.
    seconds === 0 ? 'no-store' : `public, max-age=${seconds}, must-revalidate, stale-if-error=0`,
  ]),
) as Record<CopyStatus, string>;

/** Answers `publicApi.verifyCopy`: the one route that every QR leads to, kept short. */
export function answerLookUps(
  { lookUp }: CopyLookUp,
  { areAnswersChecked, log }: { readonly areAnswersChecked: boolean; readonly log: Logger },
): RequestHandler<{ code: string }> {
  return async (request, response) => {
    const code = parseCopyCode(request.params.code);
    if (code === null) return answerFault(response, fault('verification.code-malformed'));
    try {
      const { status, body, etag } = await lookUp(code);
      if (areAnswersChecked) copyVerdictSchema.parse(JSON.parse(body));
      response.setHeader('cache-control', cacheControl[status]);
      response.setHeader('x-content-type-options', 'nosniff');
      response.setHeader('etag', etag);
      if (request.headers['if-none-match']?.includes(etag) === true) {
        response.writeHead(304).end();
        return;
      }
      response.setHeader('content-type', 'application/json; charset=utf-8');
      response.end(body);
    } catch (error) {
      log.error({ err: error }, 'a look-up failed');
      answerFault(response, fault('general.unavailable', 'the register does not answer'));
    }
  };
}
