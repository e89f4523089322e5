import type { ErrorCode } from '@saoy/contracts/errors';
import type { Language } from '@saoy/contracts/ids';
import type { PartName } from '../drawings/part-names.ts';
import { faultTextsEn } from './fault-texts-en.ts';
import { faultTextsVi } from './fault-texts-vi.ts';

/** Codes that can come before a person at the kiosk. Whole areas are listed where any of their codes can. */
export type KioskErrorCode =
  | Extract<
      ErrorCode,
      `${'scanner' | 'printer' | 'camera' | 'card-reader' | 'kiosk' | 'identity' | 'recognition' | 'general'}.${string}`
    >
  | 'signing.certificate-invalid'
  | 'signing.revocation-unknown'
  | 'signing.tsa-unavailable'
  | 'signing.tsa-wrong'
  | 'signing.key-unavailable'
  | 'signing.not-authorised'
  | 'signing.self-check-failed'
  | 'image.unreadable'
  | 'image.too-large'
  | 'image.unsupported-depth'
  | 'image.low-resolution'
  | 'request.unknown'
  | 'request.step-not-allowed'
  | 'request.page-digest-mismatch'
  | 'request.upload-offset'
  | 'request.pages-missing'
  | 'request.mismatch'
  | 'delivery.link-expired'
  | 'delivery.link-unknown'
  | 'delivery.mail-failed';

/** What happened and what the person can do; what was kept is counted by the status. */
export interface FaultText {
  readonly title: string;
  readonly happened: string;
  readonly next: string;
}

const catalogues: Record<Language, Record<KioskErrorCode, FaultText>> = {
  vi: faultTextsVi,
  en: faultTextsEn,
};

/** What to say for a code of these areas that has no text of its own. */
const stand: Partial<Record<string, KioskErrorCode>> = {
  signing: 'signing.key-unavailable',
  image: 'image.unreadable',
  request: 'general.unavailable',
  delivery: 'delivery.mail-failed',
};

/** A person always gets a sentence, never the code. */
export const faultText = (code: ErrorCode, language: Language): FaultText => {
  const texts: Partial<Record<ErrorCode, FaultText>> = catalogues[language];
  const area = code.split('.')[0] ?? '';
  return texts[code] ?? catalogues[language][stand[area] ?? 'general.internal'];
};

/** The part of the kiosk to be drawn beside the words. */
export function partOf(code: ErrorCode): PartName {
  switch (code) {
    case 'scanner.jam':
    case 'scanner.double-feed':
      return 'feeder';
    case 'scanner.cover-open':
      return 'scanner-lid';
    case 'printer.paper-out':
      return 'printer-tray';
    case 'printer.cover-open':
      return 'printer-door';
    case 'printer.toner-out':
      return 'printer-toner';
    case 'scanner.unplugged':
    case 'printer.unplugged':
      return 'plug';
    case 'identity.card-unreadable':
    case 'identity.code-not-a-card':
    case 'identity.card-of-another-state':
    case 'identity.portrait-too-small':
      return 'card';
    case 'signing.tsa-unavailable':
    case 'signing.tsa-wrong':
    case 'recognition.timeout':
    case 'identity.session-unknown':
      return 'clock';
    case 'kiosk.server-unreachable':
    case 'general.unavailable':
    case 'delivery.mail-failed':
      return 'network';
  }
  switch (code.split('.')[0]) {
    case 'scanner':
    case 'image':
      return 'scanner';
    case 'printer':
      return 'printer';
    case 'camera':
      return 'camera';
    case 'card-reader':
    case 'identity':
      return 'face';
    default:
      return 'kiosk';
  }
}
