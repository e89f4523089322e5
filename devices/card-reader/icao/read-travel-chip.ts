import { type Fault, FaultError } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import type { CardChannel } from '../card-reader.ts';
import type { MachineReadableKey } from './access-key.ts';
import { type CommandApdu, STATUS_OK } from './apdu.ts';
import { openBasicAccess } from './basic-access-control.ts';
import { dataObject, findValue, measureDataObject } from './ber-tlv.ts';
import { ChipChannel } from './chip-channel.ts';
import { isKnownCurve, openPace } from './pace.ts';
import { type PaceOffer, parsePaceOffers } from './security-infos.ts';

/** Elementary files of the eMRTD application (ICAO 9303-10 §3.11.1). */
const FILES = { sod: 0x011d, dg1: 0x0101, dg2: 0x0102, dg13: 0x010d, dg14: 0x010e } as const;
const CARD_ACCESS = 0x011c;
const APPLICATION = Uint8Array.of(0xa0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01);
const MASTER_FILE = Uint8Array.of(0x3f, 0x00);
const FILE_NOT_FOUND = 0x6a82;
/** With secure messaging around it an answer of this size still fits a short one. */
const CHUNK_BYTES = 223;
/** Offsets of `READ BINARY` have 15 bits; beyond them the odd instruction takes the offset as data. */
const SHORT_OFFSETS = 0x8000;
/** Portraits have some 15 to 60 KB; nothing of a chip is larger. */
const MOST_FILE_BYTES = 0x3ffff;

export type ChipFile = keyof typeof FILES;

/** What a chip said of itself, as it stands there: believed only after passive authentication. */
export interface TravelChip {
  readonly access: 'PACE' | 'BAC';
  /** EF.CardAccess as it was shown before access; absent where the chip has none. */
  readonly cardAccess?: Uint8Array;
  readonly files: Readonly<Record<'sod' | 'dg1', Uint8Array>> & { readonly [file in ChipFile]?: Uint8Array };
}

export interface ReadTravelChipOptions {
  readonly key: MachineReadableKey;
  readonly random: (bytes: number) => Uint8Array;
  /** 0…1, by bytes. */
  readonly onProgress?: (share: number) => void;
}

/**
 * Reads the identity files of a chip: PACE where it offers a variant that we know, else basic access control. Errors:
 * the `card-reader.*` codes; `card-reader.access-denied` means the zone and the card do not belong together.
 */
export async function readTravelChip(
  card: CardChannel,
  options: ReadTravelChipOptions,
): Promise<Result<TravelChip, Fault>> {
  try {
    return ok(await read(card, options));
  } catch (error) {
    if (error instanceof FaultError) return err(error.fault);
    throw error;
  }
}

async function read(card: CardChannel, options: ReadTravelChipOptions): Promise<TravelChip> {
  const channel = new ChipChannel(card);
  const { key, random } = options;
  const cardAccess = await readCardAccess(channel);
  const offer = findPaceOffer(cardAccess);
  if (offer !== undefined) await openPace(channel, offer, key, random);
  const selected = await channel.send({ cla: 0, ins: 0xa4, p1: 4, p2: 0x0c, data: APPLICATION });
  if (selected.status !== STATUS_OK) throw new FaultError('card-reader.not-a-travel-chip', 'no application');
  if (offer === undefined) await openBasicAccess(channel, key, random);

  const files: { -readonly [file in ChipFile]?: Uint8Array } = {};
  const progress = new Progress(options.onProgress);
  for (const name of Object.keys(FILES) as ChipFile[]) {
    const file = await readFile(channel, FILES[name], progress);
    if (file !== undefined) files[name] = file;
  }
  const { sod, dg1 } = files;
  if (sod === undefined || dg1 === undefined)
    throw new FaultError('card-reader.not-a-travel-chip', 'a file is missing');
  return {
    access: offer === undefined ? 'BAC' : 'PACE',
    ...(cardAccess === undefined ? {} : { cardAccess }),
    files: { ...files, sod, dg1 },
  };
}

