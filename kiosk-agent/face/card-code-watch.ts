import type { Fault } from '@saoy/contracts/errors';
import type { CardHint } from '@saoy/contracts/identity';
import type { Result } from '@saoy/contracts/result';
import type { FrameSighting } from '../pages/page-worker.ts';
import type { Frame } from './frame-forwarder.ts';

/** A hint that changes faster cannot be followed. */
const leastHintMs = 1_500;
/** Long texts are no code of a card. */
const mostCharacters = 1_000;
/** Number of the card, then at least six more fields (Circular 06/2021, Circular 16/2024). The server looks closer. */
const cardShape = /^\s*\d{12}\|(?:[^|]*\|){5}/u;

export interface CardCodeWatchOptions {
  /** `isFirst`: nothing of earlier frames may be used. */
  readonly look: (jpeg: Uint8Array, isFirst: boolean) => Promise<Result<FrameSighting, Fault>>;
  readonly now: () => number;
  /** Told when what to change became another thing. */
  readonly onHint: (hint: CardHint | null) => void;
  /** A code was read that is not that of a card; its text goes nowhere. Told once while it is held there. */
  readonly onForeignCode: () => void;
  /** The text of what looks like the code of a card; the next frame waits for the end of it. */
  readonly onCode: (text: string) => Promise<void>;
}

/**
 * Looks for the code of a card in live frames, one at a time: while one is looked at only the newest waits, all others
 * are dropped. Frames exist in memory alone and do not leave the kiosk.
 */
export class CardCodeWatch {
  readonly #options: CardCodeWatchOptions;
  #newest: Frame | null = null;
  #isLooking = false;
  #hasLooked = false;
  #isStopped = false;
  #hint: CardHint | null = null;
  #hintAtMs = Number.NEGATIVE_INFINITY;
  /** Refused already: held there still, it is not refused anew many times a second. */
  #refused: string | null = null;

  constructor(options: CardCodeWatchOptions) {
    this.#options = options;
  }

  push(frame: Frame): void {
    if (this.#isStopped) return;
    this.#newest = frame;
    void this.#lookOn();
  }

  stop(): void {
    this.#isStopped = true;
    this.#newest = null;
  }

  async #lookOn(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      while (this.#newest !== null && !this.#isStopped) {
        const { jpeg } = this.#newest;
        this.#newest = null;
        const isFirst = !this.#hasLooked;
        this.#hasLooked = true;
        const seen = await this.#options.look(jpeg, isFirst);
        // A frame that is no picture shows nothing; the next one comes at once.
        if (seen.ok && !this.#isStopped) await this.#take(seen.value);
      }
    } finally {
      this.#isLooking = false;
    }
  }

  async #take({ texts, hint }: FrameSighting): Promise<void> {
    const { onCode, onForeignCode } = this.#options;
    const card = texts.find((text) => text.length <= mostCharacters && cardShape.test(text));
    if (card !== undefined && card !== this.#refused) {
      // Until the server says otherwise; then it is not asked about the same text again.
      this.#refused = card;
      return onCode(card);
    }
    const [foreign] = texts;
    if (foreign === undefined) return this.#tellHint(hint);
    if (foreign === this.#refused) return;
    this.#refused = foreign;
    onForeignCode();
  }

  #tellHint(hint: CardHint | null): void {
    const { now, onHint } = this.#options;
    if (hint === this.#hint || now() - this.#hintAtMs < leastHintMs) return;
    this.#hint = hint;
    this.#hintAtMs = now();
    onHint(hint);
  }
}
