import { setTimeout as sleep } from 'node:timers/promises';
import type { Printer } from '@saoy/devices/printer';
import type { Logger } from 'pino';
import type { CaptureStore } from '../captures/capture-store.ts';
import { isSameSecret } from '../http/page-token.ts';
import type { Journal } from '../journal/journal.ts';
import type { VisitSnapshot } from '../journal/visit-snapshot.ts';
import { recoverJobs } from '../printing/recover-jobs.ts';
import { backOffMs, type Patience } from '../uplink/call-until-answered.ts';
import type { RequestCourier } from '../uplink/request-courier.ts';
import { reviveVisit } from '../visit/revive-visit.ts';
import type { ActiveState } from '../visit/transition.ts';
import type { Visit, VisitState } from '../visit/visit-state.ts';
import type { Conductor } from './conductor.ts';

export interface RecoveryOptions {
  readonly journal: Journal;
  readonly snapshot: VisitSnapshot;
  readonly captures: CaptureStore;
  readonly courier: RequestCourier;
  readonly conductor: Conductor;
  readonly printer: Printer;
  readonly patience: Patience;
  readonly logger: Logger;
  readonly resumeMs: number;
  readonly reportPrinted: (requestId: string) => void;
}

/**
 * What happens after the agent died: confirmed requests go on at once; the visit itself waits a short while for the same
 * screen and is wiped otherwise. Print jobs of before are cancelled, never continued.
 */
export class Recovery {
  readonly #options: RecoveryOptions;
  readonly #printedIds = new Set<string>();
  #waiting: (Pick<VisitState, 'language' | 'display'> & { readonly visit: Visit }) | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;
  #unwatch: (() => void) | null = null;

  constructor(options: RecoveryOptions) {
    this.#options = options;
  }

  /** Resolves when the printer has been asked once; everything the network may delay goes on by itself. */
  async begin(): Promise<void> {
    const { journal, snapshot, captures, courier, conductor, resumeMs } = this.#options;
    await this.#recoverPrints();
    const saved = snapshot.load();
    const visit = saved?.state.visit ?? null;
    for (const record of journal.openRecords()) {
      const { requestId, confirmation, opened } = record;
      if (confirmation === null || opened === null) continue;
      if (!record.isAcknowledged) {
        courier.open(requestId, opened);
        for (const sha256 of confirmation.pages) courier.sendPage(requestId, sha256);
        courier.confirm(requestId, confirmation);
      }
    }
    const kept = new Set(journal.openRecords().map((record) => record.requestId));
    for (const original of visit?.capture.originals ?? []) kept.add(original.id);
    if (saved !== undefined) kept.add(saved.visitId);
    await captures.wipeAllBut(kept);
    if (saved === undefined || visit === null) return this.#giveUp();
    this.#waiting = { ...saved.state, visit };
    this.#timer = setTimeout(() => this.#giveUp(), resumeMs);
    // Somebody else begins: the screen that was here before does not come back.
    this.#unwatch = conductor.watch((status) => {
      if (this.#waiting !== null && status.visit.screen !== 'attract') this.#giveUp();
    });
  }

  /** Takes the visit up again; false when none waits for this token. */
  resume(visitToken: string): boolean {
    const { conductor, journal } = this.#options;
    const waiting = this.#waiting;
    if (waiting === null || !isSameSecret(visitToken, waiting.visit.token)) {
      // A screen that was only reloaded finds its visit where it left it.
      const token = conductor.state.visit?.token ?? '';
      return isSameSecret(visitToken, token);
    }
    if (conductor.state.visit !== null) return false;
    this.#stopWaiting();
    const confirmedIds = new Set(
      journal.openRecords().flatMap((record) => (record.confirmation === null ? [] : record.requestId)),
    );
    conductor.restore((state, moment) => {
      const revived: ActiveState = { ...state, ...waiting };
      return reviveVisit(revived, { confirmedIds, printedIds: this.#printedIds }, moment);
    });
    return true;
  }

  stop(): void {
    this.#isStopped = true;
    this.#stopWaiting();
  }

  #stopWaiting(): void {
    this.#waiting = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#unwatch?.();
    this.#unwatch = null;
  }

  /** Nobody came back: the visit is wiped, what was confirmed is kept for pick-up. */
  #giveUp(): void {
    const { journal, snapshot, captures, courier, conductor, logger } = this.#options;
    const waitedFor = this.#waiting;
    this.#stopWaiting();
    const present = new Set(conductor.state.visit?.capture.originals.map(({ id }) => id));
    if (waitedFor !== null && conductor.state.visit === null) snapshot.wipe();
    for (const { requestId, confirmation } of journal.openRecords()) {
      if (present.has(requestId)) continue;
      if (confirmation !== null) courier.release(requestId);
      else courier.abandon(requestId, 'crashed').catch((error: unknown) => logger.error({ err: error }));
    }
    const open = journal.openRecords().map((record) => record.requestId);
    const { visit } = conductor.state;
    captures
      .wipeAllBut(new Set([...open, ...(visit === null ? [] : [visit.id, ...present])]))
      .catch((error: unknown) => logger.error({ err: error }, 'captures of before the crash'));
  }

  /** A printer that does not answer yet is asked again, until its jobs of before are surely gone. */
  async #recoverPrints(): Promise<void> {
    const { printer, journal, logger, patience, reportPrinted } = this.#options;
    // Those of before the crash only: the next visitor may print while the printer is still being asked.
    const requestIds = new Set(journal.openRecords().map(({ requestId }) => requestId));
    const once = async (): Promise<boolean> => {
      const recovered = await recoverJobs(printer, journal, requestIds, logger);
      for (const requestId of recovered.printedIds) {
        this.#printedIds.add(requestId);
        reportPrinted(requestId);
      }
      return recovered.isComplete;
    };
    if (await once()) return;
    void (async () => {
      for (let attempt = 0; !this.#isStopped; attempt++) {
        await sleep(backOffMs(attempt, patience));
        if (this.#isStopped || (await once())) return;
      }
    })();
  }
}
