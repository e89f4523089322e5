// Drives the pure machine without any device: what effects ask for is answered by the test.
import { createHash } from 'node:crypto';
import type { VisitCommand } from '@saoy/contracts/visit/command';
import { type KioskStatus, kioskStatusSchema } from '@saoy/contracts/visit/status';
import { defaultDelays } from '../visit/delays.ts';
import { stepVisit } from '../visit/step-visit.ts';
import { toKioskStatus } from '../visit/to-status.ts';
import type { VisitEffect } from '../visit/visit-effect.ts';
import type { Moment, VisitInput } from '../visit/visit-input.ts';
import { initialState, type VisitState } from '../visit/visit-state.ts';
import { testConfiguration } from './central-service.ts';
import { FakeRequests } from './fake-requests.ts';

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

export class VisitDriver {
  state: VisitState;
  nowMs = Date.parse('2026-11-21T08:00:00Z');
  readonly delays = defaultDelays;
  readonly requests = new FakeRequests();
  /** Every effect since the start. */
  effects: VisitEffect[] = [];
  #ids = 0;

  constructor() {
    this.requests.isAutomatic = false;
    this.state = initialState(this.nowMs);
    this.give({ type: 'configuration', configuration: testConfiguration });
    this.give({ type: 'connection', isOnline: true });
    this.give({ type: 'devices', trouble: null, canPrint: true });
  }

  moment(): Moment {
    const number = (++this.#ids).toString(16).padStart(12, '0');
    return { nowMs: this.nowMs, id: `01931000-0000-7000-8000-${number}`, secret: `secret-${this.#ids}` };
  }

  /** Feeds an input; returns the effects, or null when the command was refused. */
  give(input: VisitInput): readonly VisitEffect[] | null {
    const transition = stepVisit(this.state, input, this.moment(), this.delays);
    this.state = transition.state;
    this.effects.push(...transition.effects);
    return transition.isRefused ? null : transition.effects;
  }

  /** Acts and expects to be allowed. */
  act(...commands: VisitCommand[]): void {
    for (const command of commands)
      if (this.give({ type: 'command', command }) === null) {
        throw new Error(`${command.type} refused on ${this.screen}`);
      }
  }

  isRefused(command: VisitCommand): boolean {
    return this.give({ type: 'command', command }) === null;
  }

  wait(ms: number): void {
    this.nowMs += ms;
    this.give({ type: 'tick' });
  }

  get status(): KioskStatus {
    const facts = { id: 'kiosk-1', cameraSource: 'agent' as const, isSimulated: true };
    return kioskStatusSchema.parse(toKioskStatus(this.state, facts, 1, this.nowMs, this.delays));
  }

  get screen(): string {
    return this.status.visit.screen;
  }

  take<T extends VisitEffect['type']>(type: T): (VisitEffect & { type: T })[] {
    return this.effects.filter((effect): effect is VisitEffect & { type: T } => effect.type === type);
  }

  toConsent(): void {
    this.act(
      { type: 'begin' },
      { type: 'choose-language', language: 'en' },
      { type: 'choose-product', product: 'certified' },
      { type: 'continue' },
    );
  }

  toScan(): void {
    this.toConsent();
    this.act({ type: 'give-consent', face: false }, { type: 'continue' });
  }

  /** One sheet from the glass that passes its check. */
  scan(text = 'page', isGood = true): string {
    this.act({ type: 'scan-page', source: 'glass' });
    const { scanId, pageId } = this.take('scan').at(-1)!;
    this.give({ type: 'sheet-started', scanId, pageId });
    this.give({ type: 'sheet-scanned', pageId });
    this.give({ type: 'scan-finished', scanId, failure: null });
    this.give({
      type: 'page-checked',
      pageId,
      problems: isGood ? [] : [{ code: 'blur', box: null }],
      widthPx: 2480,
      heightPx: 3508,
      sha256: sha256Of(text),
    });
    return pageId;
  }

  /** The server has received what was sent so far, and reads it. */
  serve(): void {
    for (const { requestId, sha256, pageId, product } of this.take('send-page')) {
      if (!this.requests.byId.has(requestId)) {
        this.requests.create(requestId, this.state.visit?.id ?? '', product);
      }
      const request = this.requests.find(requestId);
      request.complete.add(sha256);
      this.give({ type: 'page-sent', pageId });
    }
    for (const { requestId, pages } of this.take('arrange')) {
      this.requests.arrange(requestId, [...pages]);
      this.give({ type: 'request-view', view: this.requests.view(requestId) });
    }
    this.effects = this.effects.filter(({ type }) => type !== 'arrange' && type !== 'send-page');
  }

  toFee(): void {
    this.act({ type: 'finish-scan' });
    this.serve();
    this.act({ type: 'confirm-read' });
    this.quote();
  }

  quote(): void {
    this.act({ type: 'show-fee' });
    for (const { requestId, originalPages, copies } of this.take('quote')) {
      const totalVnd = 2000 * originalPages * copies;
      const fee = { originalPages, copies, perCopyVnd: 2000 * originalPages, totalVnd, basis: 'law' };
      this.give({ type: 'fee-quoted', requestId, fee });
    }
  }

  confirm(): string[] {
    this.act({ type: 'confirm-request' });
    const { requests } = this.take('confirm').at(-1)!;
    for (const { requestId, confirmation } of requests) {
      this.requests.confirm(requestId, confirmation);
      this.view(requestId);
    }
    return requests.map(({ requestId }) => requestId);
  }

  view(requestId: string): void {
    this.give({ type: 'request-view', view: this.requests.view(requestId) });
  }

  decide(requestId: string, decision: 'approved' | 'refused'): void {
    this.requests.decide(requestId, decision);
    this.view(requestId);
  }

  print(requestId: string): void {
    this.give({
      type: 'print-progress',
      requestId,
      progress: { jobState: 'completed', copiesDone: 1, sheetsDone: 1, sheetsTotal: 1 },
    });
    this.give({ type: 'print-completed', requestId });
  }
}
