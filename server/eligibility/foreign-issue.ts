import type { DocumentLine, DocumentText } from '../documents/document-text.ts';
import { findApproximately } from '../documents/find-approximately.ts';
import { isInCapitals } from '../documents/find-fields.ts';
import { type FoundPhrase, findPhrases } from '../documents/find-phrase.ts';
import { fold } from '../documents/fold-text.ts';
import type { EligibilityRule } from './eligibility-rule.ts';
import { flagAt } from './flag-at.ts';
import { foreignStates } from './foreign-states.ts';

/** What every paper of a Vietnamese authority is headed with, in either language. */
const NATIONAL_NAMES = [
  'cong hoa xa hoi chu nghia viet nam',
  'socialist republic of viet nam',
  'socialist republic of vietnam',
];
const VIETNAMESE_OFFICE =
  /\b(?:uy ban nhan dan|ubnd|toa an nhan dan|cong an|so (?:ke hoach|tai chinh|giao duc|tu phap)|bo (?:giao duc|cong an|tu phap|y te)|truong (?:dai hoc|cao dang|thpt)|hoc vien|viet ?nam)\b/u;
/** Legalised by the Ministry of Foreign Affairs or a mission of Việt Nam (Decree 111/2011). */
const LEGALISED =
  /hop phap hoa lanh su|chung nhan lanh su|consular (?:legali[sz]ation|authentication)|legali[sz](?:ed|ation) (?:by|of|at|no)|cuc lanh su|consular department|so ngoai vu|(?:dai|tong lanh) su quan (?:nuoc )?(?:cong hoa xa hoi chu nghia )?viet nam|(?:embassy|consulate)(?: general)? of (?:the socialist republic of )?viet ?nam/u;
const AUTHORITY_ABROAD =
  /\b(?:republic of (?!viet)[a-z]+|kingdom of [a-z]+|commonwealth of [a-z]+|state of [a-z]+|united states(?: of america)?|united kingdom|federal republic of [a-z]+|people s republic of [a-z]+|embassy of (?!viet|the socialist)[a-z]+|apostille|notary public|county of [a-z]+|republique [a-z]+|bundesrepublik deutschland|(?:dai|tong lanh) su quan (?:nuoc )?(?!viet|cong hoa xa hoi)[a-z]+)\b/gu;
/** Spared by Circular 01/2020 art. 10 as we know it: personal papers, diplomas, certificates. */
const SPARED =
  /\b(?:passport|identity card|driving licen[cs]e|driver s licen[cs]e|residence card|diploma|degree|bachelor|master|doctor|transcript|certificate of (?:english|proficiency)|certificate in english|language certificate|test report)\b/u;
/** Letters that only Vietnamese has. */
const VIETNAMESE_LETTERS = /[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉĩịọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ]/giu;
/** Vietnamese text has them in about a sixth of its letters; stray misreadings stay below this. */
const MOST_VIETNAMESE = 0.05;
const LEAST_LETTERS = 60;

/**
 * Papers that look issued abroad and bear no sign of consular legalisation (22.5, art. 20.1). Treaties and the
 * paper's kind may spare it: that is for a person to know, so this is never sure.
 */
export const flagForeignIssue: EligibilityRule = ({ text, pages }) => {
  if (isOfVietnameseState(text) || isLegalised(text, pages)) return [];
  const abroad = namedAbroad(text);
  const isForeignLanguage = isWrittenInForeignLanguage(text);
  if (!isForeignLanguage && abroad === undefined) return [];
  const everything = text.lines.map((line) => line.folded.text).join(' ');
  let confidence = abroad === undefined ? 0.4 : isForeignLanguage ? 0.7 : 0.5;
  if (SPARED.test(everything)) confidence /= 2;
  if (VIETNAMESE_OFFICE.test(everything)) confidence /= 2;
  const place = abroad ?? headOf(text);
  if (place === undefined) return [];
  return [
    flagAt(pages, place, {
      reason: '22.5',
      code: 'not-legalised',
      confidence: Math.round(confidence * 100) / 100,
    }),
  ];
};

function isOfVietnameseState(text: DocumentText): boolean {
  return text.lines.some((line) =>
    NATIONAL_NAMES.some(
      (name) => findApproximately(name, line.folded.text, Math.floor(name.length / 5)) !== undefined,
    ),
  );
}

const isLegalised = (text: DocumentText, pages: Parameters<EligibilityRule>[0]['pages']): boolean =>
  [...findPhrases(text, new RegExp(LEGALISED, 'gu'))].length > 0 ||
  pages.some((page) => page.stamps.some((line) => LEGALISED.test(fold(line.text))));

function isWrittenInForeignLanguage(text: DocumentText): boolean {
  const joined = text.lines.map((line) => line.text).join(' ');
  const letters = joined.match(/\p{L}/gu)?.length ?? 0;
  const own = joined.match(VIETNAMESE_LETTERS)?.length ?? 0;
  return letters >= LEAST_LETTERS && own / letters < MOST_VIETNAMESE;
}

/** The first authority or state abroad that the paper names; a state alone must stand in a heading. */
function namedAbroad(text: DocumentText): FoundPhrase | undefined {
  for (const phrase of findPhrases(text, AUTHORITY_ABROAD)) return phrase;
  for (const line of text.lines) {
    const height = text.pages[line.page - 1]?.upright.height ?? 0;
    if (line.line.box[1] > height * 0.35) continue;
    const state = foreignStates.find(
      (name) => line.folded.text === name || line.folded.text.endsWith(` ${name}`),
    );
    if (state !== undefined && (isInCapitals(line.text) || line.folded.text === state))
      return wholeLine(line);
  }
  return undefined;
}

/** Where a paper says what it is: its first line of capitals, else its first line. */
function headOf(text: DocumentText): FoundPhrase | undefined {
  const line = text.lines.find((candidate) => isInCapitals(candidate.text)) ?? text.lines[0];
  return line && wholeLine(line);
}

const wholeLine = (line: DocumentLine): FoundPhrase => ({
  text: line.text,
  page: line.page,
  spans: [{ line, start: 0, end: line.text.length }],
});
