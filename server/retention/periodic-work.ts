import { publishAnnulments } from '../register/publish-annulments.ts';
import { orderRenewals } from '../renewal/order-renewals.ts';
import type { ServiceContext } from '../service-context.ts';
import { createJournalKeeper } from '../transparency/write-journal.ts';
import { removeOrphans, resumeWork, sweepExpired } from './sweep.ts';

const RESUME_EVERY_MS = 15_000;
const SWEEP_EVERY_MS = 60_000;
const RENEWALS_EVERY_MS = 60_000;
const KEY_LIST_EVERY_MS = 10_000;
const ANNULMENTS_EVERY_MS = 5_000;
/** An action is beyond change so long after it was made. */
const JOURNAL_EVERY_MS = 30_000;
const ORPHANS_EVERY_MS = 6 * 60 * 60_000;

/** Repeats the idempotent housekeeping of a worker until stopped; two workers doing it at once do no harm. */
export function startPeriodicWork(context: ServiceContext): { stop(): Promise<void> } {
  const running = new Set<Promise<void>>();
  const every = (ms: number, name: string, work: () => Promise<unknown>): NodeJS.Timeout => {
    let isBusy = false;
    const timer = setInterval(() => {
      if (isBusy) return;
      isBusy = true;
      const run = work().then(
        () => undefined,
        (error: unknown) => context.log.error({ err: error, work: name }, 'housekeeping failed'),
      );
      running.add(run);
      void run.finally(() => {
        isBusy = false;
        running.delete(run);
      });
    }, ms);
    return timer.unref();
  };
  const timers = [
    every(RESUME_EVERY_MS, 'resume', () => resumeWork(context)),
    every(SWEEP_EVERY_MS, 'sweep', () => sweepExpired(context)),
    every(RENEWALS_EVERY_MS, 'renewals', () => orderRenewals(context)),
    every(KEY_LIST_EVERY_MS, 'seal keys', () => context.sealer.publishKeyList()),
    every(ANNULMENTS_EVERY_MS, 'annulments', () => publishAnnulments(context, context.sealer.signStatement)),
    every(JOURNAL_EVERY_MS, 'journal', createJournalKeeper(context)),
    every(ORPHANS_EVERY_MS, 'orphans', () => removeOrphans(context)),
  ];
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running);
    },
  };
}
