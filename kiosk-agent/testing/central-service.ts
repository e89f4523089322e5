// A test double of the central service: true to the contract on the wire, in memory behind it.
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { agentApi, type KioskConfiguration } from '@saoy/contracts/agent-api';
import type { Endpoint } from '@saoy/contracts/endpoint';
import { isBytes } from '@saoy/contracts/endpoint';
import { type ErrorCode, errors } from '@saoy/contracts/errors';
import type { Challenge } from '@saoy/contracts/identity';
import express from 'express';
import type { z } from 'zod';
import { FakeRequests, Refusal } from './fake-requests.ts';
import { selfSignedCertificate, type TestCertificate } from './self-signed-certificate.ts';

export const testConfiguration: KioskConfiguration = {
  kiosk: { id: 'kiosk-1', name: 'Kiosk 1', place: 'Sảnh' },
  authority: {
    name: { vi: 'UBND phường Việt Hưng', en: 'Viet Hung ward' },
    shortName: 'Việt Hưng',
    contact: '1022',
  },
  products: ['certified', 'digital'],
  advice: [{ vi: 'VNeID', en: 'VNeID' }],
  maxCopies: 10,
  maxPagesPerOriginal: 20,
  maxOriginals: 5,
  areFeesCollected: false,
  verifyHost: 'example.org',
};

export interface FakeCentralService {
  readonly url: string;
  readonly identity: TestCertificate;
  readonly requests: FakeRequests;
  /** Endpoint summaries in the order they were called. */
  readonly calls: string[];
  readonly healthReports: unknown[];
  readonly identityCounts: { cards: number; frames: number; dropped: number };
  /** What the next card reading and face decisions say. */
  script: FakeScript;
  /** Destroys every connection and refuses new ones until it is up again. */
  setDown(isDown: boolean): void;
  /** Cuts the connection in the middle of the next page upload, that many times. */
  cutUploads(times: number): void;
  close(): Promise<void>;
}

export interface FakeScript {
  readonly isCardReadable: boolean;
  readonly isHolderOnBack: boolean;
  /** The one text that is the code of a card. */
  readonly cardCode?: string;
  readonly faces: ('match' | 'refer' | 'no-match')[];
  readonly framesPerAttempt: number;
}

const challenges: Challenge[] = ['turn-left', 'blink'];
const holder = {
  number: '001099012345',
  formerNumber: null,
  fullName: 'Nguyễn Văn An',
  dateOfBirth: '1999-01-01',
  gender: 'Nam',
  residence: 'Hà Nội',
  issueDate: null,
  extra: [],
};

