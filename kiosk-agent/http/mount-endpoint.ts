import { type Endpoint, type EndpointAnswer, type EndpointInput, isBytes } from '@saoy/contracts/endpoint';
import { errors, type Fault, fault } from '@saoy/contracts/errors';
import type { Result } from '@saoy/contracts/result';
import express, { type Response, type Router } from 'express';
import type { z } from 'zod';

// biome-ignore lint/suspicious/noExplicitAny: the generics of an endpoint are inferred at the call.
type AnyEndpoint = Endpoint<any, any, any, any>;

export function answerFault(response: Response, failure: Fault, http = errors[failure.code].http): void {
  const { cause } = errors[failure.code];
  response.status(http).json({
    error: { code: failure.code, cause, ...(failure.detail === undefined ? {} : { detail: failure.detail }) },
  });
}

/** Mounts an endpoint that answers at once; streams are mounted by those who feed them. */
export function mountEndpoint<E extends AnyEndpoint>(
  router: Router,
  endpoint: E,
  handle: (
    input: EndpointInput<E>,
  ) => Promise<Result<EndpointAnswer<E>, Fault>> | Result<EndpointAnswer<E>, Fault>,
): void {
  const { body } = endpoint as Endpoint;
  const parseBody = isBytes(body)
    ? express.raw({ type: () => true, limit: body.maxBytes })
    : express.json({ limit: '100kb', type: () => true });
  const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'delete';
  router[method](endpoint.path, parseBody, async (request, response) => {
    const schemas = endpoint as Endpoint;
    const params = (schemas.params as z.ZodType | undefined)?.safeParse(request.params);
    const query = (schemas.query as z.ZodType | undefined)?.safeParse(request.query);
    const parsed = isBytes(body) || body === undefined ? undefined : body.safeParse(request.body);
    if (params?.success === false || query?.success === false || parsed?.success === false) {
      return answerFault(response, fault('general.invalid-input'));
    }
    const answer = await handle({
      params: params?.data ?? {},
      query: query?.data ?? {},
      body: isBytes(body) ? new Uint8Array(request.body ?? []) : parsed?.data,
    } as EndpointInput<E>);
    if (!answer.ok) return answerFault(response, answer.error);
    if (isBytes(schemas.answer)) {
      response.type(schemas.answer.bytes[0] ?? 'application/octet-stream');
      return response.end(Buffer.from(answer.value as Uint8Array));
    }
    if (answer.value === undefined || answer.value === null) return response.status(204).end();
    response.json(answer.value);
  });
}