/** Undefined when the chip has none, or none that can be read. */
async function readCardAccess(channel: ChipChannel): Promise<Uint8Array | undefined> {
  await channel.send({ cla: 0, ins: 0xa4, p1: 0, p2: 0x0c, data: MASTER_FILE });
  return readFile(channel, CARD_ACCESS, new Progress()).catch(() => undefined);
}

/** The strongest key agreement that both sides know; undefined sends us to basic access control. */
const findPaceOffer = (cardAccess: Uint8Array | undefined): PaceOffer | undefined =>
  cardAccess === undefined
    ? undefined
    : parsePaceOffers(cardAccess).find(({ parameterId }) => isKnownCurve(parameterId));

/** How much of the expected whole has come; a portrait is most of it. */
class Progress {
  readonly #tell: ((share: number) => void) | undefined;
  #doneBytes = 0;
  #totalBytes = 18_000;

  constructor(tell?: (share: number) => void) {
    this.#tell = tell;
  }

  expect(bytes: number): void {
    this.#totalBytes = Math.max(this.#totalBytes, this.#doneBytes + bytes);
  }

  add(bytes: number): void {
    this.#doneBytes += bytes;
    this.#tell?.(Math.min(1, this.#doneBytes / this.#totalBytes));
  }
}

/** A whole file by its own length; undefined when the chip has none. */
async function readFile(
  channel: ChipChannel,
  id: number,
  progress: Progress,
): Promise<Uint8Array | undefined> {
  const select = await channel.send({
    cla: 0,
    ins: 0xa4,
    p1: 2,
    p2: 0x0c,
    data: Uint8Array.of(id >> 8, id & 0xff),
  });
  if (select.status === FILE_NOT_FOUND) return undefined;
  if (select.status !== STATUS_OK)
    throw new FaultError('card-reader.protocol', `file ${id.toString(16)}: ${select.status.toString(16)}`);
  let bytes = await readChunk(channel, 0, 8);
  const measured = measureDataObject(bytes);
  if (measured === undefined)
    throw new FaultError('card-reader.protocol', `file ${id.toString(16)} has no length`);
  const total = measured.headerBytes + measured.valueBytes;
  if (total > MOST_FILE_BYTES)
    throw new FaultError('card-reader.protocol', `file ${id.toString(16)} is too long`);
  progress.expect(total);
  const chunks = [bytes.subarray(0, total)];
  for (let offset = bytes.length; offset < total; offset += bytes.length) {
    bytes = await readChunk(channel, offset, Math.min(CHUNK_BYTES, total - offset));
    progress.add(bytes.length);
    chunks.push(bytes);
  }
  return Uint8Array.from(Buffer.concat(chunks).subarray(0, total));
}

async function readChunk(channel: ChipChannel, offset: number, lengthBytes: number): Promise<Uint8Array> {
  const isFar = offset >= SHORT_OFFSETS;
  const command: CommandApdu = isFar
    ? {
        cla: 0,
        ins: 0xb1,
        p1: 0,
        p2: 0,
        data: dataObject(0x54, Uint8Array.of(offset >> 16, (offset >> 8) & 0xff, offset & 0xff)),
        // The answer stands in an object of its own.
        expectedBytes: lengthBytes + 4,
      }
    : { cla: 0, ins: 0xb0, p1: offset >> 8, p2: offset & 0xff, expectedBytes: lengthBytes };
  const { data, status } = await channel.send(command);
  // 62 82: the end of the file came before the length asked for; what came is good.
  const isGood = status === STATUS_OK || status === 0x6282;
  const bytes = isFar ? findValue(data, [0x53]) : data;
  if (!isGood || bytes === undefined || bytes.length === 0)
    throw new FaultError('card-reader.protocol', `reading failed: ${status.toString(16)}`);
  return bytes;
}
