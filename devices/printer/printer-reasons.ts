import { type ErrorCode, type Fault, fault } from '@saoy/contracts/errors';
import type { PrinterReason } from './printer.ts';

const severities = ['report', 'warning', 'error'] as const;

/** Splits `media-empty-error` into keyword and severity; `none` vanishes. Without suffix it is an error (RFC 8011 §5.4.12). */
export function parsePrinterReasons(reasons: readonly string[]): PrinterReason[] {
  return reasons
    .filter((reason) => reason !== '' && reason !== 'none')
    .map((reason) => {
      const severity = severities.find((name) => reason.endsWith(`-${name}`));
      return severity === undefined
        ? { keyword: reason, severity: isHarmless(reason) ? 'warning' : 'error' }
        : { keyword: reason.slice(0, -severity.length - 1), severity };
    });
}

const isHarmless = (reason: string): boolean => /-(low|almost|near)|^other|^moving|^cups-/.test(reason);

// By prefix: some printers cut keywords short, others append the tray.
const faultOfKeyword: readonly (readonly [prefix: string, code: ErrorCode])[] = [
  ['media-jam', 'printer.jam'],
  ['media-empty', 'printer.paper-out'],
  ['media-needed', 'printer.paper-out'],
  ['input-tray-missing', 'printer.paper-out'],
  ['door-open', 'printer.cover-open'],
  ['cover-open', 'printer.cover-open'],
  ['interlock-open', 'printer.cover-open'],
  ['toner-empty', 'printer.toner-out'],
  ['marker-supply-empty', 'printer.toner-out'],
  ['shutdown', 'printer.unplugged'],
  ['paused', 'printer.stopped'],
  ['stopped', 'printer.stopped'],
  ['output-area-full', 'printer.stopped'],
  ['spool-area-full', 'printer.stopped'],
];

/** What keeps a printer from printing: the gravest known reason, or `printer.stopped` when it stands without one. */
export function faultOfReasons(reasons: readonly PrinterReason[], isStopped: boolean): Fault | null {
  // Severities are no help: a jam comes as a warning too. Only an empty tray may be harmless, as another one may be full.
  const grave = reasons.filter(
    ({ keyword, severity }) =>
      severity === 'error' || (severity === 'warning' && (isStopped || !keyword.startsWith('media-empty'))),
  );
  for (const [prefix, code] of faultOfKeyword) {
    const cause = grave.find(({ keyword }) => keyword.startsWith(prefix));
    if (cause) return fault(code, cause.keyword);
  }
  return isStopped ? fault('printer.stopped', grave[0]?.keyword) : null;
}
