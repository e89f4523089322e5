import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fault } from '@saoy/contracts/errors';
import { chipKeySchema } from '@saoy/contracts/identity';
import { err, ok, type Result } from '@saoy/contracts/result';
import {
  SimulatedCardReader,
  type SimulatedCardReaderFault,
  simulatedCardReaderFaults,
  TravelCard,
} from '@saoy/devices/card-reader';

/** Identifiers of the files by their names in a folder. */
const FILES = { sod: 0x011d, dg1: 0x0101, dg2: 0x0102, dg13: 0x010d, dg14: 0x010e } as const;
const CARD_ACCESS = 'card-access';

/** The chips of demo people: a folder each with `key.json` and the files of the chip. */
export class CardsOnReader {
  readonly reader = new SimulatedCardReader();
  readonly #cards: ReadonlyMap<string, TravelCard>;
  #onReader: string | null = null;
  #faults: readonly SimulatedCardReaderFault[] = [];

  private constructor(cards: ReadonlyMap<string, TravelCard>) {
    this.#cards = cards;
  }

  /** Null when there are no chips: the kiosk then has no reader. */
  static open(folder: string | null): CardsOnReader | null {
    if (folder === null || !existsSync(folder)) return null;
    const cards = new Map(readdirSync(folder).map((person) => [person, openCard(join(folder, person))]));
    return cards.size === 0 ? null : new CardsOnReader(cards);
  }

  get people(): string[] {
    return [...this.#cards.keys()];
  }

  get onReader(): string | null {
    return this.#onReader;
  }

  get activeFaults(): readonly SimulatedCardReaderFault[] {
    return this.#faults;
  }

  place(person: string | null): Result<null> {
    const card = person === null ? null : this.#cards.get(person);
    if (card === undefined) return err(fault('general.not-found'));
    this.#onReader = person;
    if (card === null) this.reader.takeAway();
    else this.reader.lay(card);
    return ok(null);
  }

  /** False when there is no such fault. */
  orderFault(name: string, isSticky: boolean): boolean {
    const known = simulatedCardReaderFaults.find((each) => each === name);
    if (known === undefined) return false;
    this.#faults = isSticky ? [known] : [];
    this.reader.orderFault({ fault: known, isSticky });
    return true;
  }

  clearFaults(): void {
    this.#faults = [];
    this.reader.clearFaults();
  }
}

function openCard(folder: string): TravelCard {
  const read = (name: string): Uint8Array => Uint8Array.from(readFileSync(join(folder, `${name}.bin`)));
  const isThere = (name: string): boolean => existsSync(join(folder, `${name}.bin`));
  const files = Object.entries(FILES)
    .filter(([name]) => isThere(name))
    .map(([name, id]) => [id, read(name)] as const);
  return new TravelCard({
    key: chipKeySchema.parse(JSON.parse(readFileSync(join(folder, 'key.json'), 'utf8'))),
    files: new Map(files),
    ...(isThere(CARD_ACCESS) ? { cardAccess: read(CARD_ACCESS) } : {}),
    random: (bytes) => Uint8Array.from(randomBytes(bytes)),
  });
}
