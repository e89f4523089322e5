import type { KioskConfiguration } from '@saoy/contracts/agent-api';
import type { ErrorCode } from '@saoy/contracts/errors';
import type { CardHint, ChipKey, FaceGuidance, IdentityOutcome } from '@saoy/contracts/identity';
import type { Language, Product } from '@saoy/contracts/ids';
import type { Fee } from '@saoy/contracts/requests/confirmation';
import type { RequestView } from '@saoy/contracts/requests/view';
import type { DeviceFault, Display, PageProblem, RequestSummary } from '@saoy/contracts/visit/status';

/** Where the person is. `help` is not here: it lies over any of these. */
export type Phase =
  | 'language'
  | 'service'
  | 'advice'
  | 'consent'
  | 'card'
  | 'chip'
  | 'face'
  | 'identity-result'
  | 'scan'
  | 'reading'
  | 'review'
  | 'options'
  | 'fee'
  | 'processing'
  | 'appointment'
  | 'done'
  | 'ending';

export interface IdentityCheck {
  /** The server's session; it dies with the server or after its time limit. */
  readonly sessionId: string | null;
  readonly nonce: string | null;
  readonly card: {
    /** How it is shown; null while the person chooses. */
    readonly way: 'glass' | 'camera' | null;
    readonly side: 'front' | 'back';
    /** On the glass. */
    readonly step: 'waiting' | 'scanning' | 'reading';
    readonly problem: ErrorCode | null;
    readonly attempt: number;
    readonly isPortraitFound: boolean;
    readonly camera: {
      readonly step: 'searching' | 'checking' | 'found';
      readonly hint: CardHint | null;
      readonly sinceMs: number;
      readonly foundAtMs: number;
      /** A reader for its chip stands here. */
      readonly canReadChip: boolean;
    };
  };
  readonly chip: {
    readonly step: 'waiting' | 'reading' | 'checking' | 'failed';
    readonly progress: number;
    readonly problem: ErrorCode | null;
    /** Tried one after the other; empty when there is nothing to open it with. */
    readonly keys: readonly ChipKey[];
    /** It was read or done without, and is not asked for again. */
    readonly isOver: boolean;
  };
  readonly face: {
    readonly step: 'starting' | 'guiding' | 'judging';
    readonly guidance: FaceGuidance | null;
    readonly challengesTotal: number;
    readonly attemptsLeft: number;
    readonly isRetry: boolean;
    /** The server has no room for the frames now. */
    readonly isBusy: boolean;
  };
  readonly holderName: string | null;
  readonly holderNumber: string | null;
  readonly outcome: IdentityOutcome | null;
  /** How the identity is confirmed in the end; null until that is known. */
  readonly method: 'face' | 'staff' | null;
  readonly decidedAtMs: number | null;
}

export interface Page {
  readonly id: string;
  readonly state: 'scanning' | 'checking' | 'good' | 'problem';
  readonly problems: readonly PageProblem[];
  readonly widthPx: number;
  readonly heightPx: number;
  readonly sha256: string | null;
  readonly isSent: boolean;
  /** The page this rescan stands in for; it comes back if the scan fails. */
  readonly replaces: Page | null;
}

export interface Original {
  /** Also the id of its request. */
  readonly id: string;
  readonly pages: readonly Page[];
}

export interface Capture {
  readonly originals: readonly Original[];
  readonly currentId: string | null;
  readonly undo: {
    readonly kind: 'page' | 'original' | 'order';
    readonly originals: readonly Original[];
    readonly currentId: string | null;
  } | null;
  readonly scan: {
    readonly id: string;
    readonly source: 'glass' | 'feeder';
    readonly originalId: string;
  } | null;
  readonly lastSource: 'glass' | 'feeder' | null;
  /** Requests the server may know of by now. */
  readonly openedIds: readonly string[];
}

