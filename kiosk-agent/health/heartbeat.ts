import { agentApi } from '@saoy/contracts/agent-api';
import type { Logger } from 'pino';
import type { Conductor } from '../conductor/conductor.ts';
import type { CentralService } from '../uplink/central-service.ts';
import type { HealthMonitor } from './health-monitor.ts';

export interface HeartbeatOptions {
  readonly health: HealthMonitor;
  readonly service: CentralService;
  readonly conductor: Conductor;
  readonly now: () => number;
  readonly intervalMs: number;
  readonly logger: Logger;
}

/** Without contact the agent asks more often, so that a visit is delayed as little as possible. */
const offlineFactor = 5;
/** Device tests and configuration every so many beats. */
const beatsPerTest = 4;

/** Tells the server regularly how the kiosk is, and learns from it how the kiosk should be. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;
  #beats = 0;
  #isBeating = false;
  #isWanted = false;
  #lastVisitEndedAtMs: number | null = null;
  #wasVisit = false;
  #unwatch: (() => void) | null = null;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  start(): void {
    this.#unwatch = this.#options.conductor.watch(() => this.#noteVisit());
    void this.#beat();
  }

  stop(): void {
    this.#isStopped = true;
    this.#unwatch?.();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** For what staff should see at once. */
  beatSoon(): void {
    void this.#beat();
  }

  visitState() {
    const { visit, isStaffCalled } = this.#options.conductor.state;
    return {
      isVisitUnderWay: visit !== null && visit.phase !== 'ending',
      isStaffCalled,
      lastVisitEndedAtMs: this.#lastVisitEndedAtMs,
    };
  }

  #noteVisit(): void {
    const isVisit = this.#options.conductor.state.visit !== null;
    if (this.#wasVisit && !isVisit) this.#lastVisitEndedAtMs = this.#options.now();
    this.#wasVisit = isVisit;
  }

  async #beat(): Promise<void> {
    if (this.#isBeating) {
      this.#isWanted = true;
      return;
    }
    this.#isBeating = true;
    try {
      do {
        this.#isWanted = false;
        await this.#beatOnce();
      } while (this.#isWanted && !this.#isStopped);
    } catch (error) {
      this.#options.logger.error({ err: error }, 'a heartbeat failed');
    } finally {
      this.#isBeating = false;
    }
    this.#schedule();
  }

  async #beatOnce(): Promise<void> {
    const { health, service, conductor } = this.#options;
    const isFirst = conductor.state.configuration === null;
    if (isFirst || this.#beats % beatsPerTest === 0) {
      await health.test();
      const configuration = await service.call(agentApi.getConfiguration, {}, { timeoutMs: 10_000 });
      if (configuration.ok) {
        conductor.dispatch({ type: 'configuration', configuration: configuration.value });
      }
    }
    this.#beats++;
    await health.report();
  }

  #schedule(): void {
    if (this.#isStopped) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const { conductor, intervalMs } = this.#options;
    const isWell = conductor.state.isOnline && conductor.state.configuration !== null;
    this.#timer = setTimeout(() => void this.#beat(), isWell ? intervalMs : intervalMs / offlineFactor);
  }
}
