/** Lower case without marks or punctuation, single spaces; `origin[i]` is where folded letter i stood. */
export interface FoldedText {
  readonly text: string;
  readonly origin: readonly number[];
}

const foldCharacter = (character: string): string => {
  const bare = character.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return bare === 'đ' ? 'd' : bare;
};

/** Folds text so that labels match whatever marks, case and punctuation the reader saw. */
export function foldText(text: string): FoldedText {
  let folded = '';
  const origin: number[] = [];
  for (let i = 0; i < text.length; i += 1) {
    const character = foldCharacter(text[i]!);
    if (/^[a-z0-9]$/u.test(character)) {
      folded += character;
      origin.push(i);
    } else if (folded !== '' && !folded.endsWith(' ')) {
      folded += ' ';
      origin.push(i);
    }
  }
  if (folded.endsWith(' ')) {
    folded = folded.slice(0, -1);
    origin.pop();
  }
  return { text: folded, origin };
}

/** Only the folded letters. */
export const fold = (text: string): string => foldText(text).text;
