import type {
  PdfArray,
  PdfDictionary,
  PdfName,
  PdfReference,
  PdfStream,
  PdfString,
  PdfValue,
} from '../validation/pdf/pdf-value.ts';

export const name = (value: string): PdfName => ({ kind: 'name', name: value });
export const array = (...items: PdfValue[]): PdfArray => ({ kind: 'array', items });
export const reference = (number: number, generation = 0): PdfReference => ({
  kind: 'reference',
  number,
  generation,
});
export const dictionary = (entries: Readonly<Record<string, PdfValue | undefined>>): PdfDictionary => ({
  kind: 'dictionary',
  entries: new Map(
    Object.entries(entries).filter((entry): entry is [string, PdfValue] => entry[1] !== undefined),
  ),
});
/** A copy of a dictionary with some entries set. */
export const withEntries = (
  base: PdfDictionary,
  entries: Readonly<Record<string, PdfValue>>,
): PdfDictionary => ({
  kind: 'dictionary',
  entries: new Map([...base.entries, ...Object.entries(entries)]),
});
export const stream = (raw: Uint8Array): PdfStream => ({
  kind: 'stream',
  dictionary: dictionary({ Length: raw.length }),
  raw,
});

const hexString = (bytes: Uint8Array): PdfString => ({
  kind: 'string',
  bytes,
  start: -1,
  end: -1,
  isHex: true,
});

/** A text string: UTF-16BE with byte order mark, which every reader understands. */
export const text = (value: string): PdfString => {
  const units = Buffer.from(`\ufeff${value}`, 'utf16le').swap16();
  return hexString(new Uint8Array(units));
};

/** A date (ISO 32000-2 §7.9.4) in Vietnam's time zone, which has no daylight saving. */
export const date = (moment: Date): PdfString => {
  const local = new Date(moment.getTime() + 7 * 3_600_000).toISOString();
  const digits = local.slice(0, 19).replace(/[-:T]/g, '');
  return {
    kind: 'string',
    bytes: Buffer.from(`D:${digits}+07'00'`, 'latin1'),
    start: -1,
    end: -1,
    isHex: false,
  };
};

/** Serialises a value; streams are written with their data. */
export function serialize(value: PdfValue): Buffer {
  const parts: (string | Uint8Array)[] = [];
  write(value, parts);
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));
}

function write(value: PdfValue, out: (string | Uint8Array)[]): void {
  if (value === null || typeof value === 'boolean') out.push(String(value));
  else if (typeof value === 'number') out.push(numberText(value));
  else if (value.kind === 'name') out.push(`/${escapeName(value.name)}`);
  else if (value.kind === 'reference') out.push(`${value.number} ${value.generation} R`);
  else if (value.kind === 'string') out.push(stringText(value));
  else if (value.kind === 'array') {
    out.push('[');
    for (const [i, item] of value.items.entries()) {
      if (i > 0) out.push(' ');
      write(item, out);
    }
    out.push(']');
  } else if (value.kind === 'dictionary') {
    out.push('<<');
    for (const [key, entry] of value.entries) {
      out.push(`/${escapeName(key)} `);
      write(entry, out);
      out.push('\n');
    }
    out.push('>>');
  } else {
    write(value.dictionary, out);
    out.push('\nstream\n', value.raw, '\nendstream');
  }
}

/** PDF knows no exponents. */
const numberText = (value: number): string =>
  Number.isInteger(value) ? String(value) : value.toFixed(6).replace(/0+$/, '');

const escapeName = (value: string): string =>
  value.replace(
    /[^\x21-\x7e]|[#()<>[\]{}/%]/g,
    (char) => `#${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );

const stringText = ({ bytes, isHex }: PdfString): string =>
  isHex
    ? `<${Buffer.from(bytes).toString('hex')}>`
    : `(${Buffer.from(bytes)
        .toString('latin1')
        .replace(/[\\()\r\n]/g, (char) => ({ '\r': '\\r', '\n': '\\n' })[char] ?? `\\${char}`)})`;
