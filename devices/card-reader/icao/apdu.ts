// Commands and responses of a smart card (ISO/IEC 7816-4 §5.1).

export interface CommandApdu {
  readonly cla: number;
  readonly ins: number;
  readonly p1: number;
  readonly p2: number;
  readonly data?: Uint8Array;
  /** Most bytes expected in the answer, 1…65536; absent when none are. */
  readonly expectedBytes?: number;
}

export interface ResponseApdu {
  readonly data: Uint8Array;
  /** SW1 and SW2; 0x9000 is success. */
  readonly status: number;
}

export const STATUS_OK = 0x9000;
const SHORT_DATA_BYTES = 255;
const SHORT_ANSWER_BYTES = 256;

const uint16 = (value: number): number[] => [(value >> 8) & 0xff, value & 0xff];

/** The bytes of a command, in the short form where it fits. */
export function encodeCommand(command: CommandApdu): Uint8Array {
  const { cla, ins, p1, p2, data = new Uint8Array(), expectedBytes } = command;
  const isExtended = data.length > SHORT_DATA_BYTES || (expectedBytes ?? 0) > SHORT_ANSWER_BYTES;
  const header = [cla, ins, p1, p2];
  if (!isExtended) {
    const length = data.length === 0 ? [] : [data.length];
    const expected = expectedBytes === undefined ? [] : [expectedBytes & 0xff];
    return Uint8Array.from([...header, ...length, ...data, ...expected]);
  }
  const length = data.length === 0 ? [] : uint16(data.length);
  const expected = expectedBytes === undefined ? [] : uint16(expectedBytes);
  return Uint8Array.from([...header, 0, ...length, ...data, ...expected]);
}

/** A command as a card receives it; undefined when it has none of the seven shapes. */
export function decodeCommand(bytes: Uint8Array): CommandApdu | undefined {
  if (bytes.length < 4) return undefined;
  const [cla = 0, ins = 0, p1 = 0, p2 = 0] = bytes;
  const header = { cla, ins, p1, p2 };
  const body = bytes.subarray(4);
  if (body.length === 0) return header;
  if (body.length === 1) return { ...header, expectedBytes: body[0] || SHORT_ANSWER_BYTES };
  return body[0] === 0 && body.length >= 3 ? decodeExtended(header, body) : decodeShort(header, body);
}

type Header = Pick<CommandApdu, 'cla' | 'ins' | 'p1' | 'p2'>;

function decodeShort(header: Header, body: Uint8Array): CommandApdu | undefined {
  if (body[0] === 0) return undefined;
  const end = 1 + (body[0] ?? 0);
  const data = body.subarray(1, end);
  if (body.length === end) return { ...header, data };
  if (body.length === end + 1) return { ...header, data, expectedBytes: body[end] || SHORT_ANSWER_BYTES };
  return undefined;
}

function decodeExtended(header: Header, body: Uint8Array): CommandApdu | undefined {
  const at = (offset: number): number => (body[offset]! << 8) | body[offset + 1]!;
  if (body.length === 3) return { ...header, expectedBytes: at(1) || 0x10000 };
  if (at(1) === 0) return undefined;
  const end = 3 + at(1);
  const data = body.subarray(3, end);
  if (body.length === end) return { ...header, data };
  if (body.length === end + 2) return { ...header, data, expectedBytes: at(end) || 0x10000 };
  return undefined;
}

/** Splits what the card answered; undefined when it is shorter than a status. */
export function decodeResponse(bytes: Uint8Array): ResponseApdu | undefined {
  if (bytes.length < 2) return undefined;
  const status = (bytes[bytes.length - 2]! << 8) | bytes[bytes.length - 1]!;
  return { data: bytes.subarray(0, bytes.length - 2), status };
}

export const encodeResponse = ({ data, status }: ResponseApdu): Uint8Array =>
  Uint8Array.from([...data, ...uint16(status)]);
