import { type Fault, fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import type { VisitCommand } from '@saoy/contracts/visit/command';
import type { KioskStatus } from '@saoy/contracts/visit/status';
import type { Logger } from 'pino';
import type { VisitSnapshot } from '../journal/visit-snapshot.ts';
import type { Delays } from '../visit/delays.ts';
import { isDeviceBusy, nextWakeMs } from '../visit/idle.ts';
import { stepVisit } from '../visit/step-visit.ts';
import { type KioskFacts, toKioskStatus } from '../visit/to-status.ts';
import type { Transition } from '../visit/transition.ts';
import type { VisitEffect } from '../visit/visit-effect.ts';
import type { Moment, VisitInput } from '../visit/visit-input.ts';
import { initialState, type VisitState } from '../visit/visit-state.ts';

export interface ConductorOptions {
  readonly facts: KioskFacts;
  readonly delays: Delays;
  readonly now: () => number;
  readonly newId: () => string;
  readonly newSecret: () => string;
  readonly snapshot: VisitSnapshot;
  readonly logger: Logger;
  /** Must write the journal before it returns; everything slow goes on by itself. */
  readonly perform: (effect: VisitEffect, visitId: string, state: VisitState) => void;
}

/** Runs the visit: feeds the machine one input at a time, keeps its snapshot, starts effects and tells the screens. */
export class Conductor {
  readonly #options: ConductorOptions;
  readonly #watchers = new Set<(status: KioskStatus) => void>();
  readonly #queue: (() => void)[] = [];
  #isDraining = false;
  #state: VisitState;
  #status: KioskStatus;
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;

  constructor(options: ConductorOptions) {
    this.#options = options;
    this.#state = initialState(options.now());
    this.#status = this.#draw(0);
  }

  get state(): VisitState {
    return this.#state;
  }

  get status(): KioskStatus {
    return this.#status;
  }

  isDeviceBusy(): boolean {
    return this.#state.visit !== null && isDeviceBusy(this.#state.visit);
  }

  watch(watcher: (status: KioskStatus) => void): () => void {
    this.#watchers.add(watcher);
    watcher(this.#status);
    return () => this.#watchers.delete(watcher);
  }

  /** `general.conflict` when the present screen does not offer this. */
  command(command: VisitCommand): Result<null, Fault> {
    let isRefused = false;
    this.#run(() => {
      isRefused = this.#step({ type: 'command', command });
    });
    return isRefused ? err(fault('general.conflict', command.type)) : ok(null);
  }

  /** What concerns a visit that is over is dropped, whatever it says. */
  dispatch(input: VisitInput, visitId: string | null = null): void {
    this.#run(() => {
      if (visitId !== null && this.#state.visit?.id !== visitId) return;
      this.#step(input);
    });
  }

  /** Puts a visit back that the agent died under. */
  restore(make: (state: VisitState, moment: Moment) => Transition): void {
    this.#run(() => this.#apply(make(this.#state, this.#moment()), { type: 'tick' }));
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#watchers.clear();
  }

  /** Effects may answer at once: their inputs wait until the step that caused them is complete. */
  #run(job: () => void): void {
    if (this.#isStopped) return;
    this.#queue.push(job);
    if (this.#isDraining) return;
    this.#isDraining = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) next();
    } finally {
      this.#isDraining = false;
    }
  }

  #moment(): Moment {
    const { now, newId, newSecret } = this.#options;
    return { nowMs: now(), id: newId(), secret: newSecret() };
  }

  #step(input: VisitInput): boolean {
    const transition = stepVisit(this.#state, input, this.#moment(), this.#options.delays);
    if (transition.isRefused) return true;
    this.#apply(transition, input);
    return false;
  }

  #apply(transition: Transition, input: VisitInput): void {
    const { snapshot, perform, now, logger } = this.#options;
    const before = this.#state.visit;
    this.#state = transition.state;
    const { visit } = this.#state;
    if (before?.phase !== visit?.phase) {
      logger.info({ visitId: visit?.id ?? before?.id, phase: visit?.phase ?? 'attract' }, 'screen');
    }
    const visitId = visit?.id ?? before?.id ?? '';
    // The journal goes first: a snapshot must never know of a confirmation that the journal does not.
    for (const effect of transition.effects)
      this.#attempt(effect.type, () => perform(effect, visitId, this.#state));
    if (!isFleeting(input, before)) this.#attempt('snapshot', () => snapshot.save(this.#state, now()));
    this.#publish();
    this.#schedule();
  }

  /** Whatever fails, on a full disk for example, the screen shows the present state and the clock goes on. */
  #attempt(what: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#options.logger.error({ what, err: error }, 'a step of the visit failed');
    }
  }

  #draw(revision: number): KioskStatus {
    const { facts, delays, now } = this.#options;
    return toKioskStatus(this.#state, facts, revision, now(), delays);
  }

  #publish(): void {
    const next = this.#draw(this.#status.revision);
    if (JSON.stringify(next) === JSON.stringify(this.#status)) return;
    this.#status = { ...next, revision: this.#status.revision + 1 };
    for (const watcher of this.#watchers) watcher(this.#status);
  }

  #schedule(): void {
    const { now, delays } = this.#options;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const wakeMs = nextWakeMs(this.#state, now(), delays);
    if (wakeMs === null || this.#isStopped) return;
    this.#timer = setTimeout(() => this.dispatch({ type: 'tick' }), Math.max(1, wakeMs - now()));
  }
}

/** What a visit taken up again does not need: where the face or the card was, how far a page had been read. */
const isFleeting = (input: VisitInput, visit: VisitState['visit']): boolean =>
  input.type === 'face-guided' ||
  input.type === 'card-looked' ||
  (input.type === 'request-view' && visit?.views[input.view.id]?.revision === input.view.revision);
