/** Spaces, dashes and quotation marks as one kind each: how a form draws them is no error of reading. */
export const normaliseText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[‐‑–—]/gu, '-')
    .replace(/[“”„]/gu, '"')
    .replace(/[‘’]/gu, "'")
    .replace(/\s+/gu, ' ')
    .trim();

export interface CharacterErrors {
  readonly errors: number;
  readonly characters: number;
}

export const noErrors: CharacterErrors = { errors: 0, characters: 0 };

export const addErrors = (a: CharacterErrors, b: CharacterErrors): CharacterErrors => ({
  errors: a.errors + b.errors,
  characters: a.characters + b.characters,
});

/**
 * Character errors of a page, whatever order its lines were read in: every true line is compared with the part
 * of the text that is most like it (Sellers: the fewest insertions, deletions and replacements).
 */
export function countCharacterErrors(trueLines: readonly string[], readText: string): CharacterErrors {
  const text = [...normaliseText(readText)];
  let total = noErrors;
  for (const line of trueLines) {
    const wanted = [...normaliseText(line)];
    if (wanted.length === 0) continue;
    const errors = Math.min(wanted.length, distanceToBestPart(wanted, text));
    total = addErrors(total, { errors, characters: wanted.length });
  }
  return total;
}

/** Fewest changes that make `wanted` of any stretch of `text`. */
function distanceToBestPart(wanted: readonly string[], text: readonly string[]): number {
  let above = new Uint16Array(text.length + 1);
  let row = new Uint16Array(text.length + 1);
  for (let i = 0; i < wanted.length; i += 1) {
    row[0] = i + 1;
    for (let j = 0; j < text.length; j += 1) {
      const replaced = above[j]! + (wanted[i] === text[j] ? 0 : 1);
      row[j + 1] = Math.min(replaced, above[j + 1]! + 1, row[j]! + 1);
    }
    [above, row] = [row, above];
  }
  return above.reduce((least, value) => Math.min(least, value), wanted.length);
}
