import { fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import type { CardChannel, CardReader, CardReaderState } from './card-reader.ts';
import { Pcsc, type PcscCard, PcscError, pcscStatus } from './pcsc.ts';

export interface PcscCardReaderSettings {
  /** Beginning of the reader's name as PC/SC lists it; the first reader where absent. */
  readonly readerName?: string;
  readonly answerTimeoutMs?: number;
  readonly watchIntervalMs?: number;
}

const ANSWER_TIMEOUT_MS = 5_000;
const WATCH_INTERVAL_MS = 300;

const REMOVED: readonly number[] = [
  pcscStatus.REMOVED,
  pcscStatus.NO_SMARTCARD,
  pcscStatus.RESET,
  pcscStatus.UNPOWERED,
];

/** A reader that speaks PC/SC, through the machine's smart card service (`pcscd`). */
export class PcscCardReader implements CardReader {
  readonly isSimulated = false;
  readonly #settings: PcscCardReaderSettings;
  #pcsc: Promise<Pcsc> | undefined;

  constructor(settings: PcscCardReaderSettings = {}) {
    this.#settings = settings;
  }

  async state(): Promise<CardReaderState> {
    try {
      const pcsc = await this.#service();
      const reader = await this.#findReader(pcsc);
      if (reader === undefined) return 'no-reader';
      return (await pcsc.isCardPresent(reader)) ? 'card' : 'empty';
    } catch (error) {
      this.#forget(error);
      return 'no-reader';
    }
  }

  watch(onChange: (state: CardReaderState) => void): () => void {
    let last: CardReaderState | undefined;
    let isOver = false;
    let timer: NodeJS.Timeout | undefined;
    const look = async (): Promise<void> => {
      const state = await this.state();
      if (isOver) return;
      if (state !== last) onChange(state);
      last = state;
      timer = setTimeout(look, this.#settings.watchIntervalMs ?? WATCH_INTERVAL_MS);
    };
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }

  async connect(): Promise<Result<CardChannel>> {
    try {
      const pcsc = await this.#service();
      const reader = await this.#findReader(pcsc);
      if (reader === undefined) return err(fault('card-reader.unplugged'));
      const card = await pcsc.connect(reader);
      return ok(this.#channelTo(pcsc, card));
    } catch (error) {
      this.#forget(error);
      return err(faultOf(error));
    }
  }

  async close(): Promise<void> {
    const pcsc = this.#pcsc;
    this.#pcsc = undefined;
    await pcsc?.then((open) => open.release()).catch(() => undefined);
  }

  #channelTo(pcsc: Pcsc, card: PcscCard): CardChannel {
    const timeoutMs = this.#settings.answerTimeoutMs ?? ANSWER_TIMEOUT_MS;
    return {
      async transmit(command) {
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise<'late'>((resolve) => {
          timer = setTimeout(() => resolve('late'), timeoutMs);
        });
        try {
          const answer = await Promise.race([pcsc.transmit(card, command), late]);
          return answer === 'late' ? err(fault('card-reader.timeout')) : ok(answer);
        } catch (error) {
          return err(faultOf(error));
        } finally {
          clearTimeout(timer);
        }
      },
      // A card that is gone cannot be let go of.
      close: () => pcsc.disconnect(card).catch(() => undefined),
    };
  }

  #service(): Promise<Pcsc> {
    this.#pcsc ??= Pcsc.open();
    return this.#pcsc;
  }

  /** A service that stopped is asked for anew the next time. */
  #forget(error: unknown): void {
    const isService = !(error instanceof PcscError) || error.status === pcscStatus.NO_SERVICE;
    const isUnknown = error instanceof PcscError && error.status === 0x80100003;
    if (isService || isUnknown) this.#pcsc = undefined;
  }

  async #findReader(pcsc: Pcsc): Promise<string | undefined> {
    const wanted = this.#settings.readerName ?? '';
    return (await pcsc.listReaders()).find((name) => name.startsWith(wanted));
  }
}

function faultOf(error: unknown) {
  if (!(error instanceof PcscError)) return fault('card-reader.unplugged', String(error));
  if (REMOVED.includes(error.status)) return fault('card-reader.card-removed', error.message);
  if (error.status === pcscStatus.SHARING_VIOLATION) return fault('card-reader.busy', error.message);
  if (error.status === pcscStatus.UNRESPONSIVE) return fault('card-reader.not-a-travel-chip', error.message);
  return fault('card-reader.unplugged', error.message);
}
