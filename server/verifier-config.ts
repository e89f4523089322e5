import { resolve } from 'node:path';
import { FaultError } from '@saoy/contracts/errors';
import { z } from 'zod';

const count = (fallback: number, most: number) => z.coerce.number().int().min(1).max(most).default(fallback);

/** Every setting of a verifier of its own; none of them names a key. */
const environmentSchema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8070),
  /** PostgreSQL, with a role that may read; without it only the signatures of files are checked. */
  DATABASE_URL: z.string().optional(),
  DATABASE_CONNECTIONS: count(4, 100),
  /** PEM certificates that signatures must lead to. */
  TRUST_ANCHORS_FILE: z.string(),
  /** JSON of the authority; outside production a sample is used without it. */
  AUTHORITY_FILE: z.string().optional(),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  /** From one address. */
  CALLS_PER_MINUTE: count(120, 10_000_000),
  /** From everybody, in this process. */
  CALLS_PER_SECOND: count(2_000, 1_000_000),
  /** Files of up to 100 MB that are received or checked at once. */
  FILES_AT_ONCE: count(4, 64),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

export type VerifierConfig = ReturnType<typeof readVerifierConfig>;

/** Parses the environment; throws `configuration.invalid` naming the setting. */
export function readVerifierConfig(environment: Record<string, string | undefined>) {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  const invalid = (detail: string) => new FaultError('configuration.invalid', detail);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw invalid(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  const env = parsed.data;
  const isProduction = env.NODE_ENV === 'production';
  if (isProduction && env.AUTHORITY_FILE === undefined) throw invalid('AUTHORITY_FILE is missing');
  return {
    isProduction,
    host: env.HOST,
    port: env.PORT,
    databaseUrl: env.DATABASE_URL,
    databaseConnections: env.DATABASE_CONNECTIONS,
    trustAnchorsFile: resolve(env.TRUST_ANCHORS_FILE),
    authorityFile: env.AUTHORITY_FILE === undefined ? undefined : resolve(env.AUTHORITY_FILE),
    trustedProxies: env.TRUSTED_PROXIES,
    callsPerMinute: env.CALLS_PER_MINUTE,
    callsPerSecond: env.CALLS_PER_SECOND,
    filesAtOnce: env.FILES_AT_ONCE,
    logLevel: env.LOG_LEVEL,
  };
}
