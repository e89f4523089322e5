import { createHash } from 'node:crypto';
import type { Confirmation } from '@saoy/contracts/agent-api';
import type { ErrorCode } from '@saoy/contracts/errors';
import type { Product } from '@saoy/contracts/ids';
import type { RequestEventType } from '@saoy/contracts/requests/action';
import { mayHappen } from '@saoy/contracts/requests/next-steps';
import { type RequestStatus, statusOf } from '@saoy/contracts/requests/status';
import type { RequestView } from '@saoy/contracts/requests/view';

interface FakeRequest {
  readonly id: string;
  readonly visitId: string;
  readonly product: Product;
  readonly actions: { event: { type: RequestEventType } }[];
  readonly received: Map<string, Buffer>;
  readonly complete: Set<string>;
  arrangement: string[];
  confirmation: Confirmation | null;
  number: number | null;
  appointmentAt: string | null;
  printedCopies: number;
}

export class Refusal extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode) {
    super(code);
    this.code = code;
  }
}

/** Requests in memory that obey the contract's table of next steps. */
export class FakeRequests {
  readonly byId = new Map<string, FakeRequest>();
  readonly #waiting = new Set<() => void>();
  #lastNumber = 0;
  /** Decides as soon as a request is confirmed. */
  isAutomatic = true;
  /** Reads pages at once; otherwise they stay unread. */
  isReading = true;

  find(id: string): FakeRequest {
    const request = this.byId.get(id);
    if (request === undefined) throw new Refusal('request.unknown');
    return request;
  }

  statusOf(id: string): RequestStatus {
    return statusOf(this.find(id).actions as never);
  }

  create(id: string, visitId: string, product: Product): void {
    const known = this.byId.get(id);
    if (known !== undefined && (known.visitId !== visitId || known.product !== product)) {
      throw new Refusal('request.mismatch');
    }
    if (known !== undefined) return;
    this.byId.set(id, {
      id,
      visitId,
      product,
      actions: [{ event: { type: 'created' } }],
      received: new Map(),
      complete: new Set(),
      arrangement: [],
      confirmation: null,
      number: null,
      appointmentAt: null,
      printedCopies: 0,
    });
  }

  append(id: string, sha256: string, offset: number, total: number, bytes: Buffer) {
    const request = this.find(id);
    this.#allow(request, 'page-received');
    const held = request.received.get(sha256) ?? Buffer.alloc(0);
    if (request.complete.has(sha256)) return { receivedBytes: held.length, isComplete: true };
    if (offset !== held.length) throw new Refusal('request.upload-offset');
    const grown = Buffer.concat([held, bytes]);
    request.received.set(sha256, grown);
    if (grown.length < total) return { receivedBytes: grown.length, isComplete: false };
    if (createHash('sha256').update(grown).digest('hex') !== sha256) {
      request.received.delete(sha256);
      throw new Refusal('request.page-digest-mismatch');
    }
    request.complete.add(sha256);
    request.arrangement.push(sha256);
    this.#act(request, 'page-received');
    return { receivedBytes: grown.length, isComplete: true };
  }

  arrange(id: string, pages: string[]): void {
    const request = this.find(id);
    if (this.statusOf(id) !== 'draft') throw new Refusal('request.step-not-allowed');
    if (pages.some((page) => !request.complete.has(page))) throw new Refusal('request.pages-missing');
    request.arrangement = pages;
    this.#act(request, 'page-read');
  }

  confirm(id: string, confirmation: Confirmation): void {
    const request = this.find(id);
    if (request.confirmation !== null) {
      if (JSON.stringify(request.confirmation) !== JSON.stringify(confirmation)) {
        throw new Refusal('request.mismatch');
      }
      return;
    }
    if (confirmation.pages.some((page) => !request.complete.has(page))) {
      throw new Refusal('request.pages-missing');
    }
    this.#allow(request, 'confirmed');
    request.confirmation = confirmation;
    this.#act(request, 'confirmed');
    if (this.isAutomatic) setTimeout(() => this.decide(id, 'approved'), 5);
  }

  decide(id: string, decision: 'approved' | 'refused'): void {
    const request = this.find(id);
    this.#allow(request, decision);
    this.#act(request, decision);
    if (decision === 'refused') return;
    request.number = ++this.#lastNumber;
    this.#act(request, 'numbered');
    this.#act(request, 'issued');
  }

  leave(id: string): void {
    const request = this.find(id);
    this.#allow(request, 'left');
    request.appointmentAt ??= '2026-11-23T09:00:00+07:00';
    this.#act(request, 'left');
  }

  reportPrinted(id: string, copies: number): void {
    const request = this.find(id);
    if (request.printedCopies > 0) return;
    this.#allow(request, 'printed');
    request.printedCopies = copies;
    this.#act(request, 'printed');
  }

  abandon(id: string): void {
    const request = this.find(id);
    if (this.statusOf(id) === 'abandoned') return;
    this.#allow(request, 'abandoned');
    request.received.clear();
    this.#act(request, 'abandoned');
  }

  /** Resolves at the next change of any request, or after `ms`. */
  changed(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      const waiting = this.#waiting;
      function done() {
        clearTimeout(timer);
        waiting.delete(done);
        resolve();
      }
      waiting.add(done);
    });
  }

  view(id: string): RequestView {
    const request = this.find(id);
    const status = this.statusOf(id);
    const { confirmation, number } = request;
    const isRead = this.isReading && request.arrangement.length > 0;
    return {
      id,
      visitId: request.visitId,
      revision: request.actions.length,
      product: request.product,
      status,
      pages: request.arrangement.map((sha256) => ({
        sha256,
        state: isRead ? 'read' : 'reading',
        code: null,
      })),
      document: isRead
        ? {
            type: 'birth-certificate',
            title: { vi: 'Giấy khai sinh', en: 'Birth certificate' },
            typeConfidence: 0.9,
            fields: [
              {
                name: 'full-name',
                label: { vi: 'Họ và tên', en: 'Full name' },
                value: 'Nguyễn Văn An',
                normalised: null,
                confidence: 0.8,
                needsConfirmation: true,
                page: 0,
                box: [10, 10, 100, 20],
              },
            ],
            flags: [],
          }
        : null,
      copies: confirmation?.copies ?? null,
      delivery: confirmation?.delivery ?? null,
      fee: null,
      refusal: status === 'refused' ? { reason: '22.1', comment: 'Tẩy xóa' } : null,
      delay: null,
      appointmentAt: request.appointmentAt,
      copy:
        status === 'issued' && number !== null
          ? {
              code: `SY-${number}`,
              number,
              book: '01/2026',
              issuedAt: '2026-11-21T09:00:00+07:00',
              pageCount: request.arrangement.length,
              sha256: 'a'.repeat(64),
              verifyUrl: 'https://example.org/v/1',
              downloadUrl: confirmation?.delivery.download ? `https://example.org/d/${id}` : null,
              downloadExpiresAt: confirmation?.delivery.download ? '2026-11-22T09:00:00+07:00' : null,
            }
          : null,
      isEmailed: status === 'issued' && confirmation?.delivery.email != null,
    };
  }

  #allow(request: FakeRequest, event: RequestEventType): void {
    if (!mayHappen(this.statusOf(request.id), event)) throw new Refusal('request.step-not-allowed');
  }

  #act(request: FakeRequest, type: RequestEventType): void {
    request.actions.push({ event: { type } });
    for (const wake of [...this.#waiting]) wake();
  }
}
