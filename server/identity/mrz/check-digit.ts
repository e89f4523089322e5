const WEIGHTS = [7, 3, 1] as const;

/** Check digit of ICAO 9303-3 §4.9 over letters, digits and `<`. */
export function checkDigit(text: string): number {
  let sum = 0;
  for (const [i, character] of [...text].entries()) {
    const value = character === '<' ? 0 : Number.parseInt(character, 36);
    sum += (Number.isNaN(value) ? 0 : value) * WEIGHTS[i % 3]!;
  }
  return sum % 10;
}
