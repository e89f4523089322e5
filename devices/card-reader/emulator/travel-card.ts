// The chip's side of ICAO 9303-11, for the simulated reader and for tests through pcscd: it holds files and opens them
// only to who knows the machine-readable zone.
import { FaultError } from '@saoy/contracts/errors';
import { accessSeed, type MachineReadableKey } from '../icao/access-key.ts';
import {
  type CommandApdu,
  decodeCommand,
  encodeResponse,
  type ResponseApdu,
  STATUS_OK,
} from '../icao/apdu.ts';
import { documentKeys, openExchange, sealExchange, sessionOf } from '../icao/basic-access-control.ts';
import { dataObject, findValue, parseDataObjects } from '../icao/ber-tlv.ts';
import { type CurvePoint, PaceAgreement } from '../icao/pace.ts';
import { SecureMessaging, type SessionKeys } from '../icao/secure-messaging.ts';
import { type PaceOffer, parsePaceOffers } from '../icao/security-infos.ts';
import { deriveKey, encryptBlocks, KEY_PURPOSE } from '../icao/session-cipher.ts';

export interface TravelCardOptions {
  readonly key: MachineReadableKey;
  /** Elementary files of the application by their short names' identifiers, e.g. `0x0101` for DG1. */
  readonly files: ReadonlyMap<number, Uint8Array>;
  /** EF.CardAccess; without it the chip knows basic access control only. */
  readonly cardAccess?: Uint8Array;
  readonly random: (bytes: number) => Uint8Array;
}

const CARD_ACCESS = 0x011c;
const NONCE_BYTES = 8;
const PACE_NONCE_BYTES = 16;
const SECURITY_NOT_SATISFIED = 0x6982;
const CONDITIONS_NOT_SATISFIED = 0x6985;
const NOT_FOUND = 0x6a82;
const WRONG_DATA = 0x6a80;
const UNKNOWN_INSTRUCTION = 0x6d00;
const AUTHENTICATION_FAILED = 0x6300;
const END_OF_FILE = 0x6282;
const SESSION_BROKEN = 0x6988;

const answer = (status: number, data: Uint8Array = new Uint8Array()): ResponseApdu => ({ data, status });

interface PaceRun {
  readonly offer: PaceOffer;
  readonly agreement: PaceAgreement;
  readonly nonce: Uint8Array;
  generator?: CurvePoint;
  keys?: SessionKeys;
  ownPublic?: Uint8Array;
  otherPublic?: Uint8Array;
}

/** One card in the field; `reset` is what happens when it is taken away and put back. */
export class TravelCard {
  readonly #options: TravelCardOptions;
  #selected: Uint8Array | undefined;
  #challenge: Uint8Array | undefined;
  #session: SecureMessaging | undefined;
  #pace: PaceRun | undefined;

  constructor(options: TravelCardOptions) {
    this.#options = options;
  }

  reset(): void {
    this.#selected = undefined;
    this.#challenge = undefined;
    this.#session = undefined;
    this.#pace = undefined;
  }

