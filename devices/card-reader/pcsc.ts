// The few functions of PC/SC that reading a card needs, called without blocking. Structures are laid out by hand for
// pcsc-lite, whose words have 64 bits, and for macOS, whose words have 32.
import { endianness, platform } from 'node:os';

/** Return values of PC/SC part 5 (SCARD_E_… and SCARD_W_…) that are told apart. */
export const pcscStatus = {
  OK: 0,
  TIMEOUT: 0x8010000a,
  SHARING_VIOLATION: 0x8010000b,
  NO_SMARTCARD: 0x8010000c,
  READER_UNAVAILABLE: 0x80100017,
  NO_SERVICE: 0x8010001d,
  NO_READERS: 0x8010002e,
  UNKNOWN_READER: 0x80100009,
  UNPOWERED: 0x80100067,
  UNRESPONSIVE: 0x80100066,
  RESET: 0x80100068,
  REMOVED: 0x80100069,
} as const;

const SCOPE_SYSTEM = 2;
const SHARE_EXCLUSIVE = 1;
const PROTOCOL_T0_OR_T1 = 3;
const RESET_CARD = 1;
/** Card present; inserted and readable by us. */
const STATE_PRESENT = 0x20;
const ATR_BYTES = 33;
/** The longest answer with an extended length. */
const MOST_ANSWER_BYTES = 0x10000 + 2;

/** A PC/SC function that answered something else than success. */
export class PcscError extends Error {
  readonly status: number;

  constructor(functionName: string, status: number) {
    super(`${functionName} answered 0x${status.toString(16)}`);
    this.name = 'PcscError';
    this.status = status;
  }
}

type Argument = bigint | number | Uint8Array | string | null;
type NativeFunction = (...args: Argument[]) => Promise<number>;

const LIBRARIES: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'libpcsclite.so.1',
  darwin: '/System/Library/Frameworks/PCSC.framework/PCSC',
};

export interface PcscCard {
  readonly handle: bigint;
  readonly protocol: bigint;
}

/** A context of the smart card service. Every call throws `PcscError` with the service's return value. */
export class Pcsc {
  readonly #functions: Readonly<Record<keyof typeof SIGNATURES, NativeFunction>>;
  readonly #wordBytes: number;
  readonly #addressOf: (bytes: Uint8Array) => bigint;
  #context = 0n;

  private constructor(
    functions: Readonly<Record<keyof typeof SIGNATURES, NativeFunction>>,
    wordBytes: number,
    addressOf: (bytes: Uint8Array) => bigint,
  ) {
    this.#functions = functions;
    this.#wordBytes = wordBytes;
    this.#addressOf = addressOf;
  }

  /** Throws what the loader says when the library is missing, `PcscError` when its service does not run. */
  static async open(): Promise<Pcsc> {
    const libraryName = LIBRARIES[platform()];
    if (libraryName === undefined || endianness() !== 'LE')
      throw new Error('card readers are supported on little-endian Linux and macOS only');
    // Loaded here and nowhere else: a machine for which the binding has no build can run all but card readers.
    const { default: koffi } = await import('koffi');
    const library = koffi.load(libraryName);
    const word = platform() === 'linux' ? 'ulong' : 'uint32';
    const functions = Object.fromEntries(
      Object.entries(SIGNATURES).map(([name, parameters]) => {
        const types = parameters.map((type) =>
          type === 'word' ? word : type === 'handle' ? WORDS[word].handle : type,
        );
        const native = library.func(name, WORDS[word].answer, types);
        const call: NativeFunction = (...args) =>
          new Promise((resolve, reject) => {
            native.async(...args, (error: unknown, value: number | bigint) => {
              // `args` is named here so that the memory handed over lives as long as the call.
              if (error) reject(new Error(`${name} with ${args.length} arguments`, { cause: error }));
              else resolve(Number(BigInt.asUintN(32, BigInt(value))));
            });
          });
        return [name, call];
      }),
    ) as Record<keyof typeof SIGNATURES, NativeFunction>;
    const pcsc = new Pcsc(functions, word === 'ulong' ? 8 : 4, (bytes) => koffi.address(bytes));
    const context = pcsc.#word();
    await pcsc.#call('SCardEstablishContext', SCOPE_SYSTEM, null, null, context);
    pcsc.#context = pcsc.#read(context);
    return pcsc;
  }

