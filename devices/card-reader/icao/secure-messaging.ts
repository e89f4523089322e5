// Secure messaging: every command and answer after the key agreement is encrypted and authenticated under a counter
// (ICAO 9303-11 §9.8).
import { timingSafeEqual } from 'node:crypto';
import type { CommandApdu, ResponseApdu } from './apdu.ts';
import { dataObject, parseDataObjects } from './ber-tlv.ts';
import {
  authenticate,
  blockBytesOf,
  type CipherName,
  decryptBlocks,
  encryptBlocks,
  encryptCounter,
  padBlocks,
  unpadBlocks,
} from './session-cipher.ts';

export interface SessionKeys {
  readonly cipher: CipherName;
  readonly encryption: Uint8Array;
  readonly authentication: Uint8Array;
  /** The counter before the first message: 8 bytes for 3DES, 16 for AES. */
  readonly counter: Uint8Array;
}

/** Plain text of a data field, with the byte that says how it is padded. */
const ENCRYPTED = 0x87;
/** The same without that byte, for commands with an odd instruction. */
const ENCRYPTED_ODD = 0x85;
const EXPECTED = 0x97;
const STATUS = 0x99;
const MAC = 0x8e;
const PADDED = 0x01;

/** One side of a session. Messages must be protected and opened in the order in which they are exchanged. */
export class SecureMessaging {
  readonly #keys: SessionKeys;
  #counter: bigint;

  constructor(keys: SessionKeys) {
    this.#keys = keys;
    this.#counter = BigInt(`0x${Buffer.from(keys.counter).toString('hex')}`);
  }

