import type { LaterChange, Sentence, SubIndication, Verdict } from '@saoy/contracts/validation-report';

const verdicts: Record<Verdict, Sentence> = {
  'TOTAL-PASSED': {
    vi: 'Chữ ký hợp lệ: nội dung nguyên vẹn và người ký đã được xác minh.',
    en: 'The signature is valid: the content is intact and the signer is verified.',
  },
  INDETERMINATE: {
    vi: 'Chưa đủ căn cứ để kết luận về chữ ký.',
    en: 'There is not enough to decide about the signature.',
  },
  'TOTAL-FAILED': { vi: 'Chữ ký không hợp lệ.', en: 'The signature is not valid.' },
};

const reasons: Record<SubIndication, Sentence> = {
  FORMAT_FAILURE: {
    vi: 'chữ ký không đúng định dạng',
    en: 'the signature is malformed',
  },
  HASH_FAILURE: {
    vi: 'nội dung tệp đã bị thay đổi sau khi ký',
    en: 'the content was changed after signing',
  },
  SIG_CRYPTO_FAILURE: {
    vi: 'giá trị chữ ký sai, không do khóa của chứng thư số này tạo ra',
    en: 'the signature value is wrong: the key of this certificate did not make it',
  },
  REVOKED: {
    vi: 'chứng thư số đã bị thu hồi trước khi ký',
    en: 'the certificate was revoked before signing',
  },
  EXPIRED: {
    vi: 'chứng thư số đã hết hạn khi ký',
    en: 'the certificate had expired when signing',
  },
  NOT_YET_VALID: {
    vi: 'chứng thư số chưa có hiệu lực khi ký',
    en: 'the certificate was not yet valid when signing',
  },
  SIG_CONSTRAINTS_FAILURE: {
    vi: 'chữ ký không đáp ứng điều kiện kiểm tra',
    en: 'the signature does not meet the conditions of this check',
  },
  CHAIN_CONSTRAINTS_FAILURE: {
    vi: 'chứng thư số không được phép dùng cho việc này',
    en: 'the certificate may not be used for this',
  },
  CRYPTO_CONSTRAINTS_FAILURE: {
    vi: 'thuật toán hoặc độ dài khóa quá yếu hoặc không được hỗ trợ',
    en: 'an algorithm or key is too weak or not supported',
  },
  TIMESTAMP_ORDER_FAILURE: {
    vi: 'thứ tự các dấu thời gian không hợp lý',
    en: 'the order of the time-stamps makes no sense',
  },
  NO_SIGNING_CERTIFICATE_FOUND: {
    vi: 'không có chứng thư số của người ký',
    en: "the signer's certificate is missing",
  },
  NO_CERTIFICATE_CHAIN_FOUND: {
    vi: 'chứng thư số không thuộc tổ chức được tin cậy',
    en: 'the certificate comes from no trusted authority',
  },
  REVOKED_NO_POE: {
    vi: 'chứng thư số đã bị thu hồi và không có bằng chứng chữ ký có trước đó',
    en: 'the certificate is revoked and nothing proves that the signature is older',
  },
  REVOKED_CA_NO_POE: {
    vi: 'chứng thư số của tổ chức cấp đã bị thu hồi và không có bằng chứng chữ ký có trước đó',
    en: "the issuing authority's certificate is revoked and nothing proves that the signature is older",
  },
  OUT_OF_BOUNDS_NO_POE: {
    vi: 'chứng thư số ngoài thời hạn và không có bằng chứng về thời điểm ký',
    en: 'the certificate is out of date and nothing proves when it was used',
  },
  TRY_LATER: {
    vi: 'thiếu dữ liệu về tình trạng thu hồi chứng thư số; hãy thử lại khi có dữ liệu mới',
    en: 'data about the revocation of a certificate is missing; try again once it can be had',
  },
  DOCUMENT_MODIFIED: {
    vi: 'tệp đã bị sửa đổi sau khi ký theo cách không được phép',
    en: 'the file was changed after signing in a way that is not permitted',
  },
  NO_SIGNATURE: { vi: 'tệp không có chữ ký số', en: 'the file carries no digital signature' },
};

const openings: Record<Exclude<Verdict, 'TOTAL-PASSED'>, Sentence> = {
  INDETERMINATE: { vi: 'Chưa kết luận được', en: 'Cannot be decided' },
  'TOTAL-FAILED': { vi: 'Không hợp lệ', en: 'Not valid' },
};

const passedTimeStamp: Sentence = {
  vi: 'Dấu thời gian hợp lệ: nội dung đã có trước thời điểm này và còn nguyên vẹn.',
  en: 'The time-stamp is valid: the content existed before this time and is intact.',
};

const passedAndFilled: Record<'signature' | 'docTimeStamp', Sentence> = {
  signature: {
    vi: 'Chữ ký hợp lệ và người ký đã được xác minh; sau khi ký, các ô của biểu mẫu đã được điền như chữ ký cho phép.',
    en: 'The signature is valid and the signer is verified; fields of the form were filled in after signing, as the signature permits.',
  },
  docTimeStamp: {
    vi: 'Dấu thời gian hợp lệ: nội dung đã có trước thời điểm này; sau đó các ô của biểu mẫu đã được điền.',
    en: 'The time-stamp is valid: the content existed before this time; fields of the form were filled in later.',
  },
};

/** Whether people changed what a form says after signing, as they were permitted to. */
export const isFilledLater = (changes: readonly LaterChange[]): boolean =>
  changes.some(({ kind, isPermitted }) => kind === 'form' && isPermitted);

/** The verdict and its reason as one sentence in each language. */
export function sentenceFor(
  verdict: Verdict,
  subIndication: SubIndication | null,
  { kind = 'signature', isFilled = false }: { kind?: 'signature' | 'docTimeStamp'; isFilled?: boolean } = {},
): Sentence {
  if (verdict === 'TOTAL-PASSED' && isFilled) return passedAndFilled[kind];
  if (verdict === 'TOTAL-PASSED' && kind === 'docTimeStamp') return passedTimeStamp;
  if (verdict === 'TOTAL-PASSED' || subIndication === null) return verdicts[verdict];
  const [opening, reason] = [openings[verdict], reasons[subIndication]];
  return { vi: `${opening.vi}: ${reason.vi}.`, en: `${opening.en}: ${reason.en}.` };
}