  async release(): Promise<void> {
    await this.#call('SCardReleaseContext', this.#context);
  }

  /** Names of the readers that are plugged in. */
  async listReaders(): Promise<string[]> {
    const length = this.#word();
    const asked = await this.#functions.SCardListReaders(this.#context, null, null, length);
    if (asked === pcscStatus.NO_READERS) return [];
    if (asked !== pcscStatus.OK) throw new PcscError('SCardListReaders', asked);
    const names = Buffer.alloc(Number(this.#read(length)) + 1);
    const listed = await this.#functions.SCardListReaders(this.#context, null, names, length);
    if (listed === pcscStatus.NO_READERS) return [];
    if (listed !== pcscStatus.OK) throw new PcscError('SCardListReaders', listed);
    return names
      .toString('utf8', 0, Number(this.#read(length)))
      .split('\0')
      .filter((name) => name !== '');
  }

  /** Whether a card lies on a reader now. */
  async isCardPresent(reader: string): Promise<boolean> {
    const w = this.#wordBytes;
    const name = Buffer.from(`${reader}\0`, 'utf8');
    // SCARD_READERSTATE: name, user data, current state, event state, length of the ATR, ATR.
    const state = Buffer.alloc(2 * 8 + 3 * w + ATR_BYTES + 7);
    state.writeBigUInt64LE(this.#addressOf(name));
    await this.#call('SCardGetStatusChange', this.#context, 0, state, 1);
    // Named once more: the memory behind the address lives as long as the call.
    return name.length > 0 && (state.readUInt32LE(2 * 8 + w) & STATE_PRESENT) !== 0;
  }

  /** Takes the card for ourselves alone. */
  async connect(reader: string): Promise<PcscCard> {
    const [handle, protocol] = [this.#word(), this.#word()];
    const name = Buffer.from(`${reader}\0`, 'utf8');
    await this.#call(
      'SCardConnect',
      this.#context,
      name,
      SHARE_EXCLUSIVE,
      PROTOCOL_T0_OR_T1,
      handle,
      protocol,
    );
    return { handle: this.#read(handle), protocol: this.#read(protocol) };
  }

  async transmit(card: PcscCard, command: Uint8Array): Promise<Uint8Array> {
    const w = this.#wordBytes;
    const protocol = Buffer.alloc(2 * w);
    protocol.writeUInt32LE(Number(card.protocol));
    protocol.writeUInt32LE(2 * w, w);
    const answer = Buffer.alloc(MOST_ANSWER_BYTES);
    const length = this.#word(answer.length);
    await this.#call('SCardTransmit', card.handle, protocol, command, command.length, null, answer, length);
    return Uint8Array.from(answer.subarray(0, Number(this.#read(length))));
  }

  async disconnect(card: PcscCard): Promise<void> {
    await this.#call('SCardDisconnect', card.handle, RESET_CARD);
  }

  async #call(name: keyof typeof SIGNATURES, ...args: Argument[]): Promise<void> {
    const status = await this.#functions[name](...args);
    if (status !== pcscStatus.OK) throw new PcscError(name, status);
  }

  #word(value = 0): Buffer {
    const word = Buffer.alloc(8);
    word.writeUInt32LE(value);
    return word;
  }

  #read(word: Buffer): bigint {
    return this.#wordBytes === 8 ? word.readBigUInt64LE() : BigInt(word.readUInt32LE());
  }
}

const WORDS = {
  ulong: { handle: 'long', answer: 'long' },
  uint32: { handle: 'int32', answer: 'int32' },
} as const;

const SIGNATURES = {
  SCardEstablishContext: ['word', 'void *', 'void *', 'void *'],
  SCardReleaseContext: ['handle'],
  SCardListReaders: ['handle', 'void *', 'void *', 'void *'],
  SCardGetStatusChange: ['handle', 'word', 'void *', 'word'],
  SCardConnect: ['handle', 'void *', 'word', 'word', 'void *', 'void *'],
  SCardDisconnect: ['handle', 'word'],
  SCardTransmit: ['handle', 'void *', 'void *', 'word', 'void *', 'void *', 'void *'],
} as const;
