import { errorCodes } from '@saoy/contracts/errors';
import { describe, expect, it } from 'vitest';
import { partNames } from '../drawings/part-names.ts';
import { faultText, partOf } from './fault-text.ts';
import { faultTextsEn } from './fault-texts-en.ts';
import { faultTextsVi } from './fault-texts-vi.ts';
import { textsOf } from './texts.ts';

const mostTitleWords = 8;
const languages = ['vi', 'en'] as const;

/** Every text with its path; functions are called with sample arguments. */
function listTexts(node: unknown, path = ''): [string, string][] {
  if (typeof node === 'string') return [[path, node]];
  if (typeof node === 'function') return [[path, String(node(2, 3, 4))]];
  return Object.entries(node as object).flatMap(([key, value]) =>
    listTexts(value, path === '' ? key : `${path}.${key}`),
  );
}

describe('texts', () => {
  it('keep titles to eight words', () => {
    for (const language of languages) {
      const titles = listTexts(textsOf[language]).filter(([path]) => /title/i.test(path));
      const faults = errorCodes.map((code): [string, string] => [code, faultText(code, language).title]);
      for (const [path, title] of [...titles, ...faults])
        expect(title.split(/\s+/).length, `${language} ${path}: ${title}`).toBeLessThanOrEqual(
          mostTitleWords,
        );
    }
  });

  it('are in composed Unicode without stray spaces', () => {
    for (const language of languages)
      for (const [path, text] of [
        ...listTexts(textsOf[language]),
        ...listTexts([faultTextsVi, faultTextsEn]),
      ]) {
        expect(text.normalize('NFC'), path).toBe(text);
        expect(text, path).not.toMatch(/ {2}|^ | $| [.,;:?!]/);
      }
  });

  it('have the same shape in both languages', () => {
    const paths = (language: (typeof languages)[number]): string[] =>
      listTexts(textsOf[language]).map(([path]) => path);
    expect(paths('en')).toEqual(paths('vi'));
  });

  it('explain every error code without ever showing it', () => {
    for (const code of errorCodes)
      for (const language of languages) {
        const { title, happened, next } = faultText(code, language);
        for (const text of [title, happened, next]) {
          expect(text.length, `${code} ${language}`).toBeGreaterThan(5);
          expect(text).not.toMatch(/[a-z]+\.[a-z]+-|error|exception|undefined|null/i);
        }
        expect(partNames).toContain(partOf(code));
      }
  });

  it('say something of its own for each code of a device', () => {
    for (const texts of [faultTextsVi, faultTextsEn]) {
      const titles = Object.entries(texts)
        .filter(([code]) => /^(scanner|printer|camera|kiosk|identity)\./.test(code))
        .map(([, text]) => text.title);
      expect(titles.length - new Set(titles).size).toBeLessThanOrEqual(1);
    }
  });
});
