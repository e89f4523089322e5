import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchangeHttp } from './http-exchange.ts';

let server: Server;
let url: string;
let connections = 0;
let isHangingUp = false;
let unanswered = 0;
const used = new WeakSet<Socket>();
beforeAll(async () => {
  server = createServer((request, response) => {
    const isUsed = used.has(request.socket);
    used.add(request.socket);
    if (isHangingUp && isUsed) return void request.socket.resetAndDestroy();
    if (request.url === '/never') {
      unanswered++;
      return;
    }
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

  it('goes over a new connection when the one that was kept open has been closed meanwhile', async () => {
    await Promise.all([ask('/'), ask('/'), ask('/')]);
    isHangingUp = true;
    // Every kept connection is cut at the moment when it is used again.
    expect(Buffer.from(await ask('/')).toString()).toBe('answer');
    isHangingUp = false;
  });

  it.each(['/refused', '/large', '/cut'])('fails on %s', async (path) => {
    await expect(ask(path)).rejects.toThrow();
  });

  it('asks once when the time is up, also over a connection that was kept open', async () => {
    await ask('/');
    await expect(ask('/never', 50)).rejects.toThrow('no answer in time');
    await ask('/');
    expect(unanswered).toBe(1);
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
