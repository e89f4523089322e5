import { type ErrorCode, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import ipp, { type IppGroup, type IppRequest, type IppResponse, type IppValue } from '@sealsystems/ipp';
import {
  isTerminal,
  type JobState,
  type JobStatus,
  jobStates,
  type Printer,
  type PrinterDescription,
  type PrinterHealth,
  type PrinterSupply,
  type PrintOrder,
} from './printer.ts';
import { faultOfReasons, parsePrinterReasons } from './printer-reasons.ts';

export interface IppPrinterSettings {
  /** `http:`, `https:`, `ipp:` or `ipps:`, e.g. `ipp://192.0.2.9:631/ipp/print`. */
  readonly url: string;
  /** Longest silence of the connection; default 10 s. */
  readonly timeoutMs?: number;
}

const faultOfStatus: Readonly<Record<string, ErrorCode>> = {
  'server-error-busy': 'printer.busy',
  'server-error-too-many-jobs': 'printer.busy',
  'server-error-not-accepting-jobs': 'printer.stopped',
  'server-error-device-error': 'printer.stopped',
  'server-error-service-unavailable': 'printer.stopped',
  'server-error-temporary-error': 'printer.stopped',
  'server-error-printer-is-deactivated': 'printer.stopped',
  'client-error-not-found': 'printer.job-lost',
  'client-error-gone': 'printer.job-lost',
};

const JOB_ATTRIBUTES = [
  'job-id',
  'job-name',
  'job-state',
  'job-state-reasons',
  'job-media-sheets-completed',
  'job-impressions-completed',
];
/** The newest jobs are listed first; more than this a kiosk never has open. */
const JOB_LIMIT = 200;

/** A printer spoken to directly in IPP/2.0 (RFC 8010, 8011): a print queue between would rewrite the PDF. */
export class IppPrinter implements Printer {
  readonly #url: string;
  readonly #timeoutMs: number;

  constructor({ url, timeoutMs = 10_000 }: IppPrinterSettings) {
    this.#url = url;
    this.#timeoutMs = timeoutMs;
  }

  async describe(): Promise<Result<PrinterDescription>> {
    const answer = await this.#ask([
      'printer-make-and-model',
      'sides-supported',
      'document-format-supported',
    ]);
    if (!answer.ok) return answer;
    return ok({
      model: texts(answer.value['printer-make-and-model'])[0] ?? 'IPP printer',
      isSimulated: false,
      canDuplex: texts(answer.value['sides-supported']).includes('two-sided-long-edge'),
      formats: texts(answer.value['document-format-supported']),
    });
  }

  async health(): Promise<Result<PrinterHealth>> {
    const answer = await this.#ask([
      'printer-state',
      'printer-state-reasons',
      'printer-is-accepting-jobs',
      'media-ready',
      'marker-names',
      'marker-levels',
      'printer-supply',
      'printer-supply-description',
    ]);
    if (!answer.ok) return answer;
    const attributes = answer.value;
    const state = texts(attributes['printer-state'])[0];
    const reasons = parsePrinterReasons(texts(attributes['printer-state-reasons']));
    const isStopped = state === 'stopped' || attributes['printer-is-accepting-jobs'] === false;
    return ok({
      state: isStopped ? 'stopped' : state === 'processing' ? 'processing' : 'idle',
      reasons,
      media: texts(attributes['media-ready']),
      supplies: readSupplies(attributes),
      fault: faultOfReasons(reasons, isStopped),
    });
  }

  async print(order: PrintOrder): Promise<Result<number>> {
    const answer = await this.#execute('Print-Job', {
      'operation-attributes-tag': {
        'requesting-user-name': 'saoy',
        'job-name': order.jobName,
        'document-format': 'application/pdf',
      },
      'job-attributes-tag': { copies: order.copies, sides: order.sides },
      data: Buffer.from(order.pdf),
    });
    if (!answer.ok) return answer;
    const id = firstJob(answer.value)?.['job-id'];
    return typeof id === 'number' ? ok(id) : err(fault('printer.refused', 'no job id in the answer'));
  }

  async job(jobId: number): Promise<Result<JobStatus>> {
    const answer = await this.#execute('Get-Job-Attributes', {
      'operation-attributes-tag': { 'job-id': jobId, 'requested-attributes': JOB_ATTRIBUTES },
    });
    if (!answer.ok) return answer;
    const status = readJob({ 'job-id': jobId, ...firstJob(answer.value) });
    return status === undefined ? err(fault('printer.job-lost', 'no job state in the answer')) : ok(status);
  }

  async cancel(jobId: number): Promise<Result<null>> {
    const answer = await this.#execute('Cancel-Job', {
      'operation-attributes-tag': { 'job-id': jobId, 'requesting-user-name': 'saoy' },
    });
    if (answer.ok) return ok(null);
    const status = await this.job(jobId);
    return status.ok && isTerminal(status.value.state) ? ok(null) : answer;
  }

  async findJobs(jobName: string): Promise<Result<readonly JobStatus[]>> {
    const found: JobStatus[] = [];
    for (const which of ['not-completed', 'completed']) {
      const answer = await this.#execute('Get-Jobs', {
        'operation-attributes-tag': {
          limit: JOB_LIMIT,
          'requested-attributes': JOB_ATTRIBUTES,
          'which-jobs': which,
        },
      });
      if (!answer.ok) return answer;
      for (const group of [answer.value['job-attributes-tag'] ?? []].flat() as IppGroup[]) {
        const status = readJob(group);
        // A job may end between the two questions and then be in both answers.
        if (status?.name === jobName && !found.some(({ id }) => id === status.id)) found.push(status);
      }
    }
    return ok(found);
  }

  async close(): Promise<void> {}

  async #ask(attributes: readonly string[]): Promise<Result<IppGroup>> {
    const answer = await this.#execute('Get-Printer-Attributes', {
      'operation-attributes-tag': { 'requested-attributes': attributes },
    });
    return answer.ok ? ok(answer.value['printer-attributes-tag'] ?? {}) : answer;
  }

  #execute(operation: string, message: IppRequest): Promise<Result<IppResponse>> {
    const printer = new ipp.Printer(this.#url, { version: '2.0', timeout: this.#timeoutMs });
    return new Promise((resolve) => {
      printer.execute(operation, message, (error, response) => {
        if (error) {
          resolve(err(fault('printer.unplugged', (error as NodeJS.ErrnoException).code ?? 'no IPP answer')));
        } else if (response.statusCode.startsWith('successful-')) resolve(ok(response));
        else
          resolve(err(fault(faultOfStatus[response.statusCode] ?? 'printer.refused', response.statusCode)));
      });
    });
  }
}

