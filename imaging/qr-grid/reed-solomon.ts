// Reed-Solomon over GF(256) as QR codes use it (ISO/IEC 18004 §7.5), with errors and erasures.

const exponents = new Uint8Array(512);
const logarithms = new Uint8Array(256);
for (let i = 0, value = 1; i < 255; i++) {
  exponents[i] = value;
  exponents[i + 255] = value;
  logarithms[value] = i;
  value = value & 0x80 ? (value << 1) ^ 0x11d : value << 1;
}

const multiply = (a: number, b: number): number =>
  a === 0 || b === 0 ? 0 : exponents[logarithms[a]! + logarithms[b]!]!;
const divide = (a: number, b: number): number =>
  a === 0 ? 0 : exponents[logarithms[a]! + 255 - logarithms[b]!]!;
const power = (exponent: number): number => exponents[((exponent % 255) + 255) % 255]!;

export interface Corrected {
  readonly codewords: Uint8Array;
  /** Errors besides the erasures. */
  readonly errors: number;
}

/**
 * Corrects a block whose last `correction` codewords are its correction. Undefined when it has more errors than that
 * allows: two for an unknown place, one for a place given as erased, less `spare` kept against a false correction.
 */
export function correctBlock(
  block: Uint8Array,
  correction: number,
  erased: readonly number[],
  spare: number,
): Corrected | undefined {
  const room = correction - erased.length - spare;
  if (room < 0) return undefined;
  const syndromes = syndromesOf(block, correction);
  if (syndromes.every((value) => value === 0)) return { codewords: block, errors: 0 };
  // Polynomials hold the lowest power first.
  let erasures: number[] = [1];
  for (const at of erased) erasures = times(erasures, [1, power(block.length - 1 - at)]);
  const locator = findLocator(times(erasures, syndromes).slice(0, correction), erased.length);
  const errors = locator.length - 1;
  if (2 * errors > room) return undefined;
  const whole = times(locator, erasures);
  const evaluator = times(syndromes, whole).slice(0, correction);
  const codewords = Uint8Array.from(block);
  let roots = 0;
  for (let at = 0; at < block.length; at++) {
    const inverse = power(-(block.length - 1 - at));
    if (evaluate(whole, inverse) !== 0) continue;
    roots++;
    const slope = slopeAt(whole, inverse);
    if (slope === 0) return undefined;
    // The first root of the generator is 1: Forney's factor is the place itself.
    const size = divide(multiply(power(block.length - 1 - at), evaluate(evaluator, inverse)), slope);
    codewords[at]! ^= size;
  }
  if (roots !== whole.length - 1) return undefined;
  return syndromesOf(codewords, correction).every((value) => value === 0) ? { codewords, errors } : undefined;
}

function syndromesOf(block: Uint8Array, count: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    let value = 0;
    for (const codeword of block) value = multiply(value, power(i)) ^ codeword;
    return value;
  });
}

/** Berlekamp and Massey over what the erasures leave. */
function findLocator(forney: readonly number[], skipped: number): number[] {
  let locator = [1];
  let previous = [1];
  let [length, gap, last] = [0, 1, 1];
  for (let n = 0; n < forney.length - skipped; n++) {
    let discrepancy = 0;
    for (let i = 0; i <= length; i++) discrepancy ^= multiply(locator[i] ?? 0, forney[n + skipped - i] ?? 0);
    if (discrepancy === 0) {
      gap++;
      continue;
    }
    const factor = divide(discrepancy, last);
    const shifted = [...new Array<number>(gap).fill(0), ...previous.map((value) => multiply(value, factor))];
    const next = sum(locator, shifted);
    if (2 * length <= n) {
      [previous, last, length, gap] = [locator, discrepancy, n + 1 - length, 1];
    } else gap++;
    locator = next;
  }
  while (locator.length > 1 && locator.at(-1) === 0) locator.pop();
  return locator;
}

const sum = (a: readonly number[], b: readonly number[]): number[] =>
  Array.from({ length: Math.max(a.length, b.length) }, (_, i) => (a[i] ?? 0) ^ (b[i] ?? 0));

function times(a: readonly number[], b: readonly number[]): number[] {
  const product = new Array<number>(a.length + b.length - 1).fill(0);
  for (const [i, left] of a.entries())
    for (const [j, right] of b.entries()) product[i + j]! ^= multiply(left, right);
  return product;
}

function evaluate(polynomial: readonly number[], x: number): number {
  let value = 0;
  for (let i = polynomial.length - 1; i >= 0; i--) value = multiply(value, x) ^ polynomial[i]!;
  return value;
}

/** The derivative: in this field only odd powers have one. */
function slopeAt(polynomial: readonly number[], x: number): number {
  let value = 0;
  for (let i = 1; i < polynomial.length; i += 2)
    value ^= multiply(polynomial[i]!, exponents[(logarithms[x]! * (i - 1)) % 255]!);
  return value;
}
