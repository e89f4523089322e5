import type { RecognitionFlag } from '@saoy/contracts/recognition';
import { fold } from '../documents/fold-text.ts';
import { type PageReading, type TextLine, toInputBox } from '../recognition/page-reading.ts';
import type { EligibilityRule } from './eligibility-rule.ts';

const COPY_MARK =
  /^(?:sao y(?: ban chinh)?|ban sao|sao luc|chung thuc ban sao(?: dung voi ban chinh)?|ban sao y)$/u;
const CERTIFIED_COPY = /chung thuc ban sao dung voi ban chinh|sao y ban chinh/u;
/** In a stamp these words say it whatever else was read; a letter that touches a red frame is lost with it. */
const COPY_STAMP =
  /\b(?:sao ?y|ban ?sa[o0]?(?! ?trich luc)|sao luc|chung thuc(?! (?:chu ky|hop dong|giao dich|nguoi dich)))/u;
/** Extracts are issued from the register under a seal of their own (Decree 23/2015 art. 2): no mere copies. */
const EXTRACT = /^(?:ban sao )?trich luc\b/u;
/** With their marks: without them MẬT is "mat", which many words begin with. */
const SECRECY_MARK = /^(?:(?:MỨC )?ĐỘ MẬT |TÀI LIỆU |VĂN BẢN |HỒ SƠ |BẢN )?(?:TUYỆT MẬT|TỐI MẬT|MẬT)$/u;
const SECRECY_FOLDED = /^(?:(?:muc )?do mat |tai lieu |van ban |ho so |ban )?(?:tuyet mat|toi mat)$/u;
const SECRET_PAPER = /^(?:(?:muc )?do mat|tai lieu|van ban|ho so) mat$/u;
/** The line that names the degree, whatever follows on it. */
const DEGREE_OF_SECRECY = /^(?:muc )?do mat (?:tuyet mat|toi mat|mat)\b/u;
/** MẬT with a mark lost by the reader; MẮT, MẶT and MẤT are words of their own. */
const SECRET_WORD = /(?:^| )(?:MẬT|MÂT|MẠT|MAT)(?: |$)/u;

interface MarkedLine {
  readonly line: TextLine;
  readonly isStamp: boolean;
  readonly isOnExtract: boolean;
}

function candidates(page: PageReading): MarkedLine[] {
  const isOnExtract = page.lines.some((line) => EXTRACT.test(fold(line.text)));
  return [
    ...page.stamps.map((line) => ({ line, isStamp: true, isOnExtract })),
    ...page.lines.map((line) => ({ line, isStamp: false, isOnExtract })),
  ];
}

/** Lines and stamps that say the paper itself is a copy. */
export const flagCopyMarks: EligibilityRule = ({ pages }) =>
  pages.flatMap((page, index) => strongest(page, index, 'marked-as-copy', null, likelihoodOfCopy));

/** Secrecy stamps: a mark of its own, never a word in a sentence (22.3). */
export const flagSecrecyMarks: EligibilityRule = ({ pages }) =>
  pages.flatMap((page, index) => strongest(page, index, 'secrecy-mark', '22.3', likelihoodOfSecrecy));

function likelihoodOfCopy({ line, isStamp, isOnExtract }: MarkedLine): number {
  const folded = fold(line.text);
  // "(BẢN SAO)" at the title of an extract is part of the form: every extract bears it.
  const isInBrackets = /^\(.*\)?$/u.test(line.text.trim());
  if (folded === 'ban sao' && !isStamp && (isInBrackets || isOnExtract)) return 0.3;
  if (COPY_MARK.test(folded)) return isStamp ? 0.95 : 0.85;
  if (CERTIFIED_COPY.test(folded)) return isStamp ? 0.9 : 0.75;
  if (isStamp && COPY_STAMP.test(folded)) return 0.85;
  return 0;
}

function likelihoodOfSecrecy({ line, isStamp }: MarkedLine): number {
  const mark = line.text
    .replace(/[^\p{L} ]/gu, ' ')
    .replace(/ +/gu, ' ')
    .trim();
  const isCapitals = mark === mark.toUpperCase();
  if (SECRECY_MARK.test(mark)) return isStamp ? 0.95 : 0.8;
  const folded = fold(mark);
  if (isCapitals && SECRECY_FOLDED.test(folded)) return isStamp ? 0.9 : 0.7;
  const isSecret = isCapitals && SECRET_WORD.test(mark);
  if (isSecret && SECRET_PAPER.test(folded)) return isStamp ? 0.9 : 0.7;
  if (DEGREE_OF_SECRECY.test(folded)) return 0.7;
  // A stamp of these letters whose marks the reader lost.
  if (folded !== 'mat' || !isCapitals) return 0;
  return isStamp ? 0.7 : isSecret ? 0.4 : 0;
}

function strongest(
  page: PageReading,
  index: number,
  code: 'marked-as-copy' | 'secrecy-mark',
  reason: '22.3' | null,
  likelihood: (line: MarkedLine) => number,
): RecognitionFlag[] {
  let best: { confidence: number; line: TextLine } | undefined;
  for (const candidate of candidates(page)) {
    const confidence = likelihood(candidate);
    if (confidence > (best?.confidence ?? 0)) best = { confidence, line: candidate.line };
  }
  if (best === undefined) return [];
  const box = toInputBox(page, best.line.box);
  return [{ reason, code, confidence: best.confidence, page: index + 1, box, evidence: best.line.text }];
}
