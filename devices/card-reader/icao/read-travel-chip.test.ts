import { randomBytes } from 'node:crypto';
import { ok } from '@saoy/contracts/result';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardChannel } from '../card-reader.ts';
import { TravelCard, type TravelCardOptions } from '../emulator/travel-card.ts';
import { dataObject } from './ber-tlv.ts';
import { readTravelChip } from './read-travel-chip.ts';

const key = { documentNumber: '199012345', dateOfBirth: '990102', dateOfExpiry: '390102' };
const random = (size: number): Uint8Array => Uint8Array.from(randomBytes(size));
const files = new Map([
  [0x011d, dataObject(0x77, random(1800))],
  [0x0101, dataObject(0x61, random(93))],
  [0x0102, dataObject(0x75, random(15_000))],
  [0x010d, dataObject(0x6d, random(400))],
]);

/** EF.CardAccess with one variant of PACE: mapping, cipher and curve as ICAO numbers them. */
const cardAccess = (mapping: number, cipher: number, curve: number): Uint8Array =>
  dataObject(
    0x31,
    dataObject(
      0x30,
      dataObject(0x06, Uint8Array.of(4, 0, 0x7f, 0, 7, 2, 2, 4, mapping, cipher)),
      dataObject(0x02, Uint8Array.of(2)),
      dataObject(0x02, Uint8Array.of(curve)),
    ),
  );

const channelTo = (card: TravelCard): CardChannel => ({
  transmit: async (command) => ok(card.answer(command)),
  close: async () => undefined,
});

const cardWith = (options: Partial<TravelCardOptions> = {}): CardChannel =>
  channelTo(new TravelCard({ key, files, random, ...options }));

describe('a chip', () => {
  it('is read through basic access control where it offers nothing better', async () => {
    const read = await readTravelChip(cardWith(), { key, random });
    expect(read.ok && read.value.access).toBe('BAC');
    expect(read.ok && read.value.files).toEqual({
      sod: files.get(0x011d),
      dg1: files.get(0x0101),
      dg2: files.get(0x0102),
      dg13: files.get(0x010d),
    });
  });

  it.each([
    ['AES-128 over brainpoolP256r1', 2, 2, 13],
    ['AES-192 over brainpoolP384r1', 2, 3, 16],
    ['AES-256 over P-521', 2, 4, 18],
    ['3DES over P-256', 2, 1, 12],
    ['AES-128 over P-384 with chip authentication mapping', 6, 2, 15],
  ])('is read through PACE with %s', async (_, mapping, cipher, curve) => {
    const read = await readTravelChip(cardWith({ cardAccess: cardAccess(mapping, cipher, curve) }), {
      key,
      random,
    });
    expect(read.ok && read.value.access).toBe('PACE');
    expect(read.ok && read.value.files.dg2).toEqual(files.get(0x0102));
  });

  it('falls back to basic access control from a variant of PACE that we do not know', async () => {
    const read = await readTravelChip(cardWith({ cardAccess: cardAccess(1, 2, 0) }), { key, random });
    expect(read.ok && read.value.access).toBe('BAC');
  });

  it('gives a portrait of more than 32 KB', async () => {
    const portrait = dataObject(0x75, random(50_000));
    const read = await readTravelChip(cardWith({ files: new Map([...files, [0x0102, portrait]]) }), {
      key,
      random,
    });
    expect(read.ok && read.value.files.dg2).toEqual(portrait);
  });

  it.each([
    ['basic access control', undefined],
    ['PACE', cardAccess(2, 2, 13)],
  ])('stays closed under %s to who reads the zone of another card', async (_, access) => {
    const card = cardWith(access === undefined ? {} : { cardAccess: access });
    const read = await readTravelChip(card, { key: { ...key, dateOfBirth: '990103' }, random });
    expect(!read.ok && read.error.code).toBe('card-reader.access-denied');
  });

  it('that is none of an identity card is told apart', async () => {
    const read = await readTravelChip(
      { transmit: async () => ok(Uint8Array.of(0x6d, 0x00)), close: async () => undefined },
      { key, random },
    );
    expect(!read.ok && read.error.code).toBe('card-reader.not-a-travel-chip');
  });

  it('tells how far the reading is, and ends with all of it', async () => {
    const shares: number[] = [];
    await readTravelChip(cardWith(), { key, random, onProgress: (share) => shares.push(share) });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBeGreaterThan(0.9);
  });

  it('that answers garbage at any point leads to a coded error, never to an exception or to wrong files', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(120),
        fc.uint8Array({ maxLength: 40 }),
        fc.boolean(),
        async (at, garbage, isPace) => {
          const card = new TravelCard({
            key,
            files,
            random,
            ...(isPace ? { cardAccess: cardAccess(2, 2, 13) } : {}),
          });
          let count = 0;
          const read = await readTravelChip(
            {
              transmit: async (command) => (count++ === at ? ok(garbage) : ok(card.answer(command))),
              close: async () => undefined,
            },
            { key, random },
          );
          if (read.ok) expect(read.value.files.dg2 ?? files.get(0x0102)).toEqual(files.get(0x0102));
          else expect(read.error.code).toMatch(/^card-reader\./);
        },
      ),
      { numRuns: 60 },
    );
  });
});
