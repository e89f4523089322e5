import type { Confirmation } from '@saoy/contracts/agent-api';
import type { ChipKey } from '@saoy/contracts/identity';
import type { Language, Product } from '@saoy/contracts/ids';

/** What the machine asks of the world, as data. */
export type VisitEffect =
  /** Scans the glass in memory and has the server read the card; begins the identity check when there is none. */
  | { readonly type: 'read-card'; readonly sessionId: string | null; readonly side: 'front' | 'back' }
  /** Opens the camera and looks for the code of the card until it is stopped or a code was taken. */
  | { readonly type: 'watch-card'; readonly sessionId: string | null }
  /** Waits for the card on the reader, reads its chip and has the server check it. */
  | { readonly type: 'read-chip'; readonly sessionId: string; readonly keys: readonly ChipKey[] }
  /** The live picture on the screen, before anything is sent. */
  | { readonly type: 'show-camera' }
  | { readonly type: 'start-camera'; readonly sessionId: string; readonly nonce: string }
  | { readonly type: 'stop-camera' }
  | { readonly type: 'decide-identity'; readonly sessionId: string }
  | { readonly type: 'drop-identity'; readonly sessionId: string }
  | {
      readonly type: 'scan';
      readonly scanId: string;
      readonly originalId: string;
      readonly pageId: string;
      readonly source: 'glass' | 'feeder';
      readonly maxSheets: number;
    }
  | { readonly type: 'cancel-scan' }
  /** Opens the request if the server does not know it yet, then uploads the page. */
  | {
      readonly type: 'send-page';
      readonly requestId: string;
      readonly pageId: string;
      readonly sha256: string;
      readonly product: Product;
      readonly language: Language;
    }
  | { readonly type: 'arrange'; readonly requestId: string; readonly pages: readonly string[] }
  | {
      readonly type: 'quote';
      readonly requestId: string;
      readonly product: Product;
      readonly originalPages: number;
      readonly copies: number;
    }
  /** Writes the journal first: from then on the requests are carried out whatever happens. */
  | {
      readonly type: 'confirm';
      readonly product: Product;
      readonly language: Language;
      readonly requests: readonly { readonly requestId: string; readonly confirmation: Confirmation }[];
    }
  /** Follows requests of a visit that was taken up again. */
  | { readonly type: 'watch'; readonly requestIds: readonly string[] }
  | { readonly type: 'leave'; readonly requestIds: readonly string[] }
  | { readonly type: 'print'; readonly requestId: string; readonly copies: number }
  | { readonly type: 'retry-print'; readonly requestId: string }
  /** Cancels the job at the printer and gives the printing up. */
  | { readonly type: 'cancel-print' }
  | { readonly type: 'print-slip'; readonly requestIds: readonly string[] }
  | { readonly type: 'call-staff' }
  | {
      readonly type: 'abandon';
      readonly requestIds: readonly string[];
      readonly cause: 'ended' | 'idle';
    }
  /** Everything the visit left on this machine goes; what is confirmed is handed to the server's care. */
  | {
      readonly type: 'wipe';
      readonly abandonedIds: readonly string[];
      readonly confirmedIds: readonly string[];
      readonly cause: 'ended' | 'idle';
    };
