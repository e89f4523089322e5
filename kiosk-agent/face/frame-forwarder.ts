import { agentApi } from '@saoy/contracts/agent-api';
import { type Fault, fault } from '@saoy/contracts/errors';
import type { FaceGuidance } from '@saoy/contracts/identity';
import type { CentralService } from '../uplink/central-service.ts';

/** More frames tell the server nothing about movements that take a second. */
const mostFramesPerSecond = 8;
/** So many failures in a row are a line that is down, not a lost frame. */
const mostFailures = 8;
/** While the face matcher has no room, the newest frame is tried again so often. */
const busyPauseMs = 1_000;
/** Whoever waits so long is better off with staff. */
const mostBusyAnswers = 45;

export interface Frame {
  readonly jpeg: Uint8Array;
  readonly sequence: number;
  readonly capturedAtMs: number;
}

export interface FrameForwarderOptions {
  readonly service: CentralService;
  readonly sessionId: string;
  readonly nonce: string;
  readonly now: () => number;
  /** The sequence last sent in this check, also by a forwarder before this one: the server takes a growing one. */
  readonly sent: { lastSequence: number };
  readonly onGuidance: (guidance: FaceGuidance) => void;
  /** The server has no room for a frame now; the next one is tried after a moment. */
  readonly onBusy: () => void;
  readonly onFailure: (failure: Fault) => void;
}

/**
 * Sends live frames to the server, one at a time: while one is under way only the newest waits, all others are dropped.
 * Frames exist in memory alone.
 */
export class FrameForwarder {
  readonly #options: FrameForwarderOptions;
  readonly #stop = new AbortController();
  #newest: Frame | null = null;
  #isSending = false;
  #notBeforeMs = 0;
  #failures = 0;
  #busyAnswers = 0;

  constructor(options: FrameForwarderOptions) {
    this.#options = options;
  }

  push(frame: Frame): void {
    if (this.#stop.signal.aborted) return;
    this.#newest = frame;
    void this.#send();
  }

  stop(): void {
    this.#stop.abort();
    this.#newest = null;
  }

  async #send(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      while (this.#newest !== null && !this.#stop.signal.aborted) {
        const waitMs = this.#notBeforeMs - this.#options.now();
        if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
        const frame: Frame | null = this.#newest;
        this.#newest = null;
        if (frame === null || this.#stop.signal.aborted) return;
        this.#notBeforeMs = this.#options.now() + 1000 / mostFramesPerSecond;
        await this.#sendOne(frame);
      }
    } finally {
      this.#isSending = false;
    }
  }

  async #sendOne(frame: Frame): Promise<void> {
    const { service, sessionId, nonce, sent, onGuidance, onFailure, onBusy } = this.#options;
    // A camera that is opened anew, or a browser that reloads, begins again at 0.
    const sequence = Math.max(frame.sequence, sent.lastSequence + 1);
    sent.lastSequence = sequence;
    const answer = await service.call(
      agentApi.addFrame,
      {
        params: { sessionId },
        query: { nonce, sequence, capturedAtMs: frame.capturedAtMs },
        body: frame.jpeg,
      },
      { timeoutMs: 5_000, signal: this.#stop.signal },
    );
    if (this.#stop.signal.aborted) return;
    if (answer.ok) {
      this.#failures = 0;
      this.#busyAnswers = 0;
      onGuidance(answer.value);
      return;
    }
    if (answer.error.code === 'identity.busy' && ++this.#busyAnswers < mostBusyAnswers) {
      this.#notBeforeMs = this.#options.now() + busyPauseMs;
      return onBusy();
    }
    this.#failures++;
    const isBusy = answer.error.code === 'identity.busy';
    if (isBusy || answer.error.code === 'identity.session-unknown' || this.#failures >= mostFailures) {
      this.stop();
      onFailure(isBusy ? fault('identity.matcher-unavailable', 'busy for too long') : answer.error);
    }
  }
}
