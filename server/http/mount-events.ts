import type { EndpointInput } from '@saoy/contracts/endpoint';
import type { Request, Response } from 'express';
import { answerFault, faultOf } from './answer-fault.ts';
import { type AnyEndpoint, type Mounting, parseInput } from './mount.ts';

/** Proxies and browsers take a silent stream for a dead one. */
const PULSE_MS = 15_000;

/** Something a screen follows: each event is its newest state whole, so that a reconnecting screen misses nothing. */
export interface LiveState {
  load(): Promise<unknown>;
  /** Calls back at every change; answers a function that ends it. */
  watch(onChange: () => void): () => void;
  /** Whether time alone changes it, so that every pulse carries it anew. */
  readonly changesWithTime: boolean;
}

/**
 * Serves an endpoint whose answer is a stream of server-sent events. Changes that come while the state is being loaded
 * lead to one more event, never to an older one after a newer. A stream that fails is cut: the screen connects again.
 */
export function mountEvents<E extends AnyEndpoint, Caller>(
  mounting: Mounting<Caller>,
  endpoint: E,
  open: (input: EndpointInput<E>, caller: Caller) => Promise<LiveState>,
): void {
  mounting.router.get(endpoint.path, async (request: Request, response: Response) => {
    try {
      const caller = await mounting.admit(request, endpoint);
      const input = await parseInput(endpoint, request);
      const live = await open(input as EndpointInput<E>, caller);
      if (response.destroyed) return;
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      response.flushHeaders();
      const { isStillAdmitted = async () => true } = mounting;
      const isOpen = () => isStillAdmitted(request);
      follow(live, response, isOpen, (error) => mounting.log.error({ err: error }, 'an event stream failed'));
    } catch (error) {
      answerFault(response, faultOf(error, mounting.log));
    }
  });
}

/**
 * Sends the state now, at every change and, if it changes with time, at every pulse, until the caller hangs up or is no
 * longer admitted.
 */
function follow(
  live: LiveState,
  response: Response,
  isOpen: () => Promise<boolean>,
  onFailure: (error: unknown) => void,
): void {
  let isLoading = false;
  let isWanted = false;
  const tell = async (): Promise<void> => {
    isWanted = true;
    if (isLoading) return;
    isLoading = true;
    try {
      while (isWanted && !response.destroyed) {
        isWanted = false;
        if (!(await isOpen())) return void response.end();
        const event = JSON.stringify(await live.load());
        if (!response.destroyed) response.write(`data: ${event}\n\n`);
      }
    } catch (error) {
      onFailure(error);
      response.destroy();
    } finally {
      isLoading = false;
    }
  };
  const keepAlive = async (): Promise<void> => {
    try {
      if (!(await isOpen())) response.end();
      else if (!response.destroyed) response.write(': alive\n\n');
    } catch (error) {
      onFailure(error);
      response.destroy();
    }
  };
  const pulse = setInterval(() => {
    if (live.changesWithTime) void tell();
    else void keepAlive();
  }, PULSE_MS);
  const stop = live.watch(() => void tell());
  response.once('close', () => {
    clearInterval(pulse);
    stop();
  });
  void tell();
}
