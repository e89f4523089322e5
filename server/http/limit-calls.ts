import { fault } from '@saoy/contracts/errors';
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { answerFault } from './answer-fault.ts';

/** At most so many calls from one address within a minute; each process counts for itself. */
export const limitCalls = (perMinute: number): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_, response) => answerFault(response, fault('general.too-many-requests')),
  });

/** At most so many calls from everybody within a second; who comes later is told to come again. */
export function limitAllCalls(perSecond: number): RequestHandler {
  let second = 0;
  let calls = 0;
  return (_, response, next) => {
    const now = Math.floor(performance.now() / 1000);
    if (now !== second) [second, calls] = [now, 0];
    calls += 1;
    if (calls <= perSecond) return next();
    response.setHeader('retry-after', '1');
    answerFault(response, fault('general.unavailable', 'too many calls at once'));
  };
}

/** At most so many calls under way at once: for those that hold much memory. */
export function limitConcurrent(most: number): RequestHandler {
  let underWay = 0;
  return (_, response, next) => {
    if (underWay >= most) {
      response.setHeader('retry-after', '5');
      answerFault(response, fault('general.unavailable', 'too many files at once'));
      return;
    }
    underWay += 1;
    response.once('close', () => {
      underWay -= 1;
    });
    next();
  };
}
