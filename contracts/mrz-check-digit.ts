const WEIGHTS = [7, 3, 1] as const;

/**
 * Check digit of the machine-readable zone (ICAO 9303-3 §4.9): weights 7-3-1, letters count from 10, the filler is 0.
 * A character outside the alphabet of the zone is a RangeError.
 */
export function mrzCheckDigit(text: string): number {
  let sum = 0;
  for (const [i, character] of [...text].entries()) {
    const value = character === '<' ? 0 : Number.parseInt(character, 36);
    if (Number.isNaN(value)) throw new RangeError('a character outside the machine-readable alphabet');
    sum += value * WEIGHTS[i % 3]!;
  }
  return sum % 10;
}
