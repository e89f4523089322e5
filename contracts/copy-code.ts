// A copy is found by a code that people read aloud and type: Crockford Base32 (no I, L, O, U) with a Luhn mod-32 check
// symbol, so that one wrong or two swapped symbols are caught before any look-up.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeSymbols = 12;
const checkCodeSymbols = 8;

function checkSymbol(payload: string): string {
  let factor = 2;
  let sum = 0;
  for (let i = payload.length - 1; i >= 0; i--) {
    const addend = factor * alphabet.indexOf(payload[i]!);
    sum += Math.floor(addend / 32) + (addend % 32);
    factor = factor === 2 ? 1 : 2;
  }
  return alphabet[(32 - (sum % 32)) % 32]!;
}

const group = (symbols: string): string => symbols.match(/.{4}/g)!.join('-');

function symbolsOf(randomBytes: Uint8Array, count: number): string {
  if (randomBytes.length < count) throw new RangeError(`${count} random bytes are needed`);
  return Array.from(randomBytes.subarray(0, count), (byte) => alphabet[byte & 31]).join('');
}

/** Makes `7K3M-9QPX-2RTA` out of at least 11 random bytes (55 bits of chance and a check symbol). */
export function makeCopyCode(randomBytes: Uint8Array): string {
  const payload = symbolsOf(randomBytes, codeSymbols - 1);
  return group(payload + checkSymbol(payload));
}

/** Makes the check code `K7QM-2XRA` that only the paper carries, out of at least 8 random bytes (40 bits). */
export const makeCheckCode = (randomBytes: Uint8Array): string =>
  group(symbolsOf(randomBytes, checkCodeSymbols));

function normalise(text: string): string {
  return text
    .toUpperCase()
    .replace(/[\s\-–—.]/g, '')
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0');
}

const isSymbols = (text: string, length: number): boolean =>
  text.length === length && [...text].every((symbol) => alphabet.includes(symbol));

/** Reads a copy code as people type it (any case, with or without dashes, O for 0, I or L for 1); null when it is none. */
export function parseCopyCode(text: string): string | null {
  const symbols = normalise(text);
  if (!isSymbols(symbols, codeSymbols)) return null;
  return checkSymbol(symbols.slice(0, -1)) === symbols.at(-1) ? group(symbols) : null;
}

/** Reads a check code as people type it; null when it is none. */
export function parseCheckCode(text: string): string | null {
  const symbols = normalise(text);
  return isSymbols(symbols, checkCodeSymbols) ? group(symbols) : null;
}
