import type { Endpoint, EndpointAnswer, EndpointCall } from '@saoy/contracts/endpoint';
import { buildRequest, parseAnswer } from '@saoy/contracts/endpoint-call';
import { type Fault, fault } from '@saoy/contracts/errors';
import { err, type Result } from '@saoy/contracts/result';
import { reloadScreen } from './reload-screen.ts';

/** An agent on loopback that has not answered by then is taken for lost. */
const timeoutMs = 8000;

// biome-ignore lint/suspicious/noExplicitAny: the generics of an endpoint are inferred at the call.
type AnyEndpoint = Endpoint<any, any, any, any>;

/** One call to the agent; `general.unavailable` when nobody answers. Reloads when the agent is a new one. */
export async function callAgent<E extends AnyEndpoint>(
  endpoint: E,
  call: EndpointCall<E>,
): Promise<Result<EndpointAnswer<E>, Fault>> {
  const request = buildRequest(endpoint, call);
  try {
    const answer = await fetch(request.path, {
      method: request.method,
      headers: request.headers,
      body: (request.body as BodyInit | undefined) ?? null,
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (answer.status === 401 || answer.status === 403) reloadScreen();
    return parseAnswer(endpoint, answer.status, new Uint8Array(await answer.arrayBuffer()));
  } catch {
    return err(fault('general.unavailable'));
  }
}
