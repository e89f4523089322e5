import { randomUUID } from 'node:crypto';
import type { CardHolder, Challenge, ChipState, IdentityOutcome } from '@saoy/contracts/identity';
import type { CardPrint } from './cross-check-card.ts';
import type { FaceTry } from './face-try.ts';

export const mostTries = 3;

/** An identity check in memory: what the card said and how far the face check is. No pictures. */
export interface IdentitySession {
  readonly id: string;
  readonly kioskId: string;
  readonly visitId: string;
  nonce: string;
  /** When the challenges were drawn: frames captured earlier are from another stream. */
  drawnAtMs: number;
  expiresAtMs: number;
  triesUsed: number;
  challenges: readonly Challenge[];
  attempt: FaceTry | null;
  holder: CardHolder | null;
  /** The code was held before the camera, and no side of the card itself has shown its number yet. */
  isCodeLoose: boolean;
  /** What is printed on the sides read so far. */
  prints: readonly CardPrint[];
  portrait: Float32Array | null;
  isPortraitTooSmall: boolean;
  chip: ChipState;
  flags: Set<string>;
  outcome: IdentityOutcome | null;
  lastSequence: number;
  lastCapturedAtMs: number;
  staleFrames: number;
  /** Frames of one session are judged one after the other. */
  turn: Promise<unknown>;
  framesWaiting: number;
}

/** Forgets everything that could identify the person again; the outcome may stay. */
export const forgetBiometrics = (session: IdentitySession): void => {
  for (const embedding of session.attempt?.frontal ?? []) embedding.fill(0);
  session.portrait?.fill(0);
  session.attempt = null;
  session.portrait = null;
};

/** `triesUsed` counts those of earlier sessions of the same visit. */
export const newSession = (kioskId: string, visitId: string, triesUsed: number): IdentitySession => ({
  id: randomUUID(),
  kioskId,
  visitId,
  nonce: '',
  drawnAtMs: 0,
  expiresAtMs: 0,
  triesUsed,
  challenges: [],
  attempt: null,
  holder: null,
  isCodeLoose: false,
  prints: [],
  portrait: null,
  isPortraitTooSmall: false,
  chip: 'not-read',
  flags: new Set(),
  outcome: null,
  lastSequence: -1,
  lastCapturedAtMs: 0,
  staleFrames: 0,
  turn: Promise.resolve(),
  framesWaiting: 0,
});
