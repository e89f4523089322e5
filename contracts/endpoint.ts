// One declaration of an HTTP endpoint serves the server (parse the input), the client (parse the answer) and OpenAPI.
import type { z } from 'zod';
import type { ErrorCode } from './errors/index.ts';

/** Raw bytes instead of JSON. */
export interface BytesBody {
  readonly bytes: readonly string[];
  /** Upper bound in bytes; the server answers general.too-large beyond it. */
  readonly maxBytes: number;
}

/** Server-sent events whose `data` is one JSON value of `events` each. */
export interface EventStream<T extends z.ZodType = z.ZodType> {
  readonly events: T;
}

export type Auth = 'none' | 'kiosk' | 'staff';
export type StaffRole = 'supervisor' | 'certifier' | 'auditor' | 'administrator';

export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType | BytesBody | undefined = z.ZodType | BytesBody | undefined,
  Answer extends z.ZodType | BytesBody | EventStream | undefined =
    | z.ZodType
    | BytesBody
    | EventStream
    | undefined,
> {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Express path: `/agent/v1/requests/:requestId`. */
  readonly path: string;
  readonly summary: string;
  readonly auth: Auth;
  /** Staff roles that may call it; absent = every signed-in person. */
  readonly roles?: readonly StaffRole[];
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly answer?: Answer;
  readonly errors?: readonly ErrorCode[];
}

export const defineEndpoint = <
  Params extends z.ZodType = z.ZodType<Record<string, never>>,
  Query extends z.ZodType = z.ZodType<Record<string, never>>,
  Body extends z.ZodType | BytesBody | undefined = undefined,
  Answer extends z.ZodType | BytesBody | EventStream | undefined = undefined,
>(
  endpoint: Endpoint<Params, Query, Body, Answer>,
): Endpoint<Params, Query, Body, Answer> => endpoint;

export const isBytes = (body: unknown): body is BytesBody =>
  typeof body === 'object' && body !== null && 'bytes' in body && 'maxBytes' in body;
export const isEventStream = (answer: unknown): answer is EventStream =>
  typeof answer === 'object' && answer !== null && 'events' in answer && !('parse' in answer);

/** What a handler receives: parsed parameters, query and body. */
export type EndpointInput<E> =
  E extends Endpoint<infer P, infer Q, infer B, infer _A>
    ? {
        params: z.output<P>;
        query: z.output<Q>;
        body: B extends z.ZodType ? z.output<B> : B extends BytesBody ? Uint8Array : undefined;
      }
    : never;

/** What a caller sends. */
export type EndpointCall<E> =
  E extends Endpoint<infer P, infer Q, infer B, infer _A>
    ? {
        params?: z.input<P>;
        query?: z.input<Q>;
        body?: B extends z.ZodType ? z.input<B> : B extends BytesBody ? Uint8Array : undefined;
        headers?: Record<string, string>;
      }
    : never;

/** What a JSON endpoint answers. */
export type EndpointAnswer<E> =
  E extends Endpoint<infer _P, infer _Q, infer _B, infer A>
    ? A extends z.ZodType
      ? z.output<A>
      : A extends BytesBody
        ? Uint8Array
        : undefined
    : never;
