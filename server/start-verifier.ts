import { FaultError } from '@saoy/contracts/errors';
import type { Logger } from 'pino';
import { authorityAt } from './authorities/authority-at.ts';
import { DEVELOPMENT_AUTHORITY } from './authorities/development-authority.ts';
import { loadAuthority } from './authorities/load-authority.ts';
import { listenOn } from './http/listen-on.ts';
import { createVerifierListener } from './http/verifier-listener.ts';
import { loadTrustAnchors } from './load-trust.ts';
import { openReadOnly } from './storage/open-read-only.ts';
import { validateInWorker } from './validation/index.ts';
import type { VerifierConfig } from './verifier-config.ts';

const VERSION = '0.1.0';
const VALIDATION_LIMITS = { timeoutMs: 20_000, maxBytes: 100 * 1024 * 1024 };

export interface RunningVerifier {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts the public verifier as a process of its own: it reads the register and knows whom to trust. Nothing it is
 * composed of can open a key, which `pnpm check` enforces.
 */
export async function startVerifier(config: VerifierConfig, log: Logger): Promise<RunningVerifier> {
  const trustAnchors = await loadTrustAnchors(config.trustAnchorsFile, config);
  const authority = await loadAuthorityOf(config.authorityFile);
  const { databaseUrl, databaseConnections } = config;
  const database =
    databaseUrl === undefined ? null : openReadOnly(databaseUrl, { connections: databaseConnections, log });
  const now = () => new Date();
  const server = createVerifierListener(
    {
      database,
      authorityAt: (at) => authorityAt(authority, at),
      now,
      log,
      validate: (pdf) => validateInWorker(pdf, { trustAnchors, at: now() }, VALIDATION_LIMITS),
    },
    { ...config, version: VERSION },
  );
  const port = await listenOn(server, config.port, config.host);
  const host = config.host === '127.0.0.1' || config.host === '0.0.0.0' ? 'localhost' : config.host;
  return {
    url: `http://${host}:${port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      await closed;
      await database?.close();
    },
  };
}

async function loadAuthorityOf(file: string | undefined) {
  if (file === undefined) return DEVELOPMENT_AUTHORITY;
  const loaded = await loadAuthority(file);
  if (!loaded.ok) throw new FaultError(loaded.error.code, loaded.error.detail);
  return loaded.value;
}
