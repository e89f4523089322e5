// The kiosk as a program sees it: what a robot or a test does at the screen, over the same API as the screen.
import type { Endpoint, EndpointAnswer, EndpointCall } from '@saoy/contracts/endpoint';
import { buildRequest, parseAnswer } from '@saoy/contracts/endpoint-call';
import { type Fault, FaultError, fault } from '@saoy/contracts/errors';
import { kioskApi } from '@saoy/contracts/kiosk-api';
import { err, type Result } from '@saoy/contracts/result';
import type { VisitCommand } from '@saoy/contracts/visit/command';
import type { KioskStatus, ScreenName, VisitStatus } from '@saoy/contracts/visit/status';

// biome-ignore lint/suspicious/noExplicitAny: the generics of an endpoint are inferred at the call.
type AnyEndpoint = Endpoint<any, any, any, any>;

export type StatusOn<S extends ScreenName> = KioskStatus & { readonly visit: VisitStatus & { screen: S } };

export interface KioskClient {
  /** The newest status pushed by the agent. */
  readonly status: KioskStatus;
  /** One act at the screen; `general.conflict` when the screen does not offer it. */
  send(command: VisitCommand): Promise<Result<undefined, Fault>>;
  /** As `send`, throwing a FaultError when it is refused. */
  act(command: VisitCommand): Promise<void>;
  call<E extends AnyEndpoint>(endpoint: E, call: EndpointCall<E>): Promise<Result<EndpointAnswer<E>, Fault>>;
  /** Resolves with the first status, present or pushed later, for which `isWanted` holds; throws after `timeoutMs`. */
  waitFor(
    isWanted: (status: KioskStatus) => boolean,
    options?: { readonly timeoutMs?: number; readonly what?: string },
  ): Promise<KioskStatus>;
  waitForScreen<S extends ScreenName>(screen: S, timeoutMs?: number): Promise<StatusOn<S>>;
  close(): void;
}

const defaultTimeoutMs = 60_000;

/** Opens the page as a browser does: takes its cookie, then follows the status. */
export async function openKioskClient(url: string): Promise<KioskClient> {
  const origin = new URL(url).origin;
  const page = await fetch(`${origin}/`);
  await page.arrayBuffer();
  const cookie = page.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  const stop = new AbortController();
  const watchers = new Set<(status: KioskStatus) => void>();
  const stream = await fetch(`${origin}${kioskApi.watchStatus.path}`, {
    headers: { cookie },
    signal: stop.signal,
  });
  if (!stream.ok || stream.body === null) {
    throw new FaultError('kiosk.origin-refused', `HTTP ${stream.status} for the status`);
  }
  let status: KioskStatus | undefined;
  const first = Promise.withResolvers<void>();
  void readEvents(stream.body, (event) => {
    status = JSON.parse(event) as KioskStatus;
    first.resolve();
    for (const watcher of [...watchers]) watcher(status);
  }).then(first.reject, first.reject);
  await first.promise;

  const call: KioskClient['call'] = async (endpoint, input) => {
    const wire = buildRequest(endpoint, input);
    try {
      const response = await fetch(`${origin}${wire.path}`, {
        method: wire.method,
        headers: { ...wire.headers, cookie, origin },
        ...(wire.body === undefined ? {} : { body: wire.body as string }),
      });
      return parseAnswer(endpoint, response.status, new Uint8Array(await response.arrayBuffer()));
    } catch (error) {
      return err(fault('general.unavailable', (error as Error).name));
    }
  };

  const send: KioskClient['send'] = (command) => call(kioskApi.sendCommand, { body: command });

  const waitFor: KioskClient['waitFor'] = (
    isWanted,
    { timeoutMs = defaultTimeoutMs, what = 'the status' } = {},
  ) =>
    new Promise((resolve, reject) => {
      const finish = () => {
        clearTimeout(timer);
        watchers.delete(watcher);
      };
      const watcher = (next: KioskStatus) => {
        if (!isWanted(next)) return;
        finish();
        resolve(next);
      };
      const timer = setTimeout(() => {
        finish();
        const seen = status === undefined ? 'nothing' : JSON.stringify(status.visit).slice(0, 600);
        reject(new Error(`waited ${timeoutMs} ms for ${what}; fault ${status?.fault?.code}; seen: ${seen}`));
      }, timeoutMs);
      watchers.add(watcher);
      if (status !== undefined) watcher(status);
    });

  return {
    get status() {
      return status!;
    },
    send,
    act: async (command) => {
      const done = await send(command);
      if (!done.ok) throw new FaultError(done.error.code, `${command.type} on ${status?.visit.screen}`);
    },
    call,
    waitFor,
    waitForScreen: <S extends ScreenName>(screen: S, timeoutMs = defaultTimeoutMs) =>
      waitFor((next) => next.visit.screen === screen, { timeoutMs, what: `screen ${screen}` }) as Promise<
        StatusOn<S>
      >,
    close: () => stop.abort(),
  };
}

/** Server-sent events (HTML §9.2): the `data` of each event; comments are skipped. */
async function readEvents(body: ReadableStream<Uint8Array>, onEvent: (data: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  let buffer = '';
  try {
    for await (const chunk of body) {
      buffer += decoder.decode(chunk, { stream: true });
      const events = buffer.split('\n\n');
      buffer = events.pop() ?? '';
      for (const event of events) {
        const data = event
          .split('\n')
          .filter((line) => line.startsWith('data: '))
          .map((line) => line.slice(6))
          .join('\n');
        if (data !== '') onEvent(data);
      }
    }
  } catch (error) {
    if ((error as Error).name !== 'AbortError') throw error;
  }
}
