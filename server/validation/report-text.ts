import type { SignatureReport, ValidationReport } from '@saoy/contracts/validation-report';

type Language = 'vi' | 'en';

const words = {
  vi: {
    file: 'Kết luận',
    sign: 'Chữ ký',
    stamp: 'Dấu thời gian',
    by: 'của',
    time: 'thời điểm được chứng minh',
    level: 'mức',
    none: 'không rõ',
    weak: 'điểm yếu',
    changes: 'thay đổi không được phép sau khi ký tại',
  },
  en: {
    file: 'Verdict',
    sign: 'Signature',
    stamp: 'Time-stamp',
    by: 'by',
    time: 'proven time',
    level: 'level',
    none: 'unknown',
    weak: 'weaknesses',
    changes: 'forbidden later changes at',
  },
} as const;

const MAX_PLACES = 3;

/** Vietnam keeps UTC+7 all year. */
const localTime = (iso: string): string =>
  `${new Date(Date.parse(iso) + 7 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')} +07:00`;

/** The report for a terminal: one line for the file, then one a signature. */
export function reportText(report: ValidationReport, language: Language): string {
  const label = words[language];
  const line = (signature: SignatureReport): string => {
    const kind = signature.kind === 'signature' ? label.sign : label.stamp;
    const places = signature.laterChanges.filter(({ isPermitted }) => !isPermitted).map(({ place }) => place);
    const details = [
      signature.provenTime ? `${label.time} ${localTime(signature.provenTime)}` : undefined,
      signature.level ? `${label.level} PAdES ${signature.level}` : undefined,
      signature.subIndication ?? undefined,
      signature.weaknesses.length > 0 ? `${label.weak}: ${signature.weaknesses.join(', ')}` : undefined,
      places.length > 0 ? `${label.changes} ${places.slice(0, MAX_PLACES).join(', ')}` : undefined,
    ].filter((part) => part !== undefined);
    const suffix = details.length > 0 ? ` (${printable(details.join('; '))})` : '';
    return `  ${kind} ${printable(signature.field)} ${label.by} ${printable(signature.signer ?? label.none)}: ${signature.sentence[language]}${suffix}`;
  };
  const code = report.subIndication === null ? report.verdict : `${report.verdict}, ${report.subIndication}`;
  return [`${label.file}: ${report.sentence[language]} [${code}]`, ...report.signatures.map(line)].join('\n');
}

/** Names come from strangers: control and bidirectional characters must not reach a terminal. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '\u{fffd}').slice(0, 400);
