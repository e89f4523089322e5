import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchangeHttp } from './http-exchange.ts';

let server: Server;
let url: string;
let connections = 0;
beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/never') return;
    if (request.url === '/half') {
      response.writeHead(200);
      response.write('begun');
      return;
    }
    if (request.url === '/cut') {
      response.writeHead(200, { 'content-length': 100 });
      response.write('begun');
      setImmediate(() => response.destroy());
      return;
    }
    response.writeHead(request.url === '/refused' ? 503 : 200);
    response.end(request.url === '/large' ? Buffer.alloc(2_000) : 'answer');
  });
  server.on('connection', () => connections++);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const ask = (path: string, timeoutMs = 5_000): Promise<Uint8Array> =>
  exchangeHttp({
    url: url + path,
    method: 'POST',
    body: Buffer.from('question'),
    timeoutMs,
    maxBytes: 1_000,
  });

describe('an exchange with an authority', () => {
  it('gives the body of an answer, and goes over the same connection the next time', async () => {
    for (let i = 0; i < 5; i++) expect(Buffer.from(await ask('/')).toString()).toBe('answer');
    expect(connections).toBe(1);
  });

  it.each(['/refused', '/large', '/cut'])('fails on %s', async (path) => {
    await expect(ask(path)).rejects.toThrow();
  });

  it.each(['/never', '/half'])('fails when %s takes longer than it may', async (path) => {
    await expect(ask(path, 50)).rejects.toThrow();
  });

  it('fails when nobody listens', async () => {
    await expect(
      exchangeHttp({ url: 'http://127.0.0.1:1/', method: 'GET', timeoutMs: 5_000, maxBytes: 10 }),
    ).rejects.toThrow();
  });
});
