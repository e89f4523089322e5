import { defineErrors } from './definition.ts';

export const deviceErrors = defineErrors({
  'scanner.no-paper': { http: 503, cause: 'The feeder or the glass is empty.', actor: 'citizen' },
  'scanner.jam': { http: 503, cause: 'A sheet is stuck in the feeder.', actor: 'staff' },
  'scanner.double-feed': { http: 503, cause: 'The feeder pulled two sheets at once.', actor: 'citizen' },
  'scanner.cover-open': { http: 503, cause: 'The cover of the scanner is open.', actor: 'citizen' },
  'scanner.busy': { http: 503, cause: 'Another program holds the scanner.', actor: 'staff' },
  'scanner.unplugged': {
    http: 503,
    cause: 'The scanner does not answer on its bus or network.',
    actor: 'staff',
  },
  'scanner.timeout': { http: 503, cause: 'The scan did not finish before its deadline.', actor: 'staff' },
  'scanner.garbage': {
    http: 503,
    cause: 'The scanner returned something that is not a page.',
    actor: 'staff',
  },
  'scanner.cancelled': { http: 409, cause: 'The scan was cancelled.', actor: 'citizen' },
  'printer.paper-out': { http: 503, cause: 'The paper tray is empty.', actor: 'staff' },
  'printer.jam': { http: 503, cause: 'A sheet is stuck in the printer.', actor: 'staff' },
  'printer.cover-open': { http: 503, cause: 'A door of the printer is open.', actor: 'staff' },
  'printer.toner-out': { http: 503, cause: 'The toner is empty.', actor: 'staff' },
  'printer.stopped': { http: 503, cause: 'The printer is stopped and says no more.', actor: 'staff' },
  'printer.unplugged': { http: 503, cause: 'The printer does not answer.', actor: 'staff' },
  'printer.busy': { http: 503, cause: 'The printer holds another job.', actor: 'staff' },
  'printer.job-lost': { http: 503, cause: 'The printer no longer knows the job.', actor: 'staff' },
  'printer.job-aborted': { http: 503, cause: 'The printer gave the job up.', actor: 'staff' },
  'printer.job-canceled': { http: 503, cause: 'The job was canceled at the printer.', actor: 'staff' },
  'printer.refused': {
    http: 503,
    cause: 'The printer does not accept the job or its format.',
    actor: 'operator',
  },
  'camera.unavailable': { http: 503, cause: 'No camera delivers pictures.', actor: 'staff' },
});
