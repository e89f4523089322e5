import { FaultError } from '@saoy/contracts/errors';
import { readVerifierConfig, serialiseError, startVerifier } from '@saoy/server/verifier';
import { pino } from 'pino';

interface VerifierOptions {
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  readonly trust?: string;
  readonly authority?: string;
  readonly trustedProxies?: number;
}

const STOP_TIMEOUT_MS = 25_000;

/** Runs the public verifier until it is told to stop; options win over the environment. */
export async function verifier(options: VerifierOptions): Promise<void> {
  const given = {
    HOST: options.host,
    PORT: options.port?.toString(),
    DATABASE_URL: options.database,
    TRUST_ANCHORS_FILE: options.trust,
    AUTHORITY_FILE: options.authority,
    TRUSTED_PROXIES: options.trustedProxies?.toString(),
  };
  const chosen = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  try {
    const config = readVerifierConfig({ ...process.env, ...chosen });
    const log = pino(
      { name: 'verifier', level: config.logLevel, serializers: { err: serialiseError } },
      pino.destination({ fd: 2, sync: true }),
    );
    const running = await startVerifier(config, log);
    const stop = () => {
      setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
      void running.close().then(() => process.exit(0));
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    const register = config.databaseUrl === undefined ? 'not-asked' : 'read-only';
    console.log(JSON.stringify({ ready: true, url: running.url, register }));
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    console.error(`saoy: ${error.message}`);
    process.exitCode = 1;
  }
}