/** Values come alone or as a list, as the printer likes. */
const texts = (value: IppValue | undefined): string[] =>
  value === undefined ? [] : [value].flat().map((item) => String(item));

const firstJob = (response: IppResponse): IppGroup | undefined =>
  ([response['job-attributes-tag'] ?? []].flat() as IppGroup[])[0];

function readJob(group: IppGroup): JobStatus | undefined {
  const id = group['job-id'];
  const state = jobStates.find((name) => name === group['job-state']) as JobState | undefined;
  if (typeof id !== 'number' || state === undefined) return undefined;
  const sheets = group['job-media-sheets-completed'] ?? group['job-impressions-completed'];
  return {
    id,
    name: texts(group['job-name'])[0] ?? '',
    state,
    reasons: texts(group['job-state-reasons']).filter((reason) => reason !== 'none'),
    sheetsCompleted: typeof sheets === 'number' ? sheets : null,
  };
}

/** Negative levels mean unknown (PWG 5100.13 §6.5.9). */
const known = (level: number): number | null => (level >= 0 ? level : null);

/** Toner and ink as the printer tells it: `printer-supply` (PWG 5100.13), or the older markers. */
function readSupplies(attributes: IppGroup): PrinterSupply[] {
  const described = texts(attributes['printer-supply-description']);
  if (described.length > 0) {
    const levels = texts(attributes['printer-supply']).map((text) => /level=(-?\d+)/.exec(text)?.[1] ?? '-2');
    return described.map((name, index) => ({ name, percent: known(Number(levels[index] ?? '-2')) }));
  }
  const levels = [attributes['marker-levels'] ?? []].flat();
  return texts(attributes['marker-names']).map((name, index) => {
    const level = levels[index];
    return { name, percent: typeof level === 'number' ? known(level) : null };
  });
}
