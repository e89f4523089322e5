import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { staffApi } from '@saoy/contracts/staff-api';
import express from 'express';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { type LiveState, mountEvents } from './mount-events.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** Serves one live state and opens it as a browser does. */
async function openStream(load: LiveState['load']) {
  const watchers = new Set<() => void>();
  const router = express();
  const mounting = {
    router,
    admit: async () => undefined,
    areAnswersChecked: false,
    log: pino({ level: 'silent' }),
  };
  mountEvents(mounting, staffApi.watchQueue, async () => ({
    load,
    watch: (onChange) => {
      watchers.add(onChange);
      return () => watchers.delete(onChange);
    },
    changesWithTime: false,
  }));
  const server = createServer(router).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const hangUp = new AbortController();
  closers.push(() => {
    hangUp.abort();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}${staffApi.watchQueue.path}`, {
    signal: hangUp.signal,
  });
  const events = response.body!.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
  return { watchers, next: async () => (await events.next()).value, hangUp };
}

describe('a stream of events', () => {
  it('sends the state at once and again at a change, never an older one after a newer', async () => {
    const loads: PromiseWithResolvers<string>[] = [];
    const stream = await openStream(() => {
      loads.push(Promise.withResolvers());
      return loads.at(-1)!.promise;
    });
    for (const changed of stream.watchers) for (let i = 0; i < 5; i++) changed();
    expect(loads).toHaveLength(1);
    loads[0]!.resolve('before');
    expect(await stream.next()).toBe('data: "before"\n\n');
    expect(loads).toHaveLength(2);
    loads[1]!.resolve('after');
    expect(await stream.next()).toBe('data: "after"\n\n');
  });

  it('is cut when its state cannot be loaded, without harm to the process, and forgets its watcher', async () => {
    let isBroken = false;
    const stream = await openStream(async () => {
      if (isBroken) throw new Error('the database is gone');
      return 'fine';
    });
    expect(await stream.next()).toBe('data: "fine"\n\n');
    isBroken = true;
    for (const changed of stream.watchers) changed();
    await expect(stream.next()).rejects.toThrow();
    await expect.poll(() => stream.watchers.size).toBe(0);
  });

  it('forgets its watcher when the screen hangs up', async () => {
    const stream = await openStream(async () => 'fine');
    await stream.next();
    stream.hangUp.abort();
    await expect.poll(() => stream.watchers.size).toBe(0);
  });
});
