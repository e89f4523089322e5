// Kiosks prove themselves with a machine certificate. The handshake lets a wrong certificate through so that its owner
// gets a coded answer instead of a broken connection; nothing behind it is reached before the certificate is judged.
import { constants } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Server } from 'node:https';
import { createServer } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { FaultError, fault } from '@saoy/contracts/errors';
import express, { type Express, type Request, type Router } from 'express';
import type { Logger } from 'pino';
import { recordAudit } from '../audit/record-audit.ts';
import { admitKiosk } from '../kiosks/manage-kiosks.ts';
import type { ServiceContext } from '../service-context.ts';
import type { KioskRow } from '../storage/schema.ts';
import { answerFault } from './answer-fault.ts';

export interface AgentTlsFiles {
  readonly agentTlsKey: string;
  readonly agentTlsCertificate: string;
  readonly agentCa: string;
  /** PEM; one for every authority above a kiosk certificate. */
  readonly agentRevocationLists: readonly string[];
}

const RELOAD_MS = 5000;
/** One refusal of a kind is audited once in this time, so that a loop cannot flood the trail. */
const AUDIT_EVERY_MS = 60_000;

export interface AgentListener {
  readonly server: Server;
  readonly router: Router;
  admit(request: Request): Promise<KioskRow>;
  /** Reads certificate and revocation files again when they changed; connections made before are closed. */
  reload(): void;
  close(): Promise<void>;
}

const readFiles = (files: AgentTlsFiles) => ({
  key: readFileSync(files.agentTlsKey),
  cert: readFileSync(files.agentTlsCertificate),
  ca: readFileSync(files.agentCa),
  ...(files.agentRevocationLists.length === 0
    ? {}
    : { crl: files.agentRevocationLists.map((path) => readFileSync(path)) }),
  requestCert: true,
  rejectUnauthorized: false,
  minVersion: 'TLSv1.2' as const,
  // No resumption: every connection judges the certificate anew.
  secureOptions: constants.SSL_OP_NO_TICKET,
  sessionIdContext: 'saoy-agents',
});

/** The listener for kiosk agents: mutual TLS with chain, expiry, purpose and revocation checked. */
export function createAgentListener(
  context: ServiceContext,
  files: AgentTlsFiles,
  log: Logger,
): AgentListener {
  const app: Express = express().disable('x-powered-by').set('query parser', 'simple');
  const router = express.Router();
  const paths = [files.agentTlsKey, files.agentTlsCertificate, files.agentCa, ...files.agentRevocationLists];
  const stamp = () => paths.map((path) => statSync(path).mtimeMs).join();
  let loaded = stamp();
  const server = createServer(readFiles(files), app);
  const auditedAtMs = new Map<string, number>();

  async function refuse(subject: string | null, detail: string): Promise<void> {
    const key = `${subject}:${detail}`;
    const nowMs = context.now().getTime();
    if (nowMs - (auditedAtMs.get(key) ?? Number.NEGATIVE_INFINITY) < AUDIT_EVERY_MS) return;
    if (auditedAtMs.size > 1000) auditedAtMs.clear();
    auditedAtMs.set(key, nowMs);
    const entry = {
      at: context.now(),
      code: 'kiosk.refused',
      by: null,
      subject,
      isSuccess: false,
      detail,
    } as const;
    await recordAudit(context.database.db, entry);
  }

  async function admit(request: Request): Promise<KioskRow> {
    const socket = request.socket as TLSSocket;
    const certificate = socket.getPeerCertificate();
    // Without a certificate Node answers an empty object.
    const name: unknown = certificate.subject?.CN;
    const commonName = typeof name === 'string' ? name.slice(0, 100) : null;
    if (!socket.authorized || commonName === null) {
      const reason = certificateProblem(socket, commonName);
      await refuse(commonName, reason);
      throw new FaultError('kiosk.certificate-refused', reason);
    }
    try {
      return await admitKiosk(context, commonName);
    } catch (error) {
      if (error instanceof FaultError) await refuse(commonName, error.code);
      throw error;
    }
  }

  const reload = () => {
    try {
      const present = stamp();
      if (present === loaded) return;
      server.setSecureContext(readFiles(files));
      loaded = present;
      server.closeAllConnections();
      log.info('certificates and revocation lists of the agent listener were read again');
    } catch (error) {
      log.error({ err: error }, 'certificates of the agent listener cannot be read again');
    }
  };
  const timer = setInterval(reload, RELOAD_MS).unref();
  server.on('tlsClientError', (error: NodeJS.ErrnoException) =>
    log.warn({ code: error.code }, 'TLS handshake failed'),
  );
  app.use(router);
  app.use((request, response) => {
    void admit(request).then(
      () => answerFault(response, fault('general.not-found')),
      (error: unknown) =>
        answerFault(response, error instanceof FaultError ? error.fault : fault('general.internal')),
    );
  });
  return {
    server,
    router,
    admit,
    reload,
    close: () => {
      clearInterval(timer);
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function certificateProblem(socket: TLSSocket, commonName: string | null): string {
  if (commonName === null) return 'NO_CERTIFICATE';
  const error = socket.authorizationError as Error | string | null | undefined;
  if (error === null || error === undefined) return 'UNKNOWN';
  return typeof error === 'string' ? error : ((error as NodeJS.ErrnoException).code ?? error.message);
}
