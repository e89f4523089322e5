import { agentApi } from '@saoy/contracts/agent-api';
import { type Fault, fault } from '@saoy/contracts/errors';
import type { ChipKey } from '@saoy/contracts/identity';
import { err, type Result } from '@saoy/contracts/result';
import { type CardReader, readTravelChip, type TravelChip } from '@saoy/devices/card-reader';
import { callUntilAnswered, type Patience } from '../uplink/call-until-answered.ts';
import type { CentralService } from '../uplink/central-service.ts';
import type { VisitInput } from '../visit/visit-input.ts';

export interface ChipDeskOptions {
  readonly service: CentralService;
  /** Null where the kiosk has none. */
  readonly cardReader: CardReader | null;
  readonly patience: Patience;
  readonly random: (bytes: number) => Uint8Array;
}

/** Steps in which the screen hears of progress. */
const PROGRESS_STEP = 0.05;
/** Checking is the last part of it. */
const READ_SHARE = 0.99;
const mostAttempts = 3;

/** Reads the chip of the card on the reader; its files go to the server and are forgotten. */
export class ChipDesk {
  readonly #options: ChipDeskOptions;

  constructor(options: ChipDeskOptions) {
    this.#options = options;
  }

  async isReaderThere(): Promise<boolean> {
    const { cardReader } = this.#options;
    return cardReader !== null && (await cardReader.state()) !== 'no-reader';
  }

  /** Waits for the card until the signal ends it; then reads and has it checked. */
  async read(
    sessionId: string,
    keys: readonly ChipKey[],
    { signal, tell }: { readonly signal: AbortSignal; readonly tell: (input: VisitInput) => void },
  ): Promise<void> {
    const { cardReader, service, patience } = this.#options;
    const chip =
      cardReader === null
        ? err(fault('card-reader.unplugged'))
        : await this.#readWith(cardReader, keys, { signal, tell });
    if (signal.aborted) return;
    if (!chip.ok) return tell({ type: 'chip-failed', device: 'card-reader', fault: chip.error });
    tell({ type: 'chip-progress', share: 1 });
    const reading = await callUntilAnswered(
      service,
      agentApi.readChip,
      { params: { sessionId }, body: encodeFiles(chip.value) },
      { signal, patience, mostAttempts },
    );
    if (reading.ok) tell({ type: 'chip-read', reading: reading.value });
    else tell({ type: 'chip-failed', device: 'server', fault: reading.error });
  }

  async #readWith(
    reader: CardReader,
    keys: readonly ChipKey[],
    { signal, tell }: { readonly signal: AbortSignal; readonly tell: (input: VisitInput) => void },
  ): Promise<Result<TravelChip, Fault>> {
    const state = await waitForCard(reader, signal);
    if (state !== 'card') return err(fault('card-reader.unplugged'));
    let last = err(fault('card-reader.access-denied'));
    for (const key of keys) {
      const connected = await reader.connect();
      if (!connected.ok) return connected;
      let told = 0;
      const read = await readTravelChip(connected.value, {
        key,
        random: this.#options.random,
        onProgress: (share) => {
          if (signal.aborted || share < told + PROGRESS_STEP) return;
          told = share;
          tell({ type: 'chip-progress', share: share * READ_SHARE });
        },
      });
      await connected.value.close();
      if (read.ok || read.error.code !== 'card-reader.access-denied') return read;
      last = read;
    }
    return last;
  }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const encodeFiles = ({ access, cardAccess, files: { sod, dg1, dg2, dg13, dg14 } }: TravelChip) => ({
  access,
  sod: base64(sod),
  dg1: base64(dg1),
  ...(dg2 === undefined ? {} : { dg2: base64(dg2) }),
  ...(dg13 === undefined ? {} : { dg13: base64(dg13) }),
  ...(dg14 === undefined ? {} : { dg14: base64(dg14) }),
  ...(cardAccess === undefined ? {} : { cardAccess: base64(cardAccess) }),
});

function waitForCard(reader: CardReader, signal: AbortSignal): Promise<'card' | 'no-reader' | 'aborted'> {
  return new Promise((resolve) => {
    let stop = (): void => undefined;
    const end = (result: 'card' | 'no-reader' | 'aborted'): void => {
      stop();
      signal.removeEventListener('abort', onAbort);
      resolve(result);
    };
    const onAbort = (): void => end('aborted');
    if (signal.aborted) return resolve('aborted');
    signal.addEventListener('abort', onAbort);
    stop = reader.watch((state) => {
      if (state !== 'empty') end(state);
    });
  });
}
