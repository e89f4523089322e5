import { setTimeout as sleep } from 'node:timers/promises';
import type { EndpointAnswer, EndpointCall } from '@saoy/contracts/endpoint';
import { type Fault, fault } from '@saoy/contracts/errors';
import { err, type Result } from '@saoy/contracts/result';
import { backOffMs, callUntilAnswered, type UntilAnswered } from '../uplink/call-until-answered.ts';
import type { AnyEndpoint, CentralService } from '../uplink/central-service.ts';

/** About a minute and a half with the usual patience; whoever waits so long is better off with staff. */
const mostRounds = 12;
/** The first wait is a second with the usual patience, the longest eight. */
const stepsAhead = 2;
const mostSteps = 5;

export interface WhileBusy extends UntilAnswered {
  /** Told each time the server had no room and the call is to be made again. */
  readonly onBusy: () => void;
}

/** Repeats an identity call while the server has no room for it, which is nobody's fault and no try of anybody. */
export async function callWhileBusy<E extends AnyEndpoint>(
  service: CentralService,
  endpoint: E,
  call: EndpointCall<E>,
  { onBusy, ...until }: WhileBusy,
): Promise<Result<EndpointAnswer<E>, Fault>> {
  for (let round = 0; round < mostRounds; round++) {
    const answer = await callUntilAnswered(service, endpoint, call, until);
    if (answer.ok || answer.error.code !== 'identity.busy' || until.signal.aborted) return answer;
    onBusy();
    const waitMs = backOffMs(Math.min(mostSteps, round + stepsAhead), until.patience);
    await sleep(waitMs, undefined, { signal: until.signal }).catch(() => undefined);
  }
  return err(fault('identity.matcher-unavailable', 'busy for too long'));
}
