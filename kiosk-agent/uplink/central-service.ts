import { Agent, request as httpsRequest } from 'node:https';
import type { Endpoint, EndpointAnswer, EndpointCall } from '@saoy/contracts/endpoint';
import { buildRequest, parseAnswer } from '@saoy/contracts/endpoint-call';
import { type Fault, fault } from '@saoy/contracts/errors';
import { err, type Result } from '@saoy/contracts/result';

// biome-ignore lint/suspicious/noExplicitAny: the generics of an endpoint are inferred at the call.
export type AnyEndpoint = Endpoint<any, any, any, any>;

export interface CallOptions {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** The central service as the agent sees it. A failure of the network is `kiosk.server-unreachable`. */
export interface CentralService {
  call<E extends AnyEndpoint>(
    endpoint: E,
    call: EndpointCall<E>,
    options?: CallOptions,
  ): Promise<Result<EndpointAnswer<E>, Fault>>;
  close(): void;
}

export interface CentralServiceOptions {
  readonly serverUrl: string;
  /** PEM of this machine's certificate, its key and the roots it trusts for the server. */
  readonly certificate: string;
  readonly key: string;
  readonly ca: string;
  /** Told after every call whether the server answered at all. */
  readonly onContact?: (isReached: boolean) => void;
}

const defaultTimeoutMs = 30_000;

/** A mutual-TLS client that keeps its connections. */
export function openCentralService(options: CentralServiceOptions): CentralService {
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 16,
    cert: options.certificate,
    key: options.key,
    ca: options.ca,
    minVersion: 'TLSv1.2',
  });
  const base = new URL(options.serverUrl);
  return {
    async call(endpoint, call, { timeoutMs = defaultTimeoutMs, signal } = {}) {
      const wire = buildRequest(endpoint, call);
      const deadline = AbortSignal.timeout(timeoutMs);
      try {
        const { status, body } = await exchange(
          base,
          agent,
          wire,
          signal === undefined ? deadline : AbortSignal.any([deadline, signal]),
        );
        options.onContact?.(true);
        return parseAnswer(endpoint, status, body);
      } catch (error) {
        if (!signal?.aborted) options.onContact?.(false);
        return err(fault('kiosk.server-unreachable', reasonOf(error)));
      }
    },
    close: () => agent.destroy(),
  };
}

function exchange(
  base: URL,
  agent: Agent,
  wire: ReturnType<typeof buildRequest>,
  signal: AbortSignal,
): Promise<{ status: number; body: Uint8Array }> {
  return new Promise((resolve, reject) => {
    const body = wire.body === undefined ? undefined : Buffer.from(wire.body as Uint8Array);
    const request = httpsRequest(
      new URL(wire.path, base),
      {
        agent,
        method: wire.method,
        signal,
        headers: { ...wire.headers, 'content-length': body?.length ?? 0 },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('aborted', () => reject(new Error('the connection was cut')));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** Names the reason without addresses or content. */
function reasonOf(error: unknown): string {
  const { code, name } = error as NodeJS.ErrnoException;
  return code ?? name;
}
