import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CentralService } from '../uplink/central-service.ts';
import { FrameForwarder } from './frame-forwarder.ts';

const guidance = {
  guidance: 'ok',
  challenge: null,
  challengesDone: 0,
  challengesTotal: 1,
  progress: 0,
  state: 'collecting',
  attemptsLeft: 3,
};

describe('frames on their way to the server', () => {
  let sent: { sequence: number; atMs: number }[];
  let answer: { ok: boolean; value?: unknown; error?: { code: string } };
  let delayMs: number;
  let failures: string[];
  let busy: number;
  let sentBefore: { lastSequence: number };
  let forwarder: FrameForwarder;

  beforeEach(() => {
    vi.useFakeTimers();
    sent = [];
    failures = [];
    busy = 0;
    sentBefore = { lastSequence: -1 };
    delayMs = 10;
    answer = { ok: true, value: guidance };
    const service = {
      call: async (_endpoint: unknown, call: { query: { sequence: number } }) => {
        sent.push({ sequence: call.query.sequence, atMs: Date.now() });
        await new Promise((resolve) => setTimeout(resolve, delayMs));
        return answer;
      },
      close: () => undefined,
    } as unknown as CentralService;
    forwarder = new FrameForwarder({
      service,
      sessionId: 's',
      nonce: 'n',
      now: Date.now,
      sent: sentBefore,
      onGuidance: () => undefined,
      onBusy: () => (busy += 1),
      onFailure: (failure) => failures.push(failure.code),
    });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  const play = async (frames: number, everyMs: number) => {
    for (let sequence = 0; sequence < frames; sequence++) {
      forwarder.push({ jpeg: new Uint8Array([1]), sequence, capturedAtMs: Date.now() });
      await vi.advanceTimersByTimeAsync(everyMs);
    }
  };

  it('are at most eight a second, however many come', async () => {
    await play(60, 33);
    expect(sent.length).toBeLessThanOrEqual(Math.ceil((60 * 33) / 125) + 1);
    expect(sent.length).toBeGreaterThan(12);
  });

  it('give way to newer ones while the server is slow', async () => {
    delayMs = 500;
    await play(30, 33);
    expect(sent.length).toBeLessThanOrEqual(3);
    expect(sent[1]!.sequence).toBeGreaterThan(10);
  });

  it('stop at once when the check is over at the server, and after many failures in a row', async () => {
    answer = { ok: false, error: { code: 'identity.session-unknown' } };
    await play(3, 150);
    expect([sent.length, failures]).toEqual([1, ['identity.session-unknown']]);
  });

  it('go on by themselves, more slowly, while the face matcher has no room', async () => {
    answer = { ok: false, error: { code: 'identity.busy' } };
    await play(100, 100);
    expect(sent.length).toBeLessThanOrEqual(11);
    expect([busy, failures]).toEqual([sent.length, []]);
    answer = { ok: true, value: guidance };
    const before = sent.length;
    await play(20, 100);
    expect(sent.length).toBeGreaterThan(before + 8);
  });

  it('give up on a face matcher that has had no room for most of a minute', async () => {
    answer = { ok: false, error: { code: 'identity.busy' } };
    await play(600, 100);
    expect(failures).toEqual(['identity.matcher-unavailable']);
  });

  it('are numbered on from the try before, though the camera begins again at 0', async () => {
    sentBefore.lastSequence = 40;
    await play(3, 150);
    expect(sent.map(({ sequence }) => sequence)).toEqual([41, 42, 43]);
    expect(sentBefore.lastSequence).toBe(43);
  });

  it('survive a line that is down for a moment', async () => {
    answer = { ok: false, error: { code: 'kiosk.server-unreachable' } };
    await play(5, 150);
    answer = { ok: true, value: guidance };
    await play(5, 150);
    expect(failures).toEqual([]);
    answer = { ok: false, error: { code: 'kiosk.server-unreachable' } };
    await play(12, 150);
    expect(failures).toEqual(['kiosk.server-unreachable']);
  });
});