  /** Answers a command, whatever it is. */
  answer(bytes: Uint8Array): Uint8Array {
    const command = decodeCommand(bytes);
    if (command === undefined) return encodeResponse(answer(0x6700));
    if ((command.cla & 0x0c) === 0) {
      // A plain command ends a session (§9.8.9).
      this.#session = undefined;
      return encodeResponse(this.#carryOut(command));
    }
    const opened = this.#session?.openCommand(command);
    if (this.#session === undefined || opened === undefined) {
      this.#session = undefined;
      return encodeResponse(answer(SESSION_BROKEN));
    }
    const session = this.#session;
    return encodeResponse(session.protectResponse(this.#carryOut(opened), opened.ins % 2 === 1));
  }

  #carryOut(command: CommandApdu): ResponseApdu {
    try {
      switch (command.ins) {
        case 0xa4:
          return this.#select(command);
        case 0xb0:
          return this.#readBinary(((command.p1 & 0x7f) << 8) | command.p2, command.expectedBytes ?? 256);
        case 0xb1:
          return this.#readFar(command);
        case 0x84:
          this.#challenge = this.#options.random(NONCE_BYTES);
          return answer(STATUS_OK, this.#challenge);
        case 0x82:
          return this.#authenticate(command);
        case 0x22:
          return this.#beginPace(command);
        case 0x86:
          return this.#continuePace(command);
        default:
          return answer(UNKNOWN_INSTRUCTION);
      }
    } catch (error) {
      if (error instanceof FaultError) return answer(WRONG_DATA);
      throw error;
    }
  }

  #select({ p1, data = new Uint8Array() }: CommandApdu): ResponseApdu {
    if (p1 === 4)
      return answer(Buffer.from(data).toString('hex') === 'a0000002471001' ? STATUS_OK : NOT_FOUND);
    if (p1 === 0) return answer(STATUS_OK);
    const id = ((data[0] ?? 0) << 8) | (data[1] ?? 0);
    const isOpen = id === CARD_ACCESS;
    if (!isOpen && this.#session === undefined) return answer(SECURITY_NOT_SATISFIED);
    const file = isOpen ? this.#options.cardAccess : this.#options.files.get(id);
    if (file === undefined) return answer(NOT_FOUND);
    this.#selected = file;
    return answer(STATUS_OK);
  }

  #readBinary(offset: number, lengthBytes: number): ResponseApdu {
    if (this.#selected === undefined) return answer(0x6986);
    const data = this.#selected.subarray(offset, offset + lengthBytes);
    if (data.length === 0) return answer(0x6b00);
    return answer(data.length < lengthBytes ? END_OF_FILE : STATUS_OK, data);
  }

  #readFar({ data = new Uint8Array(), expectedBytes = 256 }: CommandApdu): ResponseApdu {
    const offset = findValue(data, [0x54]);
    if (offset === undefined) return answer(WRONG_DATA);
    const at = offset.reduce((sum, byte) => sum * 0x100 + byte, 0);
    const read = this.#readBinary(at, expectedBytes - 4);
    return read.data.length === 0 ? read : answer(read.status, dataObject(0x53, read.data));
  }

  #authenticate({ data = new Uint8Array() }: CommandApdu): ResponseApdu {
    const chipNonce = this.#challenge;
    this.#challenge = undefined;
    if (chipNonce === undefined) return answer(CONDITIONS_NOT_SATISFIED);
    const keys = documentKeys(accessSeed(this.#options.key));
    const opened = openExchange(keys, data);
    if (opened === undefined || !Buffer.from(opened.subarray(8, 16)).equals(chipNonce))
      return answer(AUTHENTICATION_FAILED);
    const terminalNonce = opened.subarray(0, 8);
    const terminalKey = opened.subarray(16, 32);
    const chipKey = this.#options.random(16);
    const sealed = sealExchange(keys, Buffer.concat([chipNonce, terminalNonce, chipKey]));
    this.#session = new SecureMessaging(sessionOf({ terminalKey, chipKey, terminalNonce, chipNonce }));
    return answer(STATUS_OK, sealed);
  }

  #beginPace({ data = new Uint8Array() }: CommandApdu): ResponseApdu {
    const objects = parseDataObjects(data) ?? [];
    const oid = objects.find(({ tag }) => tag === 0x80)?.value;
    const offer = parsePaceOffers(this.#options.cardAccess ?? new Uint8Array()).find(
      (each) => oid !== undefined && Buffer.from(each.oid).equals(oid),
    );
    if (offer === undefined) return answer(WRONG_DATA);
    this.#pace = {
      offer,
      agreement: new PaceAgreement(offer),
      nonce: this.#options.random(PACE_NONCE_BYTES),
    };
    return answer(STATUS_OK);
  }

  #continuePace({ data = new Uint8Array() }: CommandApdu): ResponseApdu {
    const run = this.#pace;
    const sent = parseDataObjects(findValue(data, [0x7c]) ?? new Uint8Array())?.[0];
    if (run === undefined) return answer(CONDITIONS_NOT_SATISFIED);
    const reply = (tag: number, value: Uint8Array): ResponseApdu =>
      answer(STATUS_OK, dataObject(0x7c, dataObject(tag, value)));
    switch (sent?.tag) {
      case undefined: {
        const { cipher } = run.offer;
        const key = deriveKey(accessSeed(this.#options.key), KEY_PURPOSE.password, cipher);
        return reply(0x80, encryptBlocks(cipher, key, run.nonce));
      }
      case 0x81: {
        const ownKey = run.agreement.privateKey(this.#options.random);
        run.generator = run.agreement.mapGenerator(run.nonce, ownKey, run.agreement.readPoint(sent.value));
        return reply(0x82, run.agreement.generator.multiply(ownKey).toBytes(false));
      }
      case 0x83: {
        if (run.generator === undefined) return answer(CONDITIONS_NOT_SATISFIED);
        const ownKey = run.agreement.privateKey(this.#options.random);
        run.otherPublic = Uint8Array.from(sent.value);
        run.ownPublic = run.generator.multiply(ownKey).toBytes(false);
        run.keys = run.agreement.sessionKeys(ownKey, run.agreement.readPoint(sent.value));
        return reply(0x84, run.ownPublic);
      }
      case 0x85: {
        const { keys, ownPublic, otherPublic } = run;
        this.#pace = undefined;
        if (keys === undefined || ownPublic === undefined || otherPublic === undefined)
          return answer(CONDITIONS_NOT_SATISFIED);
        if (!Buffer.from(run.agreement.token(keys, ownPublic)).equals(sent.value))
          return answer(AUTHENTICATION_FAILED);
        this.#session = new SecureMessaging(keys);
        return reply(0x86, run.agreement.token(keys, otherPublic));
      }
      default:
        return answer(WRONG_DATA);
    }
  }
}
