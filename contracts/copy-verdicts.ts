// What a verifier answers about a copy: each reason with its status, what the reader should do next, and the words.
// No schema library here, so that a small page can carry it.
import type { Bilingual } from './ids.ts';

export const copyStatuses = [
  'genuine',
  'altered',
  'annulled',
  'superseded',
  'unknown',
  'pending',
  'not-checked',
] as const;
export type CopyStatus = (typeof copyStatuses)[number];

const say = (vi: string, en: string): Bilingual => ({ vi, en });

/** What the reader should do now, in a word a program can use and a sentence for people. */
export const nextSteps = {
  'compare-paper': say(
    'Hãy so tờ giấy với ảnh các trang: nhập mã đối chiếu in trên giấy.',
    'Compare the paper with the page images: enter the check code printed on it.',
  ),
  'accept-file': say(
    'Có thể dùng tệp này như bản đã cấp.',
    'The file may be relied on as the one that was issued.',
  ),
  'ask-for-original-file': say(
    'Không dùng tệp này. Hãy xin lại tệp gốc từ người nộp.',
    'Do not rely on this file. Ask whoever handed it in for the original file.',
  ),
  'do-not-accept': say(
    'Không dùng bản sao này. Nếu cần, hãy hỏi cơ quan đã cấp.',
    'Do not rely on this copy. If in doubt, ask the issuing authority.',
  ),
  'check-replacement': say(
    'Hãy kiểm tra bản sao thay thế theo mã của nó.',
    'Check the copy that replaces it, by its code.',
  ),
  'check-code-again': say(
    'Hãy xem lại mã in cạnh mã QR. Nếu mã đúng, đừng dùng bản sao này.',
    'Look again at the code beside the QR. If it is right, do not rely on the copy.',
  ),
  'wait-and-check-again': say('Hãy kiểm tra lại sau ít phút.', 'Check again in a few minutes.'),
  'ask-register': say(
    'Hãy kiểm tra lại khi liên lạc được với sổ chứng thực.',
    'Check again where the register can be reached.',
  ),
} as const satisfies Record<string, Bilingual>;
export type NextStep = keyof typeof nextSteps;

interface Answer {
  readonly status: CopyStatus;
  readonly nextStep: NextStep;
  readonly title: Bilingual;
  readonly line: Bilingual;
}

