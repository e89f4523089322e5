import type { Result } from '@saoy/contracts/result';

/** A connection to one card that lies on the reader. */
export interface CardChannel {
  /**
   * Sends one command and waits for the answer, status included. Errors: `card-reader.card-removed`,
   * `card-reader.timeout`, `card-reader.unplugged`.
   */
  transmit(command: Uint8Array): Promise<Result<Uint8Array>>;
  close(): Promise<void>;
}

export type CardReaderState = 'no-reader' | 'empty' | 'card';

/** A reader of contactless cards, whatever its make. One connection at a time. */
export interface CardReader {
  readonly isSimulated: boolean;
  /** What the reader sees now. */
  state(): Promise<CardReaderState>;
  /** Calls back with every change of state; answers a function that ends it. */
  watch(onChange: (state: CardReaderState) => void): () => void;
  /** Errors: `card-reader.unplugged` (no reader), `card-reader.no-card`, `card-reader.busy`. */
  connect(): Promise<Result<CardChannel>>;
  close(): Promise<void>;
}
