import { agentApi, type Confirmation } from '@saoy/contracts/agent-api';
import type { Fault } from '@saoy/contracts/errors';
import type { Language, Product } from '@saoy/contracts/ids';
import type { RequestView } from '@saoy/contracts/requests/view';
import type { Result } from '@saoy/contracts/result';
import type { Logger } from 'pino';
import type { CaptureStore } from '../captures/capture-store.ts';
import type { Journal } from '../journal/journal.ts';
import { countPrintedCopies } from '../journal/journal-entry.ts';
import { callUntilAnswered, type Patience } from './call-until-answered.ts';
import type { CentralService } from './central-service.ts';
import { uploadPage } from './upload-page.ts';
import { watchRequest } from './watch-request.ts';

export interface CourierEvents {
  readonly onView: (view: RequestView) => void;
  readonly onPageSent: (requestId: string, sha256: string) => void;
  /** The server will never carry this out. */
  readonly onRefused: (requestId: string, failure: Fault) => void;
}

export interface CourierOptions {
  readonly service: CentralService;
  readonly journal: Journal;
  readonly captures: CaptureStore;
  readonly events: CourierEvents;
  readonly patience: Patience;
  readonly logger: Logger;
}

interface Lane {
  readonly stop: AbortController;
  tail: Promise<void>;
  watch: Promise<void> | null;
}

/**
 * Carries each request to the server: one lane a request, in order, every step repeated until the server answers.
 * Dropping a lane stops what is under way, so that nothing is sent for a request that was abandoned.
 */
export class RequestCourier {
  readonly #options: CourierOptions;
  readonly #lanes = new Map<string, Lane>();
  #isStopped = false;

  constructor(options: CourierOptions) {
    this.#options = options;
  }

