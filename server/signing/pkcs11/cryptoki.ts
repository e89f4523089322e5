// The few functions of PKCS#11 v2.40 that signing needs, called without blocking. Structures are laid out by hand for
// machines with 64-bit longs and little-endian words, that is Linux and macOS on x86-64 and ARM64.
import { endianness, platform } from 'node:os';
import { CryptokiError, returnValue } from './cryptoki-error.ts';

const WORD_BYTES = 8;
/** Some modules do elliptic curves on the stack; the binding's own default is small. */
const CALL_STACK_BYTES = 1024 * 1024;

/** Places in CK_FUNCTION_LIST, after its version. */
const functionPlaces = {
  C_Initialize: 0,
  C_GetSlotList: 4,
  C_GetTokenInfo: 6,
  C_OpenSession: 12,
  C_Login: 18,
  C_GetAttributeValue: 24,
  C_FindObjectsInit: 26,
  C_FindObjects: 27,
  C_FindObjectsFinal: 28,
  C_SignInit: 42,
  C_Sign: 43,
} as const;
type FunctionName = keyof typeof functionPlaces;

const signatures: Record<FunctionName, readonly ('ulong' | 'uint8' | 'void *')[]> = {
  C_Initialize: ['void *'],
  C_GetSlotList: ['uint8', 'void *', 'void *'],
  C_GetTokenInfo: ['ulong', 'void *'],
  C_OpenSession: ['ulong', 'ulong', 'void *', 'void *', 'void *'],
  C_Login: ['ulong', 'ulong', 'void *', 'ulong'],
  C_GetAttributeValue: ['ulong', 'ulong', 'void *', 'ulong'],
  C_FindObjectsInit: ['ulong', 'void *', 'ulong'],
  C_FindObjects: ['ulong', 'void *', 'ulong', 'void *'],
  C_FindObjectsFinal: ['ulong'],
  C_SignInit: ['ulong', 'void *', 'ulong'],
  C_Sign: ['ulong', 'void *', 'ulong', 'void *', 'void *'],
};

const OS_LOCKING_OK = 2n;
const SERIAL_SESSION = 4n;
const USER = 1n;
const MAX_SIGNATURE_BYTES = 1024;
const MAX_OBJECTS = 16;
/** CK_TOKEN_INFO: label, manufacturer, model, serial number, then what is not read here. */
const TOKEN_INFO_BYTES = 256;

export interface TokenInfo {
  readonly slot: bigint;
  readonly label: string;
  readonly serialNumber: string;
}

export interface Attribute {
  readonly type: bigint;
  readonly value: Uint8Array;
}

export interface Mechanism {
  readonly type: bigint;
  readonly parameter?: Uint8Array;
}

type Argument = bigint | Uint8Array | null;
type NativeFunction = (...args: Argument[]) => Promise<bigint>;

/** A loaded and initialised PKCS#11 module. Every call throws `CryptokiError` with the module's return value. */
export class Cryptoki {
  readonly #functions: ReadonlyMap<FunctionName, NativeFunction>;
  readonly #addressOf: (bytes: Uint8Array) => bigint;

  private constructor(
    functions: ReadonlyMap<FunctionName, NativeFunction>,
    addressOf: (bytes: Uint8Array) => bigint,
  ) {
    this.#functions = functions;
    this.#addressOf = addressOf;
  }

  /** Throws what the loader says when the module, or the native binding for this machine, is missing. */
  static async load(modulePath: string): Promise<Cryptoki> {
    if (endianness() !== 'LE' || platform() === 'win32')
      throw new Error('PKCS#11 is supported on little-endian Linux and macOS only');
    // Loaded here and nowhere else: a machine for which the binding has no build can run all but PKCS#11.
    const { default: koffi } = await import('koffi');
    koffi.config({ async_stack_size: CALL_STACK_BYTES });
    const library = koffi.load(modulePath);
    const getFunctionList = library.func('C_GetFunctionList', 'ulong', ['void *']);
    const address = Buffer.alloc(WORD_BYTES);
    const rv = BigInt(getFunctionList(address) as number);
    if (rv !== returnValue.OK) throw new CryptokiError('C_GetFunctionList', rv);
    const listBytes = (1 + functionPlaces.C_Sign + 1) * WORD_BYTES;
    const list = Buffer.from(koffi.view(address.readBigUInt64LE(), listBytes));
    const functions = new Map<FunctionName, NativeFunction>();
    for (const [name, place] of Object.entries(functionPlaces) as [FunctionName, number][]) {
      const pointer = list.readBigUInt64LE((1 + place) * WORD_BYTES);
      const native = koffi.decode(pointer, koffi.proto('ulong', [...signatures[name]]));
      functions.set(
        name,
        (...args) =>
          new Promise((resolve, reject) => {
            native.async(...args, (error: unknown, value: number | bigint) => {
              // `args` is named here so that the memory handed over lives as long as the call.
              if (error) reject(new Error(`${name} with ${args.length} arguments`, { cause: error }));
              else resolve(BigInt(value));
            });
          }),
      );
    }
    const cryptoki = new Cryptoki(functions, (bytes) => koffi.address(bytes));
    const initialiseArguments = Buffer.alloc(6 * WORD_BYTES);
    initialiseArguments.writeBigUInt64LE(OS_LOCKING_OK, 4 * WORD_BYTES);
    await cryptoki.#call('C_Initialize', initialiseArguments);
    return cryptoki;
  }

