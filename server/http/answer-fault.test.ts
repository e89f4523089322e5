import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { defineEndpoint } from '@saoy/contracts/endpoint';
import express from 'express';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mount } from './mount.ts';

const MEBIBYTE = Buffer.alloc(1024 * 1024);
const takesOneMebibyte = defineEndpoint({
  method: 'POST',
  path: '/files',
  auth: 'none',
  summary: 'Takes a small file',
  body: { bytes: ['application/pdf'], maxBytes: MEBIBYTE.length },
  errors: ['general.too-large'],
});

describe('a body longer than its limit', () => {
  let server: Server;
  let port: number;
  beforeAll(async () => {
    const router = express();
    const log = pino({ level: 'silent' });
    mount(
      { router, admit: async () => undefined, areAnswersChecked: true, log },
      takesOneMebibyte,
      async () => {},
    );
    server = createServer(router).listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => void server?.close());

  /** Sends everything before it reads anything, as browsers do. */
  async function post(headers: string, frame: (part: Buffer) => Buffer[], mebibytes: number, end: string) {
    const socket = connect(port, '127.0.0.1').setNoDelay().pause();
    socket.write(
      `POST /files HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/pdf\r\n${headers}\r\n\r\n`,
    );
    for (let sent = 0; sent < mebibytes; sent++)
      for (const part of frame(MEBIBYTE)) if (!socket.write(part)) await once(socket, 'drain');
    socket.write(end);
    const answer = await text(socket);
    return { status: answer.split('\r\n', 1)[0], body: JSON.parse(answer.split('\r\n\r\n')[1]!) };
  }
  const refused = {
    status: 'HTTP/1.1 413 Payload Too Large',
    body: { error: { code: 'general.too-large' } },
  };

  test('is refused in words that also reach who sends all of it first', async () => {
    expect(await post(`Content-Length: ${32 * MEBIBYTE.length}`, (part) => [part], 32, '')).toMatchObject(
      refused,
    );
  });

  test('is refused so too where its length was not told before', async () => {
    const chunk = (part: Buffer) => [
      Buffer.from(`${part.length.toString(16)}\r\n`),
      part,
      Buffer.from('\r\n'),
    ];
    expect(await post('Transfer-Encoding: chunked', chunk, 32, '0\r\n\r\n')).toMatchObject(refused);
  });
});
