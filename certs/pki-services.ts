import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { revocationListIssuers } from './identities.ts';
import { createOcspResponder, type StatusFault, statusFaults } from './ocsp-responder.ts';
import { loadIdentity } from './pki-folder.ts';
import { publishRevocationLists, revokeIdentity, staleRevocationList } from './publish-revocation-lists.ts';
import { createTimeStampResponder, type TokenFault } from './time-stamp-responder.ts';

const MAX_REQUEST_BYTES = 64 * 1024;
const LIST_RENEWAL_MS = 24 * 3_600_000;
const tokenFaults: readonly string[] = [
  'wrong-imprint',
  'wrong-nonce',
  'bad-signature',
  'wrong-issuer',
  'expired-certificate',
  'wrong-purpose',
  'rejected',
  'garbage',
] satisfies TokenFault[];

/** An ordered fault; `slow:60000` answers correctly after so many milliseconds. */
export type ServiceFault = 'none' | 'down' | `slow:${number}`;
export interface Faults {
  readonly tsa?: ServiceFault | TokenFault;
  readonly ocsp?: ServiceFault | StatusFault;
  /** For every revocation list. */
  readonly crl?: ServiceFault | 'stale' | 'garbage';
}

export interface PkiServices {
  /** Base address; `/tsa`, `/ocsp`, `/crl/<issuer>.crl`, `/ca/<issuer>.cer`, `/faults`, `/revoke` lie below it. */
  readonly url: string;
  setFault(faults: Faults): void;
  /** The most time-stamps that were asked for at the same moment. */
  mostAtOnce(): number;
  /** Revokes an identity by its declared name; the next OCSP answer says so. */
  revoke(name: string): Promise<void>;
  close(): Promise<void>;
}

export interface PkiServicesOptions {
  readonly dir: string;
  /** Port to listen on; must be the one of the PKI when validators follow the addresses in certificates. 0 picks one. */
  readonly port: number;
  readonly log?: (message: string) => void;
  readonly now?: () => Date;
}

/** Runs TSA, OCSP responder and downloads of the development PKI on 127.0.0.1. */
export async function startPkiServices(options: PkiServicesOptions): Promise<PkiServices> {
  const { dir, port, log = () => {}, now = () => new Date() } = options;
  const [tsa, ocsp] = await Promise.all([createTimeStampResponder(dir, now), createOcspResponder(dir, now)]);
  let faults: Faults = {};
  const atOnce = { now: 0, most: 0 };
  const stopping = new AbortController();

  /** Waits or hangs up as ordered; false when the connection was cut. */
  async function obeyFault(fault: string | undefined, response: ServerResponse): Promise<boolean> {
    if (fault === 'down') {
      response.destroy();
      return false;
    }
    if (fault?.startsWith('slow:'))
      await delay(Number(fault.slice(5)), undefined, { signal: stopping.signal, ref: false });
    return !response.destroyed;
  }

  async function listOf(issuer: string): Promise<Uint8Array> {
    if (faults.crl === 'garbage') return Buffer.from('garbage');
    if (faults.crl === 'stale') return staleRevocationList(dir, issuer, now());
    return readFile(join(dir, 'crl', `${issuer}.crl`));
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
    if (request.method === 'POST' && path === '/tsa') {
      const body = await readBody(request);
      atOnce.most = Math.max(atOnce.most, ++atOnce.now);
      response.once('close', () => atOnce.now--);
      if (!(await obeyFault(faults.tsa, response))) return;
      const isLie = tokenFaults.includes(faults.tsa ?? '') || faults.tsa?.startsWith('clock:') === true;
      const fault = isLie ? (faults.tsa as TokenFault) : undefined;
      return send(response, 200, 'application/timestamp-reply', tsa.answer(body, fault));
    }
    if (request.method === 'POST' && path === '/ocsp') {
      const body = await readBody(request);
      if (!(await obeyFault(faults.ocsp, response))) return;
      const fault = statusFaults.find((name) => name === faults.ocsp);
      const answer = fault === 'garbage' ? Buffer.from('garbage') : await ocsp.answer(body, fault);
      return send(response, 200, 'application/ocsp-response', answer);
    }
    if (request.method === 'POST' && path === '/faults') {
      faults = { ...faults, ...(JSON.parse((await readBody(request)).toString('utf8')) as Faults) };
      log(`faults: ${JSON.stringify(faults)}`);
      return send(response, 200, 'application/json', JSON.stringify(faults));
    }
    if (request.method === 'POST' && path === '/revoke') {
      const { name } = JSON.parse((await readBody(request)).toString('utf8')) as { name: string };
      await revokeIdentity(dir, name, now());
      log(`revoked ${name}`);
      return send(response, 200, 'application/json', '{}');
    }
    const download = /^\/(crl|ca)\/([a-z-]+)\.(crl|cer)$/.exec(path);
    const issuer = revocationListIssuers.find((name) => name === download?.[2]);
    if (request.method === 'GET' && issuer !== undefined) {
      if (download?.[1] === 'crl') {
        if (!(await obeyFault(faults.crl, response))) return;
        return send(response, 200, 'application/pkix-crl', await listOf(issuer));
      }
      const certificate = (await loadIdentity(dir, issuer))!.certificate;
      return send(response, 200, 'application/pkix-cert', new Uint8Array(certificate.toSchema().toBER()));
    }
    return send(response, 404, 'text/plain', 'Not found\n');
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (stopping.signal.aborted || response.destroyed) return;
      log(`request failed: ${error instanceof Error ? error.message : String(error)}`);
      send(response, 400, 'text/plain', 'Bad request\n');
    });
  });
  await listen(server, port);
  const renewal = setInterval(() => {
    publishRevocationLists(dir, now()).catch((error: unknown) => log(`lists not renewed: ${String(error)}`));
  }, LIST_RENEWAL_MS);
  renewal.unref();
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;
  return {
    url,
    setFault: (next) => {
      faults = { ...faults, ...next };
    },
    mostAtOnce: () => atOnce.most,
    revoke: (name) => revokeIdentity(dir, name, now()),
    async close() {
      clearInterval(renewal);
      stopping.abort();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_REQUEST_BYTES) throw new Error('request too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, status: number, type: string, body: Uint8Array | string): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
