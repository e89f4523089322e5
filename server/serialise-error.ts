import { DrizzleQueryError } from 'drizzle-orm';
import { stdSerializers } from 'pino';

/** What PostgreSQL says of a failure without repeating a value of the row. */
const harmless = ['code', 'severity', 'schema', 'table', 'column', 'constraint', 'routine'] as const;

/**
 * An error as it may stand in a log. A failed query carries its parameters in message, fields and cause, and they are
 * names and numbers of people: of it only the statement and what the database calls the failure are kept.
 */
export function serialiseError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const query = findFailedQuery(error);
  if (query === null) return stdSerializers.err(error);
  const { cause } = query;
  const facts = cause as Partial<Record<(typeof harmless)[number], unknown>> | undefined;
  return {
    type: query.name,
    message: 'a query failed',
    query: query.query,
    reason: Object.fromEntries(harmless.flatMap((name) => (facts?.[name] ? [[name, facts[name]]] : []))),
    // The first lines of a stack are the message.
    stack: query.stack?.slice(query.stack.indexOf('\n    at ')),
  };
}

function findFailedQuery(error: unknown): DrizzleQueryError | null {
  if (error instanceof DrizzleQueryError) return error;
  return error instanceof Error && error.cause !== undefined ? findFailedQuery(error.cause) : null;
}
