import { FaultError } from '@saoy/contracts/errors';
import { pino } from 'pino';
import { readConfig } from './config.ts';
import { serialiseError } from './serialise-error.ts';
import { startServer } from './start-server.ts';

/** Whoever asks twice is obeyed at once. */
const STOP_TIMEOUT_MS = 8000;

/** Nothing that names a person, opens a link or holds an image may reach the log, whatever is logged by mistake. */
const redacted = [
  'holderName',
  'holderNumber',
  'email',
  'to',
  'secret',
  'token',
  'authorization',
  'cookie',
  'text',
  'fields',
].flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino(
    {
      name: 'server',
      level: config.logLevel,
      redact: { paths: redacted, censor: '[removed]' },
      serializers: { err: serialiseError },
    },
    pino.destination({ fd: 2, sync: true }),
  );
  const server = await startServer(config, log);
  let isStopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (isStopping) process.exit(1);
    isStopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    void server.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const { url, agentUrl, operationsFile, enrolment } = server;
  process.stdout.write(`${JSON.stringify({ ready: true, url, agentUrl, operationsFile, enrolment })}\n`);
}

main().catch((error: unknown) => {
  const said =
    error instanceof FaultError
      ? { error: { code: error.code, detail: error.fault.detail } }
      : { error: { code: 'general.internal', detail: error instanceof Error ? error.stack : String(error) } };
  process.stderr.write(`${JSON.stringify(said)}\n`);
  process.exit(1);
});
