import { agentApi } from '@saoy/contracts/agent-api';
import { fault } from '@saoy/contracts/errors';
import type { Logger } from 'pino';
import type { CaptureStore } from '../captures/capture-store.ts';
import type { IdentityDesk } from '../face/identity-desk.ts';
import type { Journal } from '../journal/journal.ts';
import type { VisitSnapshot } from '../journal/visit-snapshot.ts';
import type { PagePictures } from '../pages/page-pictures.ts';
import { type ScanSheetsOptions, scanSheets } from '../pages/scan-sheets.ts';
import type { PrintDesk } from '../printing/print-desk.ts';
import type { SlipPrinter } from '../printing/slip-printer.ts';
import { callUntilAnswered, type Patience } from '../uplink/call-until-answered.ts';
import type { CentralService } from '../uplink/central-service.ts';
import type { RequestCourier } from '../uplink/request-courier.ts';
import type { VisitEffect } from '../visit/visit-effect.ts';
import type { VisitInput } from '../visit/visit-input.ts';

export interface EffectParts {
  readonly service: CentralService;
  readonly patience: Patience;
  readonly identity: IdentityDesk;
  readonly scanning: ScanSheetsOptions;
  readonly courier: RequestCourier;
  readonly journal: Journal;
  readonly snapshot: VisitSnapshot;
  readonly captures: CaptureStore;
  readonly pictures: PagePictures;
  readonly printing: PrintDesk;
  readonly slips: SlipPrinter;
  readonly reportHealth: () => void;
  readonly logger: Logger;
  /** Feeds the machine; `visitId` null for what concerns the kiosk rather than a visit. */
  readonly tell: (input: VisitInput, visitId: string) => void;
}

/** A person waits for the fee: after these tries they are told. */
const mostQuoteAttempts = 3;

/** Turns effects into deeds. Failures come back as inputs; what throws is a defect and is logged. */
export class EffectPerformer {
  readonly #parts: EffectParts;
  #scan: AbortController | null = null;
  #lastScan: Promise<void> = Promise.resolve();

  constructor(parts: EffectParts) {
    this.#parts = parts;
  }

  /** Journal entries are durable when this returns; everything slow goes on by itself. */
  perform(effect: VisitEffect, visitId: string): void {
    const { identity, courier, journal, printing, reportHealth, logger } = this.#parts;
    const tell = (input: VisitInput) => this.#parts.tell(input, visitId);
    const run = (work: Promise<void>) => {
      work.catch((error: unknown) => logger.error({ effect: effect.type, err: error }, 'an effect failed'));
    };
    switch (effect.type) {
      case 'read-card':
        run(identity.readCard(visitId, effect.sessionId, effect.side, tell));
        break;
      case 'watch-card':
        run(identity.watchCard(visitId, effect.sessionId, tell));
        break;
      case 'read-chip':
        run(identity.readChip(effect.sessionId, effect.keys, tell));
        break;
      case 'show-camera':
        identity.showCamera(tell);
        break;
      case 'start-camera':
        identity.startCamera(effect.sessionId, effect.nonce, tell);
        break;
      case 'stop-camera':
        identity.stopCamera();
        break;
      case 'decide-identity':
        run(identity.decide(effect.sessionId, tell));
        break;
      case 'drop-identity':
        run(identity.drop(effect.sessionId));
        break;
      case 'scan': {
        const stop = new AbortController();
        this.#scan = stop;
        this.#lastScan = scanSheets(this.#parts.scanning, { ...effect, signal: stop.signal }, tell);
        run(this.#lastScan);
        break;
      }
      case 'cancel-scan':
        this.#scan?.abort();
        break;
      case 'send-page': {
        const { requestId, product, language, sha256 } = effect;
        this.#write([requestId], tell, () => {
          courier.open(requestId, { visitId, product, language });
          courier.sendPage(requestId, sha256);
        });
        break;
      }
      case 'arrange':
        courier.arrange(effect.requestId, effect.pages);
        break;
      case 'quote':
        run(this.#quote(effect, tell));
        break;
      case 'confirm': {
        const { requests } = effect;
        const requestIds = requests.map(({ requestId }) => requestId);
        this.#write(requestIds, tell, () => {
          journal.appendAll(
            requests.map(({ requestId, confirmation }) => ({
              requestId,
              entry: { type: 'confirmed', confirmation },
            })),
          );
          for (const { requestId, confirmation } of requests) courier.confirm(requestId, confirmation);
        });
        break;
      }
      case 'watch':
        for (const requestId of effect.requestIds) courier.watch(requestId);
        break;
      case 'leave':
        for (const requestId of effect.requestIds) courier.leave(requestId);
        break;
      case 'print':
        printing.print(effect.requestId, effect.copies, tell);
        break;
      case 'retry-print':
        printing.retry(effect.requestId);
        break;
      case 'cancel-print':
        run(printing.cancel());
        break;
      case 'print-slip':
        run(
          this.#parts.slips
            .print(effect.requestIds)
            .then((isPrinted) => tell({ type: 'slip-ended', isPrinted })),
        );
        break;
      case 'call-staff':
        reportHealth();
        break;
      case 'abandon':
        run(
          Promise.all(effect.requestIds.map((id) => courier.abandon(id, effect.cause))).then(() => undefined),
        );
        break;
      case 'wipe':
        run(this.#wipe(effect).then(() => tell({ type: 'wiped' })));
        break;
    }
  }

  /** Stops what moves; for the end of the process. */
  async stop(): Promise<void> {
    this.#scan?.abort();
    this.#parts.identity.stopCamera();
    await this.#lastScan;
  }

  /** What the disk does not take is not promised: the person is told instead. */
  #write(requestIds: readonly string[], tell: (input: VisitInput) => void, write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#parts.logger.error({ requestIds, err: error }, 'the journal cannot be written');
      for (const requestId of requestIds)
        tell({ type: 'request-failed', requestId, fault: fault('kiosk.disk-full') });
    }
  }

  async #quote(
    { requestId, product, originalPages, copies }: VisitEffect & { type: 'quote' },
    tell: (input: VisitInput) => void,
  ): Promise<void> {
    const { service, patience } = this.#parts;
    const fee = await callUntilAnswered(
      service,
      agentApi.quoteFee,
      { body: { product, originalPages, copies } },
      { signal: new AbortController().signal, patience, timeoutMs: 10_000, mostAttempts: mostQuoteAttempts },
    );
    if (fee.ok) tell({ type: 'fee-quoted', requestId, fee: fee.value });
    else tell({ type: 'quote-failed', fault: fee.error });
  }

  async #wipe(effect: VisitEffect & { type: 'wipe' }): Promise<void> {
    const { courier, captures, pictures, snapshot, journal, printing, slips } = this.#parts;
    snapshot.wipe();
    pictures.clear();
    await this.#lastScan.catch(() => undefined);
    await printing.cancel();
    await slips.cancel();
    await Promise.all(effect.abandonedIds.map((id) => courier.abandon(id, effect.cause)));
    for (const id of effect.confirmedIds) courier.release(id);
    // Pages that were never sent are known to nobody but the disk.
    await captures.wipeAllBut(new Set(journal.openRecords().map((record) => record.requestId)));
    pictures.clear();
  }
}
