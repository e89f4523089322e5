/** Letters that readers see where digits stand. */
const toDigit: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  D: '0',
  U: '0',
  C: '0',
  I: '1',
  L: '1',
  T: '1',
  J: '1',
  Z: '2',
  E: '3',
  A: '4',
  H: '4',
  S: '5',
  G: '6',
  Y: '7',
  V: '7',
  B: '8',
  P: '9',
};
const toLetter: Readonly<Record<string, string>> = {
  '0': 'O',
  '1': 'I',
  '2': 'Z',
  '3': 'E',
  '4': 'A',
  '5': 'S',
  '6': 'G',
  '7': 'T',
  '8': 'B',
};

export interface Corrected {
  readonly value: string;
  /** How many characters were read as another of their look-alikes. */
  readonly corrections: number;
}

/** Where only digits may stand: letters become the digits they look like. */
export function digitsOf(text: string): Corrected {
  let corrections = 0;
  const value = [...text]
    .map((character) => {
      const digit = toDigit[character];
      if (digit !== undefined) corrections++;
      return digit ?? character;
    })
    .join('');
  return { value, corrections };
}

/** Where only letters may stand. */
export const lettersOf = (text: string): string =>
  [...text].map((character) => toLetter[character] ?? character).join('');

/** Readers see a K, C, E or X in a filler; between fillers or at the end after one there is no letter. */
export function fillersOf(text: string): string {
  let cleaned = text;
  for (let before = ''; before !== cleaned; ) {
    before = cleaned;
    cleaned = cleaned.replace(/(?<=<)[KCELSX4](?=<|$)/gu, '<');
  }
  return cleaned;
}

/** Upper case without blanks; what a reader makes of `<` becomes `<` again. */
export const zoneLineOf = (line: string): string =>
  line
    .normalize('NFD')
    .toUpperCase()
    .replace(/[«‹≤([{]/gu, '<')
    .replace(/[^A-Z0-9<]/gu, '');
