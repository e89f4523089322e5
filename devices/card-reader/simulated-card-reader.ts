import { fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import type { CardChannel, CardReader, CardReaderState } from './card-reader.ts';
import type { TravelCard } from './emulator/travel-card.ts';

/** `access-downgraded`: somebody between chip and reader hides the strong way in; the reading itself goes well. */
export const simulatedCardReaderFaults = [
  'unplugged',
  'busy',
  'card-removed',
  'timeout',
  'garbage',
  'access-downgraded',
] as const;
export type SimulatedCardReaderFault = (typeof simulatedCardReaderFaults)[number];

export interface OrderedCardReaderFault {
  readonly fault: SimulatedCardReaderFault;
  /** Good answers before it strikes. */
  readonly afterAnswers?: number;
  /** Stands until cleared; otherwise it strikes once. */
  readonly isSticky?: boolean;
}

const NOT_FOUND = Uint8Array.of(0x6a, 0x82);
const isSelectOfCardAccess = (command: Uint8Array): boolean =>
  command[1] === 0xa4 && command[2] === 2 && command[5] === 0x01 && command[6] === 0x1c;

/** A reader without hardware: cards are laid on it and taken away by calls, and faults strike on order. */
export class SimulatedCardReader implements CardReader {
  readonly isSimulated = true;
  readonly #watchers = new Set<(state: CardReaderState) => void>();
  #card: TravelCard | undefined;
  #isConnected = false;
  #ordered: OrderedCardReaderFault | undefined;
  #answersLeft = 0;

  /** Lays a card on the reader; what lay there is taken away. */
  lay(card: TravelCard): void {
    card.reset();
    this.#card = card;
    this.#tell();
  }

  takeAway(): void {
    this.#card = undefined;
    this.#tell();
  }

  orderFault(order: OrderedCardReaderFault): void {
    this.#ordered = order;
    this.#answersLeft = order.afterAnswers ?? 0;
    this.#tell();
  }

  clearFaults(): void {
    this.#ordered = undefined;
    this.#tell();
  }

  async state(): Promise<CardReaderState> {
    if (this.#ordered?.fault === 'unplugged') return 'no-reader';
    return this.#card === undefined ? 'empty' : 'card';
  }

  watch(onChange: (state: CardReaderState) => void): () => void {
    this.#watchers.add(onChange);
    void this.state().then(onChange);
    return () => this.#watchers.delete(onChange);
  }

  async connect(): Promise<Result<CardChannel>> {
    if (this.#strikes('unplugged')) return err(fault('card-reader.unplugged'));
    if (this.#isConnected || this.#strikes('busy')) return err(fault('card-reader.busy'));
    const card = this.#card;
    if (card === undefined) return err(fault('card-reader.no-card'));
    card.reset();
    this.#isConnected = true;
    return ok({
      transmit: async (command) => this.#transmit(card, command),
      close: async () => {
        this.#isConnected = false;
      },
    });
  }

  async close(): Promise<void> {
    this.#watchers.clear();
  }

  #transmit(card: TravelCard, command: Uint8Array): Result<Uint8Array> {
    if (isSelectOfCardAccess(command) && this.#strikes('access-downgraded')) return ok(NOT_FOUND);
    if (this.#answersLeft > 0) this.#answersLeft--;
    else if (this.#strikes('unplugged')) return err(fault('card-reader.unplugged'));
    else if (this.#strikes('timeout')) return err(fault('card-reader.timeout'));
    else if (this.#strikes('garbage')) return ok(Uint8Array.of(0x87, 0x01, 0x01, 0x90, 0x00));
    else if (this.#strikes('card-removed')) this.takeAway();
    return this.#card === card ? ok(card.answer(command)) : err(fault('card-reader.card-removed'));
  }

  #strikes(kind: SimulatedCardReaderFault): boolean {
    if (this.#ordered?.fault !== kind || this.#answersLeft > 0) return false;
    if (this.#ordered.isSticky !== true) this.#ordered = undefined;
    return true;
  }

  #tell(): void {
    void this.state().then((state) => {
      for (const watcher of this.#watchers) watcher(state);
    });
  }
}
