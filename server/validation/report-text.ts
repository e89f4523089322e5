import type {
  SignatureReport,
  SubIndication,
  ValidationReport,
  Verdict,
} from '@saoy/contracts/validation-report';

type Language = 'vi' | 'en';

const verdicts: Record<Language, Record<Verdict, string>> = {
  vi: { 'TOTAL-PASSED': 'HỢP LỆ', INDETERMINATE: 'CHƯA KẾT LUẬN ĐƯỢC', 'TOTAL-FAILED': 'KHÔNG HỢP LỆ' },
  en: { 'TOTAL-PASSED': 'VALID', INDETERMINATE: 'CANNOT BE DECIDED', 'TOTAL-FAILED': 'NOT VALID' },
};

const reasons: Record<Language, Record<SubIndication, string>> = {
  vi: {
    FORMAT_FAILURE: 'chữ ký không đúng định dạng',
    HASH_FAILURE: 'nội dung tệp đã bị thay đổi sau khi ký',
    SIG_CRYPTO_FAILURE: 'giá trị chữ ký sai',
    REVOKED: 'chứng thư số đã bị thu hồi trước khi ký',
    EXPIRED: 'chứng thư số đã hết hạn khi ký',
    NOT_YET_VALID: 'chứng thư số chưa có hiệu lực khi ký',
    SIG_CONSTRAINTS_FAILURE: 'dấu thời gian của chữ ký sai',
    CHAIN_CONSTRAINTS_FAILURE: 'chứng thư số không được phép dùng để ký văn bản',
    CRYPTO_CONSTRAINTS_FAILURE: 'thuật toán hoặc độ dài khóa quá yếu',
    TIMESTAMP_ORDER_FAILURE: 'thứ tự các dấu thời gian không hợp lý',
    NO_SIGNING_CERTIFICATE_FOUND: 'không có chứng thư số của người ký',
    NO_CERTIFICATE_CHAIN_FOUND: 'chứng thư số không thuộc tổ chức được tin cậy',
    REVOKED_NO_POE: 'chứng thư số đã bị thu hồi và không rõ chữ ký có trước hay sau',
    OUT_OF_BOUNDS_NO_POE: 'chứng thư số ngoài thời hạn và không có bằng chứng về thời điểm ký',
    TRY_LATER: 'thiếu dữ liệu về tình trạng thu hồi chứng thư số',
    DOCUMENT_MODIFIED: 'tệp đã bị sửa đổi sau khi ký theo cách không được phép',
    NO_SIGNATURE: 'tệp không có chữ ký số',
  },
  en: {
    FORMAT_FAILURE: 'the signature is malformed',
    HASH_FAILURE: 'the content was changed after signing',
    SIG_CRYPTO_FAILURE: 'the signature value is wrong',
    REVOKED: 'the certificate was revoked before signing',
    EXPIRED: 'the certificate had expired when signing',
    NOT_YET_VALID: 'the certificate was not yet valid when signing',
    SIG_CONSTRAINTS_FAILURE: 'the time-stamp of the signature is wrong',
    CHAIN_CONSTRAINTS_FAILURE: 'the certificate may not be used to sign documents',
    CRYPTO_CONSTRAINTS_FAILURE: 'an algorithm or key is too weak',
    TIMESTAMP_ORDER_FAILURE: 'the order of the time-stamps makes no sense',
    NO_SIGNING_CERTIFICATE_FOUND: "the signer's certificate is missing",
    NO_CERTIFICATE_CHAIN_FOUND: 'the certificate comes from no trusted authority',
    REVOKED_NO_POE: 'the certificate is revoked and nothing proves that the signature is older',
    OUT_OF_BOUNDS_NO_POE: 'the certificate is out of date and nothing proves when it was used',
    TRY_LATER: 'data about the revocation of a certificate is missing',
    DOCUMENT_MODIFIED: 'the file was changed after signing in a way that is not permitted',
    NO_SIGNATURE: 'the file carries no digital signature',
  },
};

const words = {
  vi: {
    file: 'Kết luận',
    sign: 'Chữ ký',
    stamp: 'Dấu thời gian',
    by: 'của',
    time: 'thời điểm',
    level: 'mức',
    none: 'không rõ',
  },
  en: {
    file: 'Verdict',
    sign: 'Signature',
    stamp: 'Time-stamp',
    by: 'by',
    time: 'time',
    level: 'level',
    none: 'unknown',
  },
} as const;

/** Vietnam keeps UTC+7 all year. */
const localTime = (iso: string): string =>
  `${new Date(Date.parse(iso) + 7 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')} +07:00`;

/** The report for a terminal: one line for the file, then one sentence a signature. */
export function reportText(report: ValidationReport, language: Language): string {
  const label = words[language];
  const because = (item: Pick<ValidationReport, 'verdict' | 'subIndication'>): string =>
    item.subIndication === null
      ? verdicts[language][item.verdict]
      : `${verdicts[language][item.verdict]}: ${reasons[language][item.subIndication]}`;
  const line = (signature: SignatureReport): string => {
    const kind = signature.kind === 'signature' ? label.sign : label.stamp;
    const details = [
      signature.provenTime ? `${label.time} ${localTime(signature.provenTime)}` : undefined,
      signature.level ? `${label.level} PAdES ${signature.level}` : undefined,
      signature.subIndication ?? undefined,
    ].filter((part) => part !== undefined);
    const suffix = details.length > 0 ? ` (${details.join(', ')})` : '';
    return `  ${kind} ${printable(signature.field)} ${label.by} ${printable(signature.signer ?? label.none)}: ${because(signature)}${suffix}`;
  };
  return [`${label.file}: ${because(report)}`, ...report.signatures.map(line)].join('\n');
}

/** Names come from strangers: control and bidirectional characters must not reach a terminal. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '\u{fffd}').slice(0, 200);
