import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { isBytes, isEventStream } from './endpoint.ts';
import { errorAnswerSchema } from './endpoint-call.ts';
import { errors } from './errors/index.ts';

// biome-ignore lint/suspicious/noExplicitAny: any endpoint may be documented.
type Endpoints = Record<string, Endpoint<any, any, any, any>>;

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  });
  return rest;
};

function parametersOf(schema: unknown, place: 'path' | 'query'): object[] {
  if (!(schema instanceof z.ZodObject)) return [];
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(json.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (json.required ?? []).includes(name),
    schema: property,
  }));
}

const bodyOf = (body: unknown) =>
  isBytes(body)
    ? Object.fromEntries(body.bytes.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]))
    : { 'application/json': { schema: schemaOf(body as z.ZodType, 'input') } };

function answerOf(answer: unknown): object {
  if (answer === undefined) return { 204: { description: 'Done' } };
  if (isBytes(answer)) return { 200: { description: 'OK', content: bodyOf(answer) } };
  if (isEventStream(answer))
    return {
      200: {
        description: 'Events',
        content: { 'text/event-stream': { schema: schemaOf(answer.events, 'output') } },
      },
    };
  return {
    200: {
      description: 'OK',
      content: { 'application/json': { schema: schemaOf(answer as z.ZodType, 'output') } },
    },
  };
}

/** The OpenAPI 3.1 document of a set of endpoints. */
export function describeApi(title: string, version: string, endpoints: Endpoints): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [operationId, endpoint] of Object.entries(endpoints)) {
    const path = endpoint.path.replace(/:([A-Za-z0-9]+)/g, '{$1}');
    const failures = Map.groupBy(endpoint.errors ?? [], (code) => errors[code].http);
    paths[path] = {
      ...paths[path],
      [endpoint.method.toLowerCase()]: {
        operationId,
        summary: endpoint.summary,
        ...(endpoint.auth === 'none' ? {} : { security: [{ [endpoint.auth]: [...(endpoint.roles ?? [])] }] }),
        parameters: [...parametersOf(endpoint.params, 'path'), ...parametersOf(endpoint.query, 'query')],
        ...(endpoint.body === undefined
          ? {}
          : { requestBody: { required: true, content: bodyOf(endpoint.body) } }),
        responses: {
          ...answerOf(endpoint.answer),
          ...Object.fromEntries(
            [...failures].map(([status, codes]) => [
              status,
              {
                description: codes.join(', '),
                content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
              },
            ]),
          ),
        },
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: { title, version },
    paths,
    components: {
      schemas: { Error: schemaOf(errorAnswerSchema, 'output') },
      securitySchemes: {
        kiosk: { type: 'mutualTLS', description: 'The kiosk machine certificate' },
        staff: {
          type: 'apiKey',
          in: 'cookie',
          name: 'saoy_staff',
          description: 'Session opened with a passkey',
        },
      },
    },
  };
}
