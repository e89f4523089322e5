import { createHash } from 'node:crypto';
import { agentApi } from '@saoy/contracts/agent-api';
import { followJob, type Printer } from '@saoy/devices/printer';
import { callUntilAnswered, type Patience } from '../uplink/call-until-answered.ts';
import type { CentralService } from '../uplink/central-service.ts';

export interface SlipPrinterOptions {
  readonly printer: Printer;
  readonly intervalMs: number;
  readonly service: CentralService;
  readonly patience: Patience;
}

const mostAttempts = 3;

/** The same for every slip of a request, so that one left at the printer is found again after a crash. */
export const slipJobName = (requestId: string): string =>
  `saoy-slip-${createHash('sha256').update(requestId).digest('hex').slice(0, 16)}`;

/** Prints appointment slips (phiếu hẹn, Decree 23/2015 art. 7) while the person is still there. */
export class SlipPrinter {
  readonly #options: SlipPrinterOptions;
  #stop = new AbortController();
  #jobId: number | null = null;

  constructor(options: SlipPrinterOptions) {
    this.#options = options;
  }

  /** True when every slip is in the tray. */
  async print(requestIds: readonly string[]): Promise<boolean> {
    const { signal } = this.#stop;
    for (const requestId of requestIds) {
      if (!(await this.#printOne(requestId, signal))) return false;
    }
    return !signal.aborted;
  }

  async cancel(): Promise<void> {
    this.#stop.abort();
    this.#stop = new AbortController();
    if (this.#jobId !== null) await this.#options.printer.cancel(this.#jobId);
    this.#jobId = null;
  }

  async #printOne(requestId: string, signal: AbortSignal): Promise<boolean> {
    const { printer, service, patience, intervalMs } = this.#options;
    const slip = await callUntilAnswered(
      service,
      agentApi.getSlip,
      { params: { requestId } },
      { signal, patience, mostAttempts },
    );
    if (!slip.ok || signal.aborted) return false;
    const submitted = await printer.print({
      pdf: slip.value,
      jobName: slipJobName(requestId),
      copies: 1,
      sides: 'one-sided',
    });
    if (!submitted.ok) return false;
    this.#jobId = submitted.value;
    for await (const change of followJob(printer, submitted.value, { intervalMs, signal })) {
      if (change.kind === 'progress' && change.obstacle === null) continue;
      // A slip that stands still is not waited for: the screen shows the same, and nothing may come out later.
      if (change.kind === 'progress') await printer.cancel(submitted.value);
      this.#jobId = null;
      return change.kind === 'end' && change.outcome.ok;
    }
    return false;
  }
}
