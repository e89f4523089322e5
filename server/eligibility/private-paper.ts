import type { DocumentLine, DocumentText } from '../documents/document-text.ts';
import { type FoundPhrase, findPhrases } from '../documents/find-phrase.ts';
import type { EligibilityRule } from './eligibility-rule.ts';
import { flagAt } from './flag-at.ts';

/** How papers begin that people write for themselves. */
const TITLE =
  /^(?:don (?:xin|de nghi|yeu cau|khoi kien|to cao|khieu nai|trinh bay|xac nhan|tu nguyen|dang ky)|giay (?:vay|muon|ban|cho tang|tang cho|uy quyen|cam ket|cam doan|viet tay|nhan no|nhan tien|bien nhan|dat coc|thoa thuan|sang nhuong|chuyen nhuong|xac nhan no)|hop dong|ban (?:tu khai|cam ket|cam doan|tuong trinh|kiem diem|thoa thuan)|so yeu ly lich|to khai|di chuc|bien ban thoa thuan|van ban thoa thuan|phu luc hop dong|curriculum vitae|contract|agreement|power of attorney|letter of)\b/u;
/** What people call themselves in such papers. */
const AUTHOR =
  /\b(?:nguoi (?:lam don|viet don|viet giay|vay|cho vay|ban|mua|cam ket|cam doan|khai|uy quyen|lap di chuc)|ben (?:a|b|mua|ban|cho vay|cho thue)|toi ten la|kinh gui)\b/gu;
/** What an authority or a notary writes on them. */
const CONFIRMED =
  /\b(?:xac nhan cua|chung thuc (?:chu ky|cua|hop dong)|loi chung|cong chung vien|van phong cong chung|phong cong chung|so cong chung|quyen so)\b/gu;

/**
 * Papers people wrote themselves (22.6): without an authority's seal they are not certified; with one, its words of
 * confirmation are looked for as well.
 */
export const flagPrivatePapers: EligibilityRule = ({ text, pages, type }) => {
  if (type !== 'other') return [];
  const place = titleOf(text) ?? authorOf(text);
  if (place === undefined) return [];
  const isSealed = pages.some((page) => page.traits.redSeal);
  const isConfirmed = [...findPhrases(text, CONFIRMED)].length > 0;
  if (isSealed && isConfirmed) return [];
  const confidence = isSealed ? 0.35 : isConfirmed ? 0.6 : 0.85;
  return [flagAt(pages, place, { reason: '22.6', code: 'private-paper', confidence })];
};

function titleOf(text: DocumentText): FoundPhrase | undefined {
  const line = text.lines.find(
    (candidate) => isHeading(candidate, text) && TITLE.test(candidate.folded.text),
  );
  return line && { text: line.text, page: line.page, spans: [{ line, start: 0, end: line.text.length }] };
}

function isHeading(line: DocumentLine, text: DocumentText): boolean {
  const height = text.pages[line.page - 1]?.upright.height ?? 0;
  return line.page === 1 && line.line.box[1] < height / 2 && line.text.length < 70;
}

/** Two different names for its author at least: one alone stands in papers of offices too. */
function authorOf(text: DocumentText): FoundPhrase | undefined {
  const found = [...findPhrases(text, AUTHOR)];
  const kinds = new Set(found.map((phrase) => phrase.text.toLowerCase()));
  return kinds.size >= 2 ? found[0] : undefined;
}
