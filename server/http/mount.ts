import type { Endpoint, EndpointAnswer, EndpointInput } from '@saoy/contracts/endpoint';
import { isBytes } from '@saoy/contracts/endpoint';
import { FaultError } from '@saoy/contracts/errors';
import type { Request, Response, Router } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import { answerFault, faultOf } from './answer-fault.ts';
import { readBody } from './read-body.ts';

const MAX_JSON_BYTES = 1024 * 1024;

// biome-ignore lint/suspicious/noExplicitAny: the generics of an endpoint are inferred at the call.
export type AnyEndpoint = Endpoint<any, any, any, any>;

/** What every mounted endpoint shares. */
export interface Mounting<Caller> {
  readonly router: Router;
  /** Who calls; throws a FaultError to turn the call away before its body is read. */
  readonly admit: (request: Request, endpoint: AnyEndpoint) => Promise<Caller>;
  /** Asked again while a stream is open: false ends it. Absent = admitted once, admitted for good. */
  readonly isStillAdmitted?: (request: Request) => Promise<boolean>;
  /** Whether answers are checked against their contract: in development and tests. */
  readonly areAnswersChecked: boolean;
  readonly log: Logger;
}

export interface Exchange {
  readonly request: Request;
  /** For headers only; mount writes status and body. */
  readonly response: Response;
  /** Fires when the caller hangs up. */
  readonly signal: AbortSignal;
}

export type Handler<E extends AnyEndpoint, Caller> = (
  input: EndpointInput<E>,
  caller: Caller,
  exchange: Exchange,
) => Promise<EndpointAnswer<E> extends undefined ? void : EndpointAnswer<E>>;

/**
 * Serves a declared endpoint: admits the caller, parses parameters, query and body by the contract, and maps a thrown
 * FaultError to its status and coded JSON.
 */
export function mount<E extends AnyEndpoint, Caller>(
  mounting: Mounting<Caller>,
  endpoint: E,
  handle: Handler<E, Caller>,
): void {
  const method = endpoint.method.toLowerCase() as 'get' | 'head' | 'post' | 'put' | 'patch' | 'delete';
  mounting.router[method](endpoint.path, async (request: Request, response: Response) => {
    try {
      const caller = await mounting.admit(request, endpoint);
      const input = await parseInput(endpoint, request);
      const controller = new AbortController();
      response.once('close', () => controller.abort());
      const answer = await handle(input as EndpointInput<E>, caller, {
        request,
        response,
        signal: controller.signal,
      });
      if (!response.destroyed) writeAnswer(mounting, endpoint, response, answer);
    } catch (error) {
      answerFault(response, faultOf(error, mounting.log));
    }
  });
}

/** Parameters, query and body by their schemas; throws `general.invalid-input` or `general.too-large`. */
export async function parseInput(
  endpoint: AnyEndpoint,
  request: Request,
): Promise<{ params: unknown; query: unknown; body: unknown }> {
  const params = parse(endpoint.params, request.params);
  const query = parse(endpoint.query, request.query);
  if (endpoint.body === undefined) return { params, query, body: undefined };
  if (isBytes(endpoint.body)) {
    const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
    if (type === undefined || !endpoint.body.bytes.includes(type))
      throw new FaultError(
        'general.invalid-input',
        `content type must be ${endpoint.body.bytes.join(' or ')}`,
      );
    return { params, query, body: await readBody(request, endpoint.body.maxBytes) };
  }
  const bytes = await readBody(request, MAX_JSON_BYTES);
  return { params, query, body: parse(endpoint.body as z.ZodType, parseJson(bytes)) };
}

function parse(schema: z.ZodType | undefined, value: unknown): unknown {
  if (schema === undefined) return {};
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  // Paths and rules only: what was sent may be personal.
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`);
  throw new FaultError('general.invalid-input', issues.slice(0, 5).join('; '));
}

function parseJson(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw new FaultError('general.invalid-input', 'not JSON');
  }
}

function writeAnswer(
  { areAnswersChecked, log }: Pick<Mounting<unknown>, 'areAnswersChecked' | 'log'>,
  endpoint: AnyEndpoint,
  response: Response,
  answer: unknown,
): void {
  if (!response.hasHeader('cache-control')) response.setHeader('cache-control', 'no-store');
  if (endpoint.answer === undefined) {
    response.status(204).end();
  } else if (isBytes(endpoint.answer)) {
    if (!response.hasHeader('content-type')) response.setHeader('content-type', endpoint.answer.bytes[0]!);
    // By its ETag, where the handler set one.
    if (response.req.fresh) return void response.status(304).end();
    response.end(Buffer.from(answer as Uint8Array));
  } else {
    const check = areAnswersChecked ? (endpoint.answer as z.ZodType).safeParse(answer) : null;
    if (check?.success === false) {
      log.error(
        { endpoint: `${endpoint.method} ${endpoint.path}`, problem: z.prettifyError(check.error) },
        'an answer breaks its contract',
      );
      throw new FaultError('general.internal', 'the answer breaks its contract');
    }
    response.json(answer);
  }
}
