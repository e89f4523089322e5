import { randomBytes } from 'node:crypto';
import { agentApi } from '@saoy/contracts/agent-api';
import type { PagePrinter } from '../hardware/hardware.ts';
import { callUntilAnswered, type Patience } from '../uplink/call-until-answered.ts';
import type { CentralService } from '../uplink/central-service.ts';
import { isTerminal } from './print-desk.ts';

export interface SlipPrinterOptions {
  readonly printer: PagePrinter;
  readonly service: CentralService;
  readonly patience: Patience;
}

const mostAttempts = 3;

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
    const { printer, service, patience } = this.#options;
    const slip = await callUntilAnswered(
      service,
      agentApi.getSlip,
      { params: { requestId } },
      { signal, patience, mostAttempts },
    );
    if (!slip.ok || signal.aborted) return false;
    const submitted = await printer.submit({
      name: `saoy-slip-${randomBytes(6).toString('hex')}`,
      pdf: slip.value,
    });
    if (!submitted.ok) return false;
    this.#jobId = submitted.value;
    for await (const report of printer.follow(submitted.value, signal)) {
      if (!isTerminal(report.state) && report.fault === null) continue;
      // A slip that stands still is not waited for: the screen shows the same, and nothing may come out later.
      if (!isTerminal(report.state)) await printer.cancel(submitted.value);
      this.#jobId = null;
      return report.state === 'completed';
    }
    return false;
  }
}