/** Why, in a word a program can use, with everything that follows from it. */
export const copyAnswers = {
  'number-issued': {
    status: 'genuine',
    nextStep: 'compare-paper',
    title: say('Bản sao này đã được cấp', 'This copy was issued'),
    line: say(
      'Mã có trong sổ chứng thực. Mã QR thật vẫn có thể bị dán lên giấy giả, nên hãy so thêm với tờ giấy.',
      'The code is in the register. A genuine QR can be glued on a forged paper, so compare the paper too.',
    ),
  },
  'file-matches-register': {
    status: 'genuine',
    nextStep: 'accept-file',
    title: say('Bản sao thật', 'Genuine copy'),
    line: say('Tệp này giống hệt bản đã cấp, không bị sửa.', 'This file is exactly the one that was issued.'),
  },
  'file-matches-other-version': {
    status: 'genuine',
    nextStep: 'accept-file',
    title: say('Bản sao thật', 'Genuine copy'),
    line: say(
      'Tệp này giống hệt một phiên bản đã cấp. Từ đó bản lưu chỉ được thêm dấu thời gian lưu trữ.',
      'This file is exactly a version that was issued. Since then only archive time-stamps were added to the kept one.',
    ),
  },
  'file-extends-register': {
    status: 'genuine',
    nextStep: 'accept-file',
    title: say('Bản sao thật', 'Genuine copy'),
    line: say(
      'Tệp này là bản đã cấp, chỉ được thêm dữ liệu kiểm tra chữ ký và dấu thời gian lưu trữ.',
      'This file is the one that was issued, with nothing added but validation data and archive time-stamps.',
    ),
  },
  'file-differs-from-register': {
    status: 'altered',
    nextStep: 'ask-for-original-file',
    title: say('Tệp đã bị thay đổi', 'The file has been altered'),
    line: say(
      'Tệp này mang mã của một bản đã cấp nhưng khác với bản đó.',
      'This file bears the code of a copy that was issued, but differs from it.',
    ),
  },
  'file-changes-registered-copy': {
    status: 'altered',
    nextStep: 'ask-for-original-file',
    title: say('Tệp đã bị thay đổi', 'The file has been altered'),
    line: say(
      'Tệp này chứa một bản đã cấp và đã bị sửa thêm sau đó.',
      'This file contains a copy that was issued and was changed afterwards.',
    ),
  },
  'file-reuses-issued-pages': {
    status: 'altered',
    nextStep: 'ask-for-original-file',
    title: say('Tệp đã bị thay đổi', 'The file has been altered'),
    line: say(
      'Tệp này dùng lại ảnh trang của một bản đã cấp nhưng không phải là bản đó.',
      'This file uses page images of a copy that was issued, but is not that copy.',
    ),
  },
  'annulled-by-decision': {
    status: 'annulled',
    nextStep: 'do-not-accept',
    title: say('Bản sao đã bị hủy giá trị', 'This copy has been annulled'),
    line: say(
      'Cơ quan cấp đã ra quyết định hủy giá trị của bản sao này.',
      'The issuing authority annulled it by a decision.',
    ),
  },
  'replaced-by-copy': {
    status: 'superseded',
    nextStep: 'check-replacement',
    title: say('Bản sao đã được thay thế', 'This copy has been replaced'),
    line: say(
      'Cơ quan cấp đã hủy bản sao này và cấp bản khác đúng hơn để thay thế.',
      'The issuing authority annulled it and issued a corrected copy in its place.',
    ),
  },
  'code-not-issued': {
    status: 'unknown',
    nextStep: 'check-code-again',
    title: say('Không có trong sổ', 'Not in the register'),
    line: say('Chưa từng cấp bản sao nào với mã này.', 'No copy was ever issued under this code.'),
  },
  'code-malformed': {
    status: 'unknown',
    nextStep: 'check-code-again',
    title: say('Mã không đúng', 'Not a code of ours'),
    line: say(
      'Mã chưa đúng dạng: 12 ký tự in cạnh mã QR.',
      'This is not a code of ours: 12 symbols beside the QR.',
    ),
  },
  'issuing-failed': {
    status: 'unknown',
    nextStep: 'do-not-accept',
    title: say('Không có trong sổ', 'Not in the register'),
    line: say(
      'Việc cấp bản sao này không thành và số đã bị hủy. Không có bản sao nào mang số này.',
      'Issuing this copy failed and its number is void. No copy bears this number.',
    ),
  },
  'no-signature': {
    status: 'unknown',
    nextStep: 'do-not-accept',
    title: say('Không phải do hệ thống này cấp', 'Not issued by this system'),
    line: say(
      'Hệ thống này không cấp tệp này, và tệp không có chữ ký số.',
      'This system did not issue this file, and it bears no signature.',
    ),
  },
  'signatures-invalid': {
    status: 'unknown',
    nextStep: 'do-not-accept',
    title: say('Không phải do hệ thống này cấp', 'Not issued by this system'),
    line: say(
      'Hệ thống này không cấp tệp này, và chữ ký trong tệp không được xác nhận.',
      'This system did not issue this file, and its signatures are not confirmed.',
    ),
  },
  'signatures-valid-not-ours': {
    status: 'unknown',
    nextStep: 'do-not-accept',
    title: say('Không phải do hệ thống này cấp', 'Not issued by this system'),
    line: say(
      'Chữ ký trong tệp hợp lệ, nhưng tệp không có trong sổ của hệ thống này.',
      'Its signatures are valid, but the file is not in the register of this system.',
    ),
  },
  'issuing-under-way': {
    status: 'pending',
    nextStep: 'wait-and-check-again',
    title: say('Chưa cấp xong', 'Not issued yet'),
    line: say('Bản sao đang được ký.', 'The copy is being signed.'),
  },
  'register-not-asked': {
    status: 'not-checked',
    nextStep: 'ask-register',
    title: say('Chưa hỏi được sổ chứng thực', 'The register was not asked'),
    line: say(
      'Chỉ mới kiểm tra chữ ký trong tệp. Chưa biết bản sao có bị hủy hay không.',
      'Only the signatures in the file were checked. Whether the copy was annulled is not known.',
    ),
  },
} as const satisfies Record<string, Answer>;
export type CopyReason = keyof typeof copyAnswers;
