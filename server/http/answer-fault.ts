import type { IncomingMessage } from 'node:http';
import { errors, type Fault, FaultError, fault } from '@saoy/contracts/errors';
import type { Response } from 'express';
import type { Logger } from 'pino';

/** How long the rest of a refused body is still taken from the wire. */
const LINGER_MS = 30_000;

/** The fault of anything thrown; what is no FaultError is a defect, logged here and told as general.internal. */
export function faultOf(error: unknown, log: Logger): Fault {
  if (error instanceof FaultError) return error.fault;
  log.error({ err: error }, 'a request failed unexpectedly');
  return fault('general.internal');
}

/** Answers a coded failure at once; the rest of a refused body is thrown away. */
export function answerFault(response: Response, { code, detail }: Fault): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { http, cause } = errors[code];
  response.status(http).setHeader('cache-control', 'no-store');
  const answer = { error: { code, cause, ...(detail === undefined ? {} : { detail }) } };
  if (isStillSending(response.req)) answerAndLinger(response, Buffer.from(JSON.stringify(answer)));
  else response.json(answer);
}

const isStillSending = (request: IncomingMessage): boolean =>
  !request.complete &&
  (request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0);

/**
 * RFC 9112 clause 9.6: a connection closed under somebody who still sends is reset, and the answer is lost with it. So
 * the answer goes out now, and the connection closes when the body has ended or its time is over.
 */
function answerAndLinger(response: Response, body: Buffer): void {
  const { req: request } = response;
  response
    .setHeader('connection', 'close')
    .setHeader('content-type', 'application/json; charset=utf-8')
    .setHeader('content-length', body.length)
    .write(body);
  const timer = setTimeout(() => response.end(), LINGER_MS).unref();
  request.once('end', () => response.end());
  request.once('error', () => response.destroy());
  response.once('close', () => clearTimeout(timer));
  request.resume();
}