  async #call(name: FunctionName, ...args: Argument[]): Promise<void> {
    const rv = await this.#functions.get(name)!(...args);
    if (rv !== returnValue.OK) throw new CryptokiError(name, rv);
  }

  /** Tokens that are present and initialised. */
  async listTokens(): Promise<TokenInfo[]> {
    const count = Buffer.alloc(WORD_BYTES);
    await this.#call('C_GetSlotList', 1n, null, count);
    const slots = Buffer.alloc(Math.max(1, Number(count.readBigUInt64LE())) * WORD_BYTES);
    await this.#call('C_GetSlotList', 1n, slots, count);
    const tokens: TokenInfo[] = [];
    for (let i = 0; i < Number(count.readBigUInt64LE()); i++) {
      const slot = slots.readBigUInt64LE(i * WORD_BYTES);
      const info = Buffer.alloc(TOKEN_INFO_BYTES);
      await this.#call('C_GetTokenInfo', slot, info);
      const text = (from: number, to: number) =>
        info.toString('utf8', from, to).replaceAll('\0', ' ').trimEnd();
      tokens.push({ slot, label: text(0, 32), serialNumber: text(80, 96) });
    }
    return tokens;
  }

  async openSession(slot: bigint): Promise<bigint> {
    const handle = Buffer.alloc(WORD_BYTES);
    await this.#call('C_OpenSession', slot, SERIAL_SESSION, null, null, handle);
    return handle.readBigUInt64LE();
  }

  /** Logs the process in; all its sessions with this token share it. */
  async login(session: bigint, pin: string): Promise<void> {
    const bytes = Buffer.from(pin, 'utf8');
    try {
      await this.#call('C_Login', session, USER, bytes, BigInt(bytes.length));
    } finally {
      bytes.fill(0);
    }
  }

  async findObjects(session: bigint, template: readonly Attribute[]): Promise<bigint[]> {
    const attributes = this.#attributes(template);
    await this.#call('C_FindObjectsInit', session, attributes, BigInt(template.length));
    try {
      const handles = Buffer.alloc(MAX_OBJECTS * WORD_BYTES);
      const count = Buffer.alloc(WORD_BYTES);
      await this.#call('C_FindObjects', session, handles, BigInt(MAX_OBJECTS), count);
      return Array.from({ length: Number(count.readBigUInt64LE()) }, (_, i) =>
        handles.readBigUInt64LE(i * WORD_BYTES),
      );
    } finally {
      await this.#call('C_FindObjectsFinal', session);
    }
  }

  /** One attribute, or null when the object has none of this type. */
  async readAttribute(
    session: bigint,
    object: bigint,
    type: bigint,
    maxBytes = 2048,
  ): Promise<Uint8Array | null> {
    const value = new Uint8Array(maxBytes);
    const attribute = this.#attributes([{ type, value }]);
    try {
      await this.#call('C_GetAttributeValue', session, object, attribute, 1n);
    } catch (error) {
      if (error instanceof CryptokiError && error.rv === returnValue.ATTRIBUTE_TYPE_INVALID) return null;
      throw error;
    }
    return value.slice(0, Number(attribute.readBigUInt64LE(2 * WORD_BYTES)));
  }

  async sign(session: bigint, key: bigint, mechanism: Mechanism, data: Uint8Array): Promise<Uint8Array> {
    const parameter = mechanism.parameter ?? null;
    const structure = this.#attributes([{ type: mechanism.type, value: parameter ?? new Uint8Array(0) }]);
    await this.#call('C_SignInit', session, structure, key);
    const signature = new Uint8Array(MAX_SIGNATURE_BYTES);
    const length = Buffer.alloc(WORD_BYTES);
    length.writeBigUInt64LE(BigInt(signature.length));
    await this.#call('C_Sign', session, data, BigInt(data.length), signature, length);
    return signature.slice(0, Number(length.readBigUInt64LE()));
  }

  /** CK_ATTRIBUTE and CK_MECHANISM have the same shape: a type, a pointer, a length. */
  #attributes(list: readonly Attribute[]): Buffer {
    const structure = Buffer.alloc(list.length * 3 * WORD_BYTES);
    for (const [i, { type, value }] of list.entries()) {
      const at = i * 3 * WORD_BYTES;
      structure.writeBigUInt64LE(type, at);
      structure.writeBigUInt64LE(value.length === 0 ? 0n : this.#addressOf(value), at + WORD_BYTES);
      structure.writeBigUInt64LE(BigInt(value.length), at + 2 * WORD_BYTES);
    }
    keptAlive.set(structure, list);
    return structure;
  }
}

/** What a structure points at must live as long as the structure itself. */
const keptAlive = new WeakMap<Uint8Array, readonly Attribute[]>();
