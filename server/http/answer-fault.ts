import { errors, type Fault, FaultError, fault } from '@saoy/contracts/errors';
import type { Response } from 'express';
import type { Logger } from 'pino';

/** The fault of anything thrown; what is no FaultError is a defect, logged here and told as general.internal. */
export function faultOf(error: unknown, log: Logger): Fault {
  if (error instanceof FaultError) return error.fault;
  log.error({ err: error }, 'a request failed unexpectedly');
  return fault('general.internal');
}

/** Answers a coded failure; the rest of a refused body is not read. */
export function answerFault(response: Response, { code, detail }: Fault): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { http, cause } = errors[code];
  if (!response.req.complete) response.setHeader('connection', 'close');
  response
    .status(http)
    .setHeader('cache-control', 'no-store')
    .json({ error: { code, cause, ...(detail === undefined ? {} : { detail }) } });
}