export interface Options {
  readonly copies: Readonly<Record<string, number>>;
  readonly delivery: { readonly print: boolean; readonly download: boolean; readonly email: string | null };
  readonly quotes: Readonly<Record<string, Fee>>;
  readonly isQuoting: boolean;
}

export interface PrintState {
  readonly state: 'running' | 'stopped' | 'completed' | 'given-up';
  readonly progress: NonNullable<RequestSummary['print']>;
}

export interface ConfirmedRequest {
  readonly isLeft: boolean;
  readonly print: PrintState | null;
  /** A final refusal of the server to carry the request out. */
  readonly failure: ErrorCode | null;
}

export interface Fulfilment {
  readonly sinceMs: number;
  readonly requests: Readonly<Record<string, ConfirmedRequest>>;
  readonly isLeaving: boolean;
  readonly slip: 'printing' | 'printed' | 'failed' | null;
}

export interface Visit {
  readonly id: string;
  readonly token: string;
  readonly phase: Phase;
  readonly isHelpOpen: boolean;
  readonly product: Product | null;
  readonly identity: IdentityCheck;
  readonly capture: Capture;
  readonly readingSinceMs: number;
  readonly questioned: Readonly<Record<string, readonly string[]>>;
  readonly options: Options;
  readonly views: Readonly<Record<string, RequestView>>;
  readonly fulfilment: Fulfilment | null;
  readonly closesAtMs: number;
  readonly endedAtMs: number;
  readonly isWiped: boolean;
}

export interface VisitState {
  readonly configuration: KioskConfiguration | null;
  readonly isOnline: boolean;
  readonly canPrint: boolean;
  /** Why no visit can begin, as far as devices say. */
  readonly deviceTrouble: ErrorCode | null;
  readonly language: Language;
  readonly display: Display;
  readonly isStaffCalled: boolean;
  readonly fault: Omit<DeviceFault, 'keptPages'> | null;
  readonly lastActivityMs: number;
  readonly visit: Visit | null;
}

export const defaultDisplay: Display = {
  textSize: 'normal',
  contrast: 'normal',
  reach: 'normal',
  isSpoken: false,
};

export const initialState = (nowMs: number): VisitState => ({
  configuration: null,
  isOnline: false,
  canPrint: false,
  deviceTrouble: null,
  language: 'vi',
  display: defaultDisplay,
  isStaffCalled: false,
  fault: null,
  lastActivityMs: nowMs,
  visit: null,
});

export const newChipCheck = (keys: readonly ChipKey[] = []): IdentityCheck['chip'] => ({
  step: 'waiting',
  progress: 0,
  problem: null,
  keys,
  isOver: false,
});

export const newCardCheck = (): IdentityCheck['card'] => ({
  way: null,
  side: 'front',
  step: 'waiting',
  problem: null,
  attempt: 1,
  isPortraitFound: false,
  camera: { step: 'searching', hint: null, sinceMs: 0, foundAtMs: 0, canReadChip: false },
});

export const newIdentityCheck = (): IdentityCheck => ({
  sessionId: null,
  nonce: null,
  card: newCardCheck(),
  chip: newChipCheck(),
  face: {
    step: 'starting',
    guidance: null,
    challengesTotal: 0,
    attemptsLeft: 3,
    isRetry: false,
    isBusy: false,
  },
  holderName: null,
  holderNumber: null,
  outcome: null,
  method: null,
  decidedAtMs: null,
});

export const newVisit = (id: string, token: string): Visit => ({
  id,
  token,
  phase: 'language',
  isHelpOpen: false,
  product: null,
  identity: newIdentityCheck(),
  capture: { originals: [], currentId: null, undo: null, scan: null, lastSource: null, openedIds: [] },
  readingSinceMs: 0,
  questioned: {},
  options: {
    copies: {},
    delivery: { print: true, download: true, email: null },
    quotes: {},
    isQuoting: false,
  },
  views: {},
  fulfilment: null,
  closesAtMs: 0,
  endedAtMs: 0,
  isWiped: false,
});
