const TONES = /[\u0300\u0301\u0303\u0309\u0323]/gu;

/** One key for all spellings of a name: case, where the tone stands ("Hoà", "Hòa"), i or y, hyphens. */
export const spellingOf = (name: string): string =>
  name
    .toLocaleLowerCase('vi')
    .normalize('NFD')
    .split(/[\s'’-]+/u)
    .map((syllable) => {
      const tone = syllable.match(TONES)?.join('') ?? '';
      return `${syllable.replace(TONES, '').replaceAll('y', 'i')}${tone}`;
    })
    .join(' ');
