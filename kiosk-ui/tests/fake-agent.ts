import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import type { VisitCommand } from '@saoy/contracts/visit/command';
import type { KioskStatus } from '@saoy/contracts/visit/status';

export interface FakeAgent {
  readonly url: string;
  readonly port: number;
  readonly commands: VisitCommand[];
  readonly resumedWith: string[];
  push(status: KioskStatus): void;
  /** What to push once a visit is resumed; null refuses to. */
  onResume: KioskStatus | null;
  /** Answers everything under /api with this status, as an agent of another boot would. */
  refuseWith: number | null;
  stop(): Promise<void>;
}

/** The agent's half of the wire without devices: serves a built screen, pushes what a test says, notes what comes. */
export async function startFakeAgent(folder: string, first: KioskStatus, port = 0): Promise<FakeAgent> {
  const streams = new Set<ServerResponse>();
  let latest = first;
  const send = (response: ServerResponse): void => {
    response.write(`data: ${JSON.stringify(latest)}\n\n`);
  };
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    const body = await readAll(request);
    if (path.startsWith('/api/') && agent.refuseWith !== null) {
      response.writeHead(agent.refuseWith).end('{}');
      return;
    }
    switch (path) {
      case '/api/status':
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        streams.add(response);
        response.on('close', () => streams.delete(response));
        send(response);
        return;
      case '/api/commands':
        agent.commands.push(JSON.parse(body));
        response.writeHead(204).end();
        return;
      case '/api/resume':
        agent.resumedWith.push(JSON.parse(body).visitToken);
        response.writeHead(agent.onResume === null ? 404 : 204).end();
        if (agent.onResume !== null) agent.push(agent.onResume);
        return;
      default:
        serveFile(folder, path, response);
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: bound } = server.address() as AddressInfo;
  const agent: FakeAgent = {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    commands: [],
    resumedWith: [],
    onResume: null,
    refuseWith: null,
    push(status) {
      latest = status;
      for (const stream of streams) send(stream);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return agent;
}

async function readAll(request: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function serveFile(folder: string, path: string, response: ServerResponse): void {
  const file = join(folder, path === '/' ? 'index.html' : path);
  const type = { html: 'text/html', js: 'text/javascript', css: 'text/css', woff2: 'font/woff2' }[
    file.split('.').at(-1) ?? ''
  ];
  readFile(file).then(
    (bytes) => response.setHeader('content-type', type ?? 'application/octet-stream').end(bytes),
    () => response.writeHead(404).end(),
  );
}
