import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { describeCardReader } from './contract.ts';
import { TravelCard } from './emulator/travel-card.ts';
import { dataObject } from './icao/ber-tlv.ts';
import { readTravelChip } from './icao/read-travel-chip.ts';
import { SimulatedCardReader, simulatedCardReaderFaults } from './simulated-card-reader.ts';

const random = (size: number): Uint8Array => Uint8Array.from(randomBytes(size));
const key = { documentNumber: '199012345', dateOfBirth: '990102', dateOfExpiry: '390102' };
const card = new TravelCard({
  key,
  files: new Map([
    [0x011d, dataObject(0x77, random(300))],
    [0x0101, dataObject(0x61, random(93))],
  ]),
  random,
});

describeCardReader('a simulated card reader', async () => {
  const reader = new SimulatedCardReader();
  return {
    reader,
    lay: async (laid) => reader.lay(laid),
    takeAway: async () => reader.takeAway(),
    close: () => reader.close(),
  };
});

describe('a fault on order', () => {
  const failing = simulatedCardReaderFaults.filter((fault) => fault !== 'access-downgraded');
  it.each(failing)('%s strikes once, and the next reading is good', async (fault) => {
    const reader = new SimulatedCardReader();
    reader.lay(card);
    const tryIt = async (): Promise<string> => {
      const connected = await reader.connect();
      if (!connected.ok) return connected.error.code;
      const read = await readTravelChip(connected.value, { key, random });
      await connected.value.close();
      return read.ok ? 'read' : read.error.code;
    };
    reader.orderFault({ fault, afterAnswers: fault === 'busy' || fault === 'unplugged' ? 0 : 6 });
    expect(await tryIt()).toBe(fault === 'garbage' ? 'card-reader.protocol' : `card-reader.${fault}`);
    if (fault === 'card-removed') reader.lay(card);
    expect(await tryIt()).toBe('read');
  });

  it('access-downgraded hides PACE: the chip is read by the weaker way, and tells nothing of the stronger', async () => {
    const pace = Uint8Array.from(Buffer.from('31143012060a04007f0007020204020202010202010d', 'hex'));
    const reader = new SimulatedCardReader();
    reader.lay(
      new TravelCard({
        key,
        random,
        cardAccess: pace,
        files: new Map([
          [0x011d, dataObject(0x77, random(300))],
          [0x0101, dataObject(0x61, random(93))],
        ]),
      }),
    );
    const readIt = async () => {
      const connected = await reader.connect();
      const read = connected.ok ? await readTravelChip(connected.value, { key, random }) : connected;
      if (connected.ok) await connected.value.close();
      return read.ok ? [read.value.access, read.value.cardAccess] : read.error.code;
    };
    reader.orderFault({ fault: 'access-downgraded' });
    expect(await readIt()).toEqual(['BAC', undefined]);
    expect(await readIt()).toEqual(['PACE', pace]);
  });
});