  /** Makes the request known to the server; first thing in its lane. */
  open(requestId: string, opened: { visitId: string; product: Product; language: Language }): void {
    const { journal } = this.#options;
    if (journal.record(requestId)?.opened == null) {
      journal.append(requestId, { type: 'opened', ...opened });
    }
    if (this.#lanes.has(requestId)) return;
    this.#enqueue(requestId, async (signal) => {
      const answer = await this.#ask(signal, (until) =>
        callUntilAnswered(
          this.#options.service,
          agentApi.createRequest,
          { params: { requestId }, body: opened },
          until,
        ),
      );
      this.#take(requestId, answer, 'refuse');
    });
  }

  sendPage(requestId: string, sha256: string): void {
    this.#enqueue(requestId, async (signal) => {
      const jpeg = await this.#options.captures.read(requestId, sha256);
      if (jpeg === undefined) return;
      const sent = await uploadPage(
        this.#options.service,
        { requestId, sha256, jpeg },
        { signal, patience: this.#options.patience },
      );
      if (signal.aborted) return;
      if (sent.ok) this.#options.events.onPageSent(requestId, sha256);
      // The server counts a page it has decided about as sent; its confirmation would come later and find it there.
      else if (sent.error.code !== 'request.step-not-allowed') this.#refuse(requestId, sent.error);
    });
  }

  /** Sets the order of the pages and follows what the server reads. */
  arrange(requestId: string, pages: readonly string[]): void {
    this.#enqueue(requestId, async (signal) => {
      const answer = await this.#ask(signal, (until) =>
        callUntilAnswered(
          this.#options.service,
          agentApi.arrangePages,
          { params: { requestId }, body: { pages: [...pages] } },
          until,
        ),
      );
      this.#take(requestId, answer, 'refuse');
      this.watch(requestId);
    });
  }

  /** The journal must hold the confirmation already. */
  confirm(requestId: string, confirmation: Confirmation): void {
    this.#enqueue(requestId, async (signal) => {
      const { service, journal } = this.#options;
      const answer = await this.#ask(signal, (until) =>
        callUntilAnswered(
          service,
          agentApi.confirmRequest,
          { params: { requestId }, body: confirmation },
          until,
        ),
      );
      if (signal.aborted) return;
      if (answer.ok) journal.append(requestId, { type: 'acknowledged' });
      this.#take(requestId, answer, 'refuse');
      if (answer.ok) this.watch(requestId);
    });
  }

  watch(requestId: string): void {
    const lane = this.#lane(requestId);
    const { service, patience, events } = this.#options;
    lane.watch ??= watchRequest(service, requestId, {
      signal: lane.stop.signal,
      patience,
      onView: events.onView,
    });
  }

  leave(requestId: string): void {
    this.#enqueue(requestId, async (signal) => {
      const answer = await this.#leave(requestId, signal);
      this.#take(requestId, answer, 'ignore');
    });
  }

  /** Every copy is in the tray. */
  reportPrinted(requestId: string, copies: number, jobs: readonly string[]): void {
    this.#enqueue(requestId, async (signal) => {
      const answer = await this.#ask(signal, (until) =>
        callUntilAnswered(
          this.#options.service,
          agentApi.reportPrinted,
          { params: { requestId }, body: { copies, jobs: [...jobs] } },
          until,
        ),
      );
      if (signal.aborted) return;
      this.#options.journal.append(requestId, { type: 'print-reported' });
      this.#take(requestId, answer, 'ignore');
    });
  }

  /** The person is gone: what is still open is kept for pick-up, then this machine forgets the request. */
  release(requestId: string): void {
    this.#enqueue(requestId, async (signal) => {
      const { service, patience, journal } = this.#options;
      const seen = await callUntilAnswered(
        service,
        agentApi.getRequest,
        { params: { requestId }, query: {} },
        { signal, patience },
      );
      if (signal.aborted) return;
      const record = journal.record(requestId);
      const confirmation = record?.confirmation;
      const isPrinted =
        record !== undefined && confirmation != null && countPrintedCopies(record) >= confirmation.copies;
      const isDelivered =
        seen.ok && seen.value.status === 'issued' && (!confirmation?.delivery.print || isPrinted);
      const isRefused =
        !seen.ok || ['refused', 'failed', 'annulled', 'abandoned'].includes(seen.value.status);
      if (!isDelivered && !isRefused) await this.#leave(requestId, signal);
      if (signal.aborted) return;
      await this.#close(requestId, isDelivered ? 'done' : isRefused ? 'refused' : 'left');
    });
  }

  /** Drops an unconfirmed request here at once and at the server as soon as it can be reached. */
  async abandon(requestId: string, cause: 'ended' | 'idle' | 'crashed'): Promise<void> {
    const lane = this.#lanes.get(requestId);
    lane?.stop.abort();
    this.#lanes.delete(requestId);
    await lane?.tail;
    const { captures, journal } = this.#options;
    // The journal keeps that the request is open, under a new key, until the server has heard; its pages go now.
    const opened = journal.record(requestId)?.opened;
    if (opened == null) return captures.wipe(requestId);
    await captures.wipe(requestId);
    journal.append(requestId, { type: 'opened', ...opened });
    this.#enqueue(requestId, async (signal) => {
      await this.#ask(signal, (until) =>
        callUntilAnswered(
          this.#options.service,
          agentApi.abandonRequest,
          { params: { requestId }, body: { cause } },
          until,
        ),
      );
      if (!signal.aborted) await this.#close(requestId, 'abandoned');
    });
  }

  /** Waits until nothing is queued for these requests. */
  async settle(requestIds: readonly string[]): Promise<void> {
    await Promise.all(requestIds.map((id) => this.#lanes.get(id)?.tail));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    const lanes = [...this.#lanes.values()];
    for (const lane of lanes) lane.stop.abort();
    await Promise.all(lanes.flatMap((lane) => [lane.tail, lane.watch]));
  }

  #leave(requestId: string, signal: AbortSignal): Promise<Result<RequestView, Fault>> {
    return this.#ask(signal, (until) =>
      callUntilAnswered(this.#options.service, agentApi.leaveRequest, { params: { requestId } }, until),
    );
  }

  async #close(requestId: string, outcome: 'done' | 'left' | 'refused' | 'abandoned'): Promise<void> {
    this.#options.journal.append(requestId, { type: 'closed', outcome });
    this.#lanes.get(requestId)?.stop.abort();
    this.#lanes.delete(requestId);
    await this.#options.captures.wipe(requestId);
  }

  #refuse(requestId: string, failure: Fault): void {
    this.#options.logger.error({ requestId, code: failure.code }, 'the server refuses the request');
    this.#options.events.onRefused(requestId, failure);
  }

  #take(requestId: string, answer: Result<RequestView, Fault>, otherwise: 'refuse' | 'ignore'): void {
    if (answer.ok) this.#options.events.onView(answer.value);
    else if (otherwise === 'refuse' && !this.#lanes.get(requestId)?.stop.signal.aborted) {
      this.#refuse(requestId, answer.error);
    }
  }

  #ask<T>(
    signal: AbortSignal,
    call: (until: { signal: AbortSignal; patience: Patience }) => Promise<T>,
  ): Promise<T> {
    return call({ signal, patience: this.#options.patience });
  }

  #lane(requestId: string): Lane {
    let lane = this.#lanes.get(requestId);
    if (lane === undefined) {
      lane = { stop: new AbortController(), tail: Promise.resolve(), watch: null };
      if (this.#isStopped) lane.stop.abort();
      this.#lanes.set(requestId, lane);
    }
    return lane;
  }

  #enqueue(requestId: string, task: (signal: AbortSignal) => Promise<void>): void {
    const lane = this.#lane(requestId);
    lane.tail = lane.tail
      .then(() => (lane.stop.signal.aborted ? undefined : task(lane.stop.signal)))
      .catch((error: unknown) => {
        this.#options.logger.error({ requestId, err: error }, 'a step of the request failed');
      });
  }
}