/** Starts the double on a free port; `identity` is trusted on both ends. */
export async function startFakeCentralService(
  identity: TestCertificate = selfSignedCertificate('localhost'),
  port = 0,
): Promise<FakeCentralService> {
  const requests = new FakeRequests();
  const calls: string[] = [];
  const healthReports: unknown[] = [];
  const counts = { cards: 0, frames: 0, dropped: 0 };
  const sockets = new Set<Duplex>();
  let isDown = false;
  let cuts = 0;
  let attemptsLeft = 3;
  let framesSeen = 0;
  const app = express();
  const self: FakeCentralService = {
    url: '',
    identity,
    requests,
    calls,
    healthReports,
    identityCounts: counts,
    script: { isCardReadable: true, isHolderOnBack: false, faces: ['match'], framesPerAttempt: 6 },
    setDown(value) {
      isDown = value;
      if (value) for (const socket of sockets) socket.destroy();
    },
    cutUploads(times) {
      cuts = times;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };

  // biome-ignore lint/suspicious/noExplicitAny: parsed by the schema of each endpoint.
  type Input = { params: any; query: any; body: any; isGone: () => boolean };
  // biome-ignore lint/suspicious/noExplicitAny: the generics do not matter here.
  const serve = (endpoint: Endpoint<any, any, any, any>, handle: (input: Input) => unknown) => {
    const declared = endpoint as Endpoint;
    const parse = isBytes(declared.body)
      ? express.raw({ type: () => true, limit: declared.body.maxBytes })
      : express.json({ type: () => true });
    const method = endpoint.method.toLowerCase() as 'get';
    app[method](endpoint.path, parse, async (request, response) => {
      calls.push(`${endpoint.method} ${endpoint.path}`);
      const refuse = (code: ErrorCode) =>
        response.status(errors[code].http).json({ error: { code, cause: errors[code].cause } });
      const parsed = (schema: unknown, value: unknown) =>
        schema === undefined || isBytes(schema) ? value : (schema as z.ZodType).parse(value);
      try {
        const answer = await handle({
          params: parsed(declared.params, request.params),
          query: parsed(declared.query, request.query),
          body: parsed(declared.body, request.body),
          isGone: () => request.socket.destroyed,
        });
        if (answer instanceof Uint8Array) response.type('application/pdf').end(answer);
        else if (answer === undefined) response.status(204).end();
        else response.json((declared.answer as z.ZodType).parse(answer));
      } catch (error) {
        refuse(error instanceof Refusal ? error.code : 'general.invalid-input');
      }
    });
  };

  serve(agentApi.getConfiguration, () => testConfiguration);
  serve(agentApi.reportHealth, ({ body }) => {
    healthReports.push(body);
  });
  serve(agentApi.createRequest, ({ params, body }) => {
    requests.create(params.requestId, body.visitId, body.product);
    return requests.view(params.requestId);
  });
  serve(agentApi.getRequest, async ({ params, query }) => {
    const until = Date.now() + query.waitMs;
    while (query.after !== undefined && requests.view(params.requestId).revision <= query.after) {
      if (Date.now() >= until || isDown) break;
      await requests.changed(until - Date.now());
    }
    return requests.view(params.requestId);
  });
  serve(agentApi.getUpload, ({ params }) => {
    const request = requests.find(params.requestId);
    return {
      receivedBytes: request.received.get(params.sha256)?.length ?? 0,
      isComplete: request.complete.has(params.sha256),
    };
  });
  serve(agentApi.uploadPage, ({ params, query, body }) => {
    const bytes = Buffer.from(body);
    if (cuts > 0) {
      cuts--;
      // Half of the chunk is kept, then the line goes dead.
      const half = bytes.subarray(0, bytes.length >> 1);
      requests.append(params.requestId, params.sha256, query.offset, query.total, half);
      for (const socket of sockets) socket.destroy();
    }
    return requests.append(params.requestId, params.sha256, query.offset, query.total, bytes);
  });
  serve(agentApi.arrangePages, ({ params, body }) => {
    requests.arrange(params.requestId, body.pages);
    return requests.view(params.requestId);
  });
  serve(agentApi.quoteFee, ({ body }) => ({
    originalPages: body.originalPages,
    copies: body.copies,
    perCopyVnd: 2000 * body.originalPages,
    totalVnd: 2000 * body.originalPages * body.copies,
    basis: 'Circular 226/2016 art. 4',
  }));
  serve(agentApi.confirmRequest, ({ params, body }) => {
    requests.confirm(params.requestId, body);
    return requests.view(params.requestId);
  });
  serve(agentApi.leaveRequest, ({ params }) => {
    requests.leave(params.requestId);
    return requests.view(params.requestId);
  });
  serve(agentApi.getSlip, () => Buffer.from('%PDF-1.4 slip'));
  serve(agentApi.getPrint, ({ params }) => {
    if (requests.statusOf(params.requestId) !== 'issued') throw new Refusal('request.step-not-allowed');
    const { arrangement } = requests.find(params.requestId);
    return Buffer.from(
      `%PDF-1.4\n1 0 obj<</Type /Pages /Count ${arrangement.length}>>endobj\n% ${params.requestId}\n`,
    );
  });
  serve(agentApi.reportPrinted, ({ params, body }) => {
    requests.reportPrinted(params.requestId, body.copies);
    return requests.view(params.requestId);
  });
  serve(agentApi.abandonRequest, ({ params }) => requests.abandon(params.requestId));
  serve(agentApi.beginIdentity, () => {
    attemptsLeft = 3;
    framesSeen = 0;
    return {
      sessionId: crypto.randomUUID(),
      nonce: 'nonce',
      challenges,
      expiresAt: new Date(Date.now() + 300_000).toISOString(),
    };
  });
  serve(agentApi.readCard, ({ params }) => {
    counts.cards++;
    if (!self.script.isCardReadable) throw new Refusal('identity.card-unreadable');
    const isHolderHere = (params.side === 'back') === self.script.isHolderOnBack;
    return {
      holder: isHolderHere ? holder : null,
      chipKeys: [],
      isPortraitFound: params.side === 'front',
      portraitEyeDistancePx: 90,
      flags: [],
    };
  });
  serve(agentApi.readCardCode, ({ body }) => {
    if (body.text !== self.script.cardCode) throw new Refusal('identity.code-not-a-card');
    return { holder, chipKeys: [], isPortraitFound: false, portraitEyeDistancePx: null, flags: [] };
  });
  serve(agentApi.addFrame, () => {
    counts.frames++;
    framesSeen++;
    const { framesPerAttempt } = self.script;
    const isDone = framesSeen >= framesPerAttempt;
    return {
      guidance: 'ok',
      challenge: isDone ? null : challenges[Math.floor((framesSeen * 2) / framesPerAttempt)],
      challengesDone: isDone ? 2 : Math.floor((framesSeen * 2) / framesPerAttempt),
      challengesTotal: 2,
      progress: 0.5,
      state: isDone ? 'passed' : 'collecting',
      attemptsLeft,
    };
  });
  serve(agentApi.decideIdentity, () => {
    const decision = self.script.faces[0] ?? 'match';
    if (self.script.faces.length > 1) self.script = { ...self.script, faces: self.script.faces.slice(1) };
    attemptsLeft--;
    framesSeen = 0;
    return {
      method: 'face',
      decision,
      similarity: 0.7,
      thresholds: { match: 0.5, refer: 0.4 },
      model: 'fake',
      isLivenessPassed: true,
      chip: 'not-read',
      attemptsLeft,
      holder,
      flags: [],
      decidedAt: new Date().toISOString(),
    };
  });
  serve(agentApi.dropIdentity, () => {
    counts.dropped++;
  });

  const server: Server = createServer(
    {
      cert: identity.certificate,
      key: identity.key,
      ca: identity.certificate,
      requestCert: true,
      rejectUnauthorized: true,
    },
    app,
  );
  server.on('connection', (socket) => {
    if (isDown) return void socket.destroy();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return Object.assign(self, { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}` });
}