  /** Terminal: protects a command. */
  protectCommand(command: CommandApdu): CommandApdu {
    this.#counter++;
    const isOdd = command.ins % 2 === 1;
    const objects: Uint8Array[] = [];
    if (command.data !== undefined && command.data.length > 0)
      objects.push(this.#encrypt(command.data, isOdd));
    if (command.expectedBytes !== undefined)
      objects.push(dataObject(EXPECTED, encodeExpected(command.expectedBytes)));
    const header = Uint8Array.of(command.cla | 0x0c, command.ins, command.p1, command.p2);
    const mac = this.#authenticate([this.#pad(header), ...objects], objects.length > 0);
    const data = Buffer.concat([...objects, dataObject(MAC, mac)]);
    const isExtended = data.length > 255 || (command.expectedBytes ?? 0) > 256;
    return {
      cla: command.cla | 0x0c,
      ins: command.ins,
      p1: command.p1,
      p2: command.p2,
      data,
      expectedBytes: isExtended ? 0x10000 : 256,
    };
  }

  /** Terminal: opens an answer; undefined when it is not authentic. */
  openResponse(response: ResponseApdu): ResponseApdu | undefined {
    this.#counter++;
    const objects = parseDataObjects(response.data);
    if (objects === undefined || !this.#isAuthentic([], objects)) return undefined;
    const status = objects.find(({ tag }) => tag === STATUS)?.value;
    if (status?.length !== 2) return undefined;
    const data = this.#decrypt(objects);
    return data === undefined ? undefined : { data, status: (status[0]! << 8) | status[1]! };
  }

  /** Card: opens a command; undefined when it is not authentic. */
  openCommand(command: CommandApdu): CommandApdu | undefined {
    this.#counter++;
    const objects = parseDataObjects(command.data ?? new Uint8Array());
    const header = Uint8Array.of(command.cla, command.ins, command.p1, command.p2);
    if (objects === undefined || !this.#isAuthentic([this.#pad(header)], objects)) return undefined;
    const data = this.#decrypt(objects);
    if (data === undefined) return undefined;
    const expected = objects.find(({ tag }) => tag === EXPECTED)?.value;
    return {
      cla: command.cla & ~0x0c,
      ins: command.ins,
      p1: command.p1,
      p2: command.p2,
      ...(data.length > 0 ? { data } : {}),
      ...(expected === undefined ? {} : { expectedBytes: decodeExpected(expected) }),
    };
  }

  /** Card: protects an answer. */
  protectResponse(response: ResponseApdu, isOdd = false): ResponseApdu {
    this.#counter++;
    const status = dataObject(STATUS, Uint8Array.of(response.status >> 8, response.status & 0xff));
    const objects = response.data.length === 0 ? [status] : [this.#encrypt(response.data, isOdd), status];
    const mac = this.#authenticate(objects, true);
    return { data: Buffer.concat([...objects, dataObject(MAC, mac)]), status: response.status };
  }

  get #blockBytes(): number {
    return blockBytesOf(this.#keys.cipher);
  }

  #pad(bytes: Uint8Array): Uint8Array {
    return padBlocks(bytes, this.#blockBytes);
  }

  #counterBytes(): Uint8Array {
    const hex = this.#counter.toString(16).padStart(this.#blockBytes * 2, '0');
    return Buffer.from(hex.slice(-this.#blockBytes * 2), 'hex');
  }

  #iv(): Uint8Array | undefined {
    const { cipher, encryption } = this.#keys;
    return cipher === '3DES' ? undefined : encryptCounter(encryption, this.#counterBytes());
  }

  #encrypt(plain: Uint8Array, isOdd: boolean): Uint8Array {
    const { cipher, encryption } = this.#keys;
    const encrypted = encryptBlocks(cipher, encryption, this.#pad(plain), this.#iv());
    return isOdd
      ? dataObject(ENCRYPTED_ODD, encrypted)
      : dataObject(ENCRYPTED, Uint8Array.of(PADDED), encrypted);
  }

  /** The plain data of a message, empty when it carries none; undefined when it cannot be read. */
  #decrypt(objects: readonly { tag: number; value: Uint8Array }[]): Uint8Array | undefined {
    const found = objects.find(({ tag }) => tag === ENCRYPTED || tag === ENCRYPTED_ODD);
    if (found === undefined) return new Uint8Array();
    if (found.tag === ENCRYPTED && found.value[0] !== PADDED) return undefined;
    const bytes = found.tag === ENCRYPTED ? found.value.subarray(1) : found.value;
    if (bytes.length === 0 || bytes.length % this.#blockBytes !== 0) return undefined;
    const { cipher, encryption } = this.#keys;
    return unpadBlocks(decryptBlocks(cipher, encryption, bytes, this.#iv()));
  }

  /** A padded header alone is whole blocks already; data objects are padded together. */
  #authenticate(parts: readonly Uint8Array[], isPadded: boolean): Uint8Array {
    const message = Buffer.concat([this.#counterBytes(), ...parts]);
    return authenticate(
      this.#keys.cipher,
      this.#keys.authentication,
      isPadded ? this.#pad(message) : message,
    );
  }

  #isAuthentic(
    before: readonly Uint8Array[],
    objects: readonly { tag: number; value: Uint8Array; bytes: Uint8Array }[],
  ): boolean {
    const last = objects.at(-1);
    if (last?.tag !== MAC) return false;
    const protectedObjects = objects.slice(0, -1);
    const isPadded = before.length === 0 || protectedObjects.length > 0;
    const expected = this.#authenticate([...before, ...protectedObjects.map(({ bytes }) => bytes)], isPadded);
    return last.value.length === expected.length && timingSafeEqual(last.value, expected);
  }
}

const encodeExpected = (expectedBytes: number): Uint8Array =>
  expectedBytes <= 256
    ? Uint8Array.of(expectedBytes & 0xff)
    : Uint8Array.of((expectedBytes >> 8) & 0xff, expectedBytes & 0xff);

const decodeExpected = (value: Uint8Array): number =>
  value.length === 1 ? value[0]! || 256 : (value[0]! << 8) | value[1]! || 0x10000;
