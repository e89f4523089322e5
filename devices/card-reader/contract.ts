import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CardReader } from './card-reader.ts';
import { TravelCard } from './emulator/travel-card.ts';
import { dataObject } from './icao/ber-tlv.ts';
import { readTravelChip } from './icao/read-travel-chip.ts';

/** A reader to be tried, and a hand that lays cards on it. */
export interface CardReaderBench {
  readonly reader: CardReader;
  lay(card: TravelCard): Promise<void>;
  takeAway(): Promise<void>;
  close(): Promise<void>;
}

const key = { documentNumber: '199012345', dateOfBirth: '990102', dateOfExpiry: '390102' };
const random = (size: number): Uint8Array => Uint8Array.from(randomBytes(size));
const files = new Map([
  [0x011d, dataObject(0x77, random(900))],
  [0x0101, dataObject(0x61, random(93))],
  [0x0102, dataObject(0x75, random(4_000))],
]);

/** What every card reader promises, whatever its make. */
export function describeCardReader(name: string, start: () => Promise<CardReaderBench>): void {
  describe(name, () => {
    let bench: CardReaderBench;
    beforeEach(async () => {
      bench = await start();
    });
    afterEach(() => bench.close());

    const eventually = async (state: string): Promise<void> => {
      await expect.poll(() => bench.reader.state(), { timeout: 10_000 }).toBe(state);
    };

    it('sees a card come and go', async () => {
      const seen: string[] = [];
      const stop = bench.reader.watch((state) => seen.push(state));
      await eventually('empty');
      await expect.poll(() => seen.at(-1), { timeout: 10_000 }).toBe('empty');
      await bench.lay(new TravelCard({ key, files, random }));
      await expect.poll(() => seen.at(-1), { timeout: 10_000 }).toBe('card');
      await bench.takeAway();
      await expect.poll(() => seen.at(-1), { timeout: 10_000 }).toBe('empty');
      stop();
    });

    it('has nothing to connect to while no card lies there', async () => {
      const connected = await bench.reader.connect();
      expect(!connected.ok && connected.error.code).toMatch(/^card-reader\.(no-card|card-removed)$/);
    });

    it('carries a whole reading of a chip, and a second one after it', async () => {
      await bench.lay(new TravelCard({ key, files, random }));
      await eventually('card');
      for (let i = 0; i < 2; i++) {
        const connected = await bench.reader.connect();
        if (!connected.ok) throw new Error(connected.error.code);
        const read = await readTravelChip(connected.value, { key, random });
        await connected.value.close();
        expect(read.ok && read.value.files.dg2).toEqual(files.get(0x0102));
      }
    });

    it('says that the card was taken away while it was read', async () => {
      await bench.lay(new TravelCard({ key, files, random }));
      await eventually('card');
      const connected = await bench.reader.connect();
      if (!connected.ok) throw new Error(connected.error.code);
      await bench.takeAway();
      await expect
        .poll(
          async () => {
            const answer = await connected.value.transmit(Uint8Array.of(0, 0x84, 0, 0, 8));
            return answer.ok ? 'an answer' : answer.error.code;
          },
          { timeout: 10_000 },
        )
        .toMatch(/^card-reader\.(card-removed|unplugged)$/);
      await connected.value.close();
    });
  });
}
