import type { EndpointInput } from '@saoy/contracts/endpoint';
import type { Request, Response } from 'express';
import { answerFault, faultOf } from './answer-fault.ts';
import { type AnyEndpoint, type Mounting, parseInput } from './mount.ts';

const KEEP_ALIVE_MS = 15_000;

/** Sends one event; the newest state whole, so that a reconnecting screen misses nothing. */
export type SendEvent = (data: unknown) => void;

/**
 * Serves an endpoint whose answer is a stream of server-sent events. `open` sends what it has and answers a function that
 * ends its subscription; it is called when the caller hangs up.
 */
export function mountEvents<E extends AnyEndpoint, Caller>(
  mounting: Mounting<Caller>,
  endpoint: E,
  open: (input: EndpointInput<E>, caller: Caller, send: SendEvent) => Promise<() => void>,
): void {
  mounting.router.get(endpoint.path, async (request: Request, response: Response) => {
    try {
      const caller = await mounting.admit(request, endpoint);
      const input = await parseInput(endpoint, request);
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      response.flushHeaders();
      const keepAlive = setInterval(() => response.write(': alive\n\n'), KEEP_ALIVE_MS);
      let close: (() => void) | undefined;
      response.once('close', () => {
        clearInterval(keepAlive);
        close?.();
      });
      close = await open(input as EndpointInput<E>, caller, (data) => {
        if (!response.writableEnded) response.write(`data: ${JSON.stringify(data)}\n\n`);
      });
      if (response.destroyed) close();
    } catch (error) {
      if (response.headersSent) {
        mounting.log.error({ err: error }, 'an event stream failed');
        response.destroy();
      } else answerFault(response, faultOf(error, mounting.log));
    }
  });
}
