// Builds requests and parses answers of declared endpoints; who sends them (fetch, https with a client certificate) is
// the caller's affair, so this file has no I/O.
import { z } from 'zod';
import type { Endpoint, EndpointAnswer, EndpointCall } from './endpoint.ts';
import { isBytes, isEventStream } from './endpoint.ts';
import { errorCodes, type Fault, fault } from './errors/index.ts';
import { err, ok, type Result } from './result.ts';

export interface WireRequest {
  readonly method: string;
  /** Path and query, to be appended to the base URL. */
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array | string | undefined;
}

/** How every coded failure looks on the wire. */
export const errorAnswerSchema = z.object({
  error: z.object({ code: z.enum(errorCodes), cause: z.string(), detail: z.string().optional() }),
});

// biome-ignore lint/suspicious/noExplicitAny: the generics of an endpoint are inferred at the call.
type AnyEndpoint = Endpoint<any, any, any, any>;

export function buildRequest<E extends AnyEndpoint>(endpoint: E, call: EndpointCall<E>): WireRequest {
  const params = (call.params ?? {}) as Record<string, string | number>;
  const path = endpoint.path.replace(/:([A-Za-z0-9]+)/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries((call.query ?? {}) as Record<string, unknown>))
    if (value !== undefined) query.set(name, String(value));
  const headers: Record<string, string> = { ...call.headers };
  let body: Uint8Array | string | undefined;
  if (call.body instanceof Uint8Array) {
    headers['content-type'] ??= isBytes(endpoint.body) ? endpoint.body.bytes[0]! : 'application/octet-stream';
    body = call.body;
  } else if (call.body !== undefined) {
    headers['content-type'] = 'application/json';
    body = JSON.stringify(call.body);
  }
  return { method: endpoint.method, path: query.size > 0 ? `${path}?${query}` : path, headers, body };
}

/** Parses what came back; an answer that does not match its contract is a general.internal fault. */
export function parseAnswer<E extends AnyEndpoint>(
  endpoint: E,
  status: number,
  body: Uint8Array,
): Result<EndpointAnswer<E>, Fault> {
  if (status < 200 || status >= 300) {
    const parsed = errorAnswerSchema.safeParse(parseJson(body));
    return parsed.success
      ? err(fault(parsed.data.error.code, parsed.data.error.detail))
      : err(fault('general.unavailable', `HTTP ${status} without a coded error`));
  }
  const { answer } = endpoint;
  if (answer === undefined || isEventStream(answer)) return ok(undefined as EndpointAnswer<E>);
  if (isBytes(answer)) return ok(body as EndpointAnswer<E>);
  const parsed = (answer as z.ZodType).safeParse(parseJson(body));
  return parsed.success
    ? ok(parsed.data as EndpointAnswer<E>)
    : err(fault('general.internal', `answer of ${endpoint.method} ${endpoint.path} breaks its contract`));
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
