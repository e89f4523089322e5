import { type ErrorCode, type Fault, fault } from '@saoy/contracts/errors';

// scanimage exits with the SANE_Status of the call that failed (SANE standard 1.06, §4.2.7).
const faultOfStatus: Readonly<Record<number, ErrorCode>> = {
  2: 'scanner.cancelled',
  3: 'scanner.busy',
  4: 'scanner.unplugged',
  5: 'scanner.garbage',
  6: 'scanner.jam',
  7: 'scanner.no-paper',
  8: 'scanner.cover-open',
  9: 'scanner.unplugged',
  10: 'scanner.garbage',
  11: 'scanner.unplugged',
};

// What sane_strstatus calls them.
const statusOfText: Readonly<Record<string, number>> = {
  'Operation was cancelled': 2,
  'Device busy': 3,
  'Invalid argument': 4,
  'End of file reached': 5,
  'Document feeder jammed': 6,
  'Document feeder out of documents': 7,
  'Scanner cover is open': 8,
  'Error during device I/O': 9,
  'Out of memory': 10,
  'Access to resource has been denied': 11,
};

/** The SANE_Status of the call that `scanimage` says has failed; undefined when it says nothing of the kind. */
export function statusOfMessage(stderr: string): number | undefined {
  const [, text = ''] = /^scanimage: sane_(?:start|read): (.+)$/m.exec(stderr) ?? [];
  return statusOfText[text.trim()];
}

/** The fault behind an exit code of `scanimage`; undefined for success. */
export function faultOfExit(code: number, stderr: string): Fault | undefined {
  if (code === 0) return undefined;
  const message = lastMessage(stderr);
  // Several drivers report a double feed as a jam and say the difference in words only.
  if (/double[ -]?feed|multi[ -]?feed/i.test(message)) return fault('scanner.double-feed');
  if (/open of device .* failed|no SANE devices found/i.test(message)) {
    return fault(/busy/i.test(message) ? 'scanner.busy' : 'scanner.unplugged', 'the device cannot be opened');
  }
  return fault(faultOfStatus[code] ?? 'scanner.garbage', `scanimage exit ${code}`);
}

const lastMessage = (stderr: string): string =>
  stderr.split('\n').findLast((line) => line.startsWith('scanimage:') && !line.includes('signal')) ?? '';
