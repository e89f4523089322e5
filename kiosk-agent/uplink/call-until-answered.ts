import { setTimeout as sleep } from 'node:timers/promises';
import type { EndpointAnswer, EndpointCall } from '@saoy/contracts/endpoint';
import { type ErrorCode, type Fault, fault } from '@saoy/contracts/errors';
import { err, type Result } from '@saoy/contracts/result';
import type { AnyEndpoint, CentralService } from './central-service.ts';

export interface Patience {
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** 0 … 1, so that many kiosks do not come back in the same instant. */
  readonly random: () => number;
}

export const defaultPatience: Patience = {
  firstDelayMs: 250,
  longestDelayMs: 15_000,
  random: Math.random,
};

/** Failures that may go away without anybody changing the request. */
const transientCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'kiosk.server-unreachable',
  'kiosk.certificate-refused',
  'kiosk.not-enrolled',
  'general.unavailable',
  'general.internal',
  'general.too-many-requests',
]);

export const isTransient = (failure: Fault): boolean => transientCodes.has(failure.code);

/** Exponential, capped, between half and all of the step. */
export const backOffMs = (attempt: number, patience: Patience): number =>
  Math.min(patience.longestDelayMs, patience.firstDelayMs * 2 ** attempt) * (0.5 + patience.random() / 2);

export interface UntilAnswered {
  readonly signal: AbortSignal;
  readonly patience: Patience;
  readonly timeoutMs?: number;
  /** Give up after so many tries; without it only the signal ends the trying. */
  readonly mostAttempts?: number;
}

/** Repeats an idempotent call until the server gives a final answer. */
export async function callUntilAnswered<E extends AnyEndpoint>(
  service: CentralService,
  endpoint: E,
  call: EndpointCall<E>,
  { signal, patience, timeoutMs, mostAttempts = Number.POSITIVE_INFINITY }: UntilAnswered,
): Promise<Result<EndpointAnswer<E>, Fault>> {
  for (let attempt = 0; ; attempt++) {
    if (signal.aborted) return err(fault('kiosk.server-unreachable', 'given up'));
    const answer = await service.call(endpoint, call, {
      signal,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
    if (answer.ok || !isTransient(answer.error) || attempt + 1 >= mostAttempts) return answer;
    await sleep(backOffMs(attempt, patience), undefined, { signal }).catch(() => undefined);
  }
}
