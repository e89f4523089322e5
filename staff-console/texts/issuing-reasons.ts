// Why issuing waits, in words that tell whom to turn to; what has no words of its own is shown by its code.
import type { ErrorCode } from '@saoy/contracts/errors';
import type { Bilingual } from '@saoy/contracts/ids';

const pair = (vi: string, en: string): Bilingual => ({ vi, en });

export const issuingReasons: Partial<Record<ErrorCode, Bilingual>> = {
  'signing.certificate-invalid': pair(
    'chứng thư đã bị thu hồi, hết hạn hoặc không được tin cậy',
    'a certificate is revoked, has expired or is not trusted',
  ),
  'signing.revocation-unknown': pair(
    'chưa biết chứng thư còn hiệu lực hay không',
    'nobody can say whether a certificate is still good',
  ),
  'signing.tsa-unavailable': pair(
    'dịch vụ dấu thời gian không trả lời',
    'the time-stamping authority does not answer',
  ),
  'signing.tsa-wrong': pair(
    'dấu thời gian nhận được không đúng',
    'the time-stamp that came is not a true one',
  ),
  'signing.clock-wrong': pair(
    'đồng hồ của hệ thống và của dịch vụ dấu thời gian lệch nhau',
    'our clock and that of the time-stamping authority disagree',
  ),
  'signing.key-unavailable': pair(
    'thiết bị khóa ký chưa sẵn sàng',
    'the device with the signing key is not ready',
  ),
  'signing.pin-refused': pair(
    'thiết bị khóa ký từ chối mã PIN',
    'the device with the signing key refuses its PIN',
  ),
  'signing.not-authorised': pair(
    'quyền ký chứng thực không còn hiệu lực',
    'the authorisation to certify is not in force',
  ),
  'signing.self-check-failed': pair(
    'tệp đã ký không qua được bước tự kiểm tra',
    'the signed file does not pass our own check',
  ),
};
