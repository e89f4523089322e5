import type { KioskConfiguration } from '@saoy/contracts/agent-api';
import type { ErrorCode, Fault } from '@saoy/contracts/errors';
import type {
  CardHint,
  CardReading,
  ChipReading,
  FaceGuidance,
  IdentityOutcome,
} from '@saoy/contracts/identity';
import type { Fee } from '@saoy/contracts/requests/confirmation';
import type { RequestView } from '@saoy/contracts/requests/view';
import type { VisitCommand } from '@saoy/contracts/visit/command';
import type { DeviceFault, PageProblem, RequestSummary } from '@saoy/contracts/visit/status';

export type PrintProgress = NonNullable<RequestSummary['print']>;
export type FaultyDevice = DeviceFault['device'];

/** What may happen to a visit. Nothing here carries a picture: bytes stay with those who made them. */
export type VisitInput =
  | { readonly type: 'command'; readonly command: VisitCommand }
  | { readonly type: 'tick' }
  | { readonly type: 'configuration'; readonly configuration: KioskConfiguration }
  | { readonly type: 'connection'; readonly isOnline: boolean }
  | { readonly type: 'devices'; readonly trouble: ErrorCode | null; readonly canPrint: boolean }
  | {
      readonly type: 'identity-begun';
      readonly sessionId: string;
      readonly nonce: string;
      readonly challengesTotal: number;
    }
  /** The server has no room for the card or the face now; the kiosk tries again by itself. */
  | { readonly type: 'identity-busy' }
  | { readonly type: 'card-scanned' }
  /** `canReadChip`: a reader for its chip stands here. */
  | { readonly type: 'card-read'; readonly reading: CardReading; readonly canReadChip?: boolean }
  /** What the last frames of the camera showed, when that changed. */
  | { readonly type: 'card-looked'; readonly hint: CardHint | null }
  | { readonly type: 'card-code-seen' }
  | { readonly type: 'card-code-refused'; readonly fault: Fault }
  | { readonly type: 'card-code-read'; readonly reading: CardReading; readonly canReadChip: boolean }
  | { readonly type: 'card-failed'; readonly device: FaultyDevice; readonly fault: Fault }
  | { readonly type: 'chip-progress'; readonly share: number }
  | { readonly type: 'chip-read'; readonly reading: ChipReading }
  | { readonly type: 'chip-failed'; readonly device: 'card-reader' | 'server'; readonly fault: Fault }
  | { readonly type: 'face-guided'; readonly guidance: FaceGuidance }
  | { readonly type: 'face-failed'; readonly device: FaultyDevice; readonly fault: Fault }
  | { readonly type: 'identity-decided'; readonly outcome: IdentityOutcome }
  | { readonly type: 'sheet-started'; readonly scanId: string; readonly pageId: string }
  | { readonly type: 'sheet-scanned'; readonly pageId: string }
  | {
      readonly type: 'page-checked';
      readonly pageId: string;
      readonly problems: readonly PageProblem[];
      readonly widthPx: number;
      readonly heightPx: number;
      readonly sha256: string;
    }
  | {
      readonly type: 'page-failed';
      readonly pageId: string;
      readonly device: FaultyDevice;
      readonly fault: Fault;
    }
  | {
      readonly type: 'scan-finished';
      readonly scanId: string;
      readonly failure: { readonly device: FaultyDevice; readonly fault: Fault } | null;
    }
  | { readonly type: 'page-sent'; readonly pageId: string }
  | { readonly type: 'request-view'; readonly view: RequestView }
  | { readonly type: 'request-failed'; readonly requestId: string; readonly fault: Fault }
  | { readonly type: 'fee-quoted'; readonly requestId: string; readonly fee: Fee }
  | { readonly type: 'quote-failed'; readonly fault: Fault }
  | { readonly type: 'print-progress'; readonly requestId: string; readonly progress: PrintProgress }
  | { readonly type: 'print-fault'; readonly requestId: string; readonly fault: Fault }
  | { readonly type: 'print-completed'; readonly requestId: string }
  | { readonly type: 'print-given-up'; readonly requestId: string }
  | { readonly type: 'slip-ended'; readonly isPrinted: boolean }
  | { readonly type: 'wiped' };

/** What a step takes from outside, so that the machine itself stays pure. */
export interface Moment {
  readonly nowMs: number;
  /** A fresh UUIDv7. */
  readonly id: string;
  /** A fresh secret of ≥ 128 bits. */
  readonly secret: string;
}
