import type { Endpoint, EndpointAnswer, EndpointCall } from '@saoy/contracts/endpoint';
import { buildRequest, parseAnswer } from '@saoy/contracts/endpoint-call';
import { FaultError } from '@saoy/contracts/errors';
import { useEffect, useState } from 'react';
import type { z } from 'zod';

// biome-ignore lint/suspicious/noExplicitAny: the generics of an endpoint are inferred at the call.
type AnyEndpoint = Endpoint<any, any, any, any>;

/** Calls the staff API; throws the coded fault it answers, `general.unavailable` when nothing answers. */
export async function call<E extends AnyEndpoint>(
  endpoint: E,
  input: EndpointCall<E>,
): Promise<EndpointAnswer<E>> {
  const { method, path, headers, body } = buildRequest(endpoint, input);
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      body: (body ?? null) as BodyInit | null,
    });
  } catch {
    throw new FaultError('general.unavailable', 'offline');
  }
  const answer = parseAnswer(endpoint, response.status, new Uint8Array(await response.arrayBuffer()));
  if (!answer.ok) throw new FaultError(answer.error.code, answer.error.detail);
  return answer.value;
}

/** The address of a GET endpoint, for pictures and downloads. */
export const addressOf = <E extends AnyEndpoint>(endpoint: E, input: EndpointCall<E>): string =>
  buildRequest(endpoint, input).path;

const reopenAfterMs = 3_000;

export interface Live<T> {
  readonly value: T | null;
  readonly isConnected: boolean;
}

/** What a server-sent stream said last; reconnects by itself. */
export function useLive<S extends z.ZodType>(path: string, schema: S): Live<z.output<S>> {
  const [live, setLive] = useState<Live<z.output<S>>>({ value: null, isConnected: true });
  useEffect(() => {
    let source: EventSource;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      source = new EventSource(path);
      source.onmessage = (event: MessageEvent<string>) => {
        const parsed = schema.safeParse(JSON.parse(event.data));
        if (parsed.success) setLive({ value: parsed.data, isConnected: true });
      };
      source.onerror = () => {
        setLive((former) => ({ ...former, isConnected: false }));
        // A refused stream is not tried again by the browser itself.
        if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, reopenAfterMs);
      };
      source.onopen = () => setLive((former) => ({ ...former, isConnected: true }));
    };
    open();
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [path, schema]);
  return live;
}
