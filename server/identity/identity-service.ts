import { fault } from '@saoy/contracts/errors';
import type {
  CardReading,
  Challenge,
  ChipFiles,
  ChipReading,
  FaceGuidance,
  IdentityOutcome,
} from '@saoy/contracts/identity';
import { err, ok, type Result } from '@saoy/contracts/result';
import { readQrCodes } from '@saoy/imaging';
import type { Logger } from 'pino';
import type { FaceMatcher } from '../faces/index.ts';
import type { Certificate } from '../validation/x509/certificate.ts';
import { drawChallenges } from './draw-challenges.ts';
import type { LiveFrame } from './face-try.ts';
import { forgetBiometrics, type IdentitySession, newSession } from './identity-session.ts';
import { decideSession, guidanceOf, takeFrame, takeReading } from './judge-session.ts';
import { type ReadCardPrint, type ReadQrTexts, readCardSide } from './read-card.ts';
import { takeChip } from './read-chip.ts';
import { readCardCode, takeCardCode } from './take-card-code.ts';

const ttlMs = 5 * 60_000;
/** The result alone may be asked for until the request is confirmed. */
const outcomeTtlMs = 30 * 60_000;
const mostFramesWaiting = 4;
const mostSessions = 500;

export interface IdentityServiceParts {
  readonly matcher: FaceMatcher;
  readonly now: () => Date;
  readonly log: Logger;
  /** Cryptographically strong random bytes. */
  readonly random: (bytes: number) => Uint8Array;
  readonly readQrTexts?: ReadQrTexts;
  /** Reads print and machine-readable zone; without it the code and the number alone are checked. */
  readonly readPrint?: ReadCardPrint;
  /** Starts what reads the print: the first card must not find it still starting. */
  readonly warmUpPrint?: () => Promise<void>;
  /** Country signing certificates for passive authentication of chips; none by default. */
  readonly countrySigners?: readonly Certificate[];
}

export interface BegunIdentity {
  readonly sessionId: string;
  readonly nonce: string;
  readonly challenges: readonly Challenge[];
  readonly expiresAt: string;
}

/**
 * Checks that the person at the kiosk is the holder of the card. Sessions exist in memory alone, expire five minutes
 * after the last act and are lost with the process (`identity.session-unknown`: begin again).
 */
export interface IdentityService {
  /** A session for the visit. Beginning again keeps what the card said and the tries used, with a new nonce. */
  begin(kioskId: string, visitId: string): Result<BegunIdentity>;
  readCard(sessionId: string, side: 'front' | 'back', image: Uint8Array): Promise<Result<CardReading>>;
  /** Takes the text of a code that the kiosk's camera found. Errors: `identity.session-unknown`, `identity.code-not-a-card`. */
  readCardCode(sessionId: string, text: string): Result<CardReading>;
  /** Checks what the chip of the card said. Errors: `identity.session-unknown`. */
  readChip(sessionId: string, files: ChipFiles): Promise<Result<ChipReading>>;
  /** Judges a live frame. Frames with another nonce, an old time or sequence do not count; too many fail the try. */
  addFrame(sessionId: string, frame: LiveFrame): Promise<Result<FaceGuidance>>;
  /** Ends the present try. Without a match and with tries left the next frames begin the next try. */
  decide(sessionId: string): Promise<Result<IdentityOutcome>>;
  /** The last outcome of a session, up to 30 minutes after it; null when unknown. */
  outcomeOf(sessionId: string): IdentityOutcome | null;
  drop(sessionId: string): void;
  /** Forgets all sessions and stops the sweeping. */
  close(): void;
}

export const createIdentityService = ({
  matcher,
  now,
  log,
  random,
  readQrTexts = async (image) => (await readQrCodes(image)).map((code) => code.text),
  readPrint = async () => null,
  warmUpPrint = async () => {},
  countrySigners = [],
}: IdentityServiceParts): IdentityService => {
  const sessions = new Map<string, IdentitySession>();
  const outcomes = new Map<string, { readonly outcome: IdentityOutcome; readonly untilMs: number }>();
  /** Tries used by visits whose session was dropped: beginning again gives no new ones. */
  const triesOfVisits = new Map<string, { readonly used: number; readonly untilMs: number }>();
  const nowMs = (): number => now().getTime();

  const sweep = (): void => {
    for (const session of sessions.values()) if (session.expiresAtMs <= nowMs()) remove(session);
    for (const [id, { untilMs }] of triesOfVisits) if (untilMs <= nowMs()) triesOfVisits.delete(id);
    for (const [id, { untilMs }] of outcomes) if (untilMs <= nowMs()) outcomes.delete(id);
  };
  const remove = (session: IdentitySession): void => {
    forgetBiometrics(session);
    const untilMs = nowMs() + outcomeTtlMs;
    triesOfVisits.set(session.visitId, { used: session.triesUsed, untilMs });
    sessions.delete(session.id);
  };
  const timer = setInterval(sweep, 30_000);
  timer.unref();

  const find = (sessionId: string): IdentitySession | null => {
    sweep();
    const session = sessions.get(sessionId);
    if (session) session.expiresAtMs = nowMs() + ttlMs;
    return session ?? null;
  };
  /** New challenges; only frames captured from now on count. */
  const prepareTry = (session: IdentitySession): void => {
    session.drawnAtMs = nowMs();
    session.challenges = drawChallenges(random, matcher.card.seesBlinks ? [] : ['blink']);
    session.staleFrames = 0;
  };
  const renew = (session: IdentitySession): void => {
    prepareTry(session);
    session.nonce = Buffer.from(random(16)).toString('base64url');
    session.attempt = null;
    session.lastSequence = -1;
    session.lastCapturedAtMs = 0;
  };
  const inTurn = <T>(session: IdentitySession, act: () => Promise<T>): Promise<T> => {
    const done = session.turn.then(act);
    session.turn = done.catch(() => undefined);
    return done;
  };

  return {
    begin: (kioskId, visitId) => {
      // While the person lays the card on the glass the networks load.
      void matcher
        .warmUp()
        .catch((error: unknown) => log.warn({ err: error }, 'the face matcher did not warm up'));
      void warmUpPrint().catch((error: unknown) =>
        log.warn({ err: error }, 'the card reader did not warm up'),
      );
      sweep();
      const known = [...sessions.values()].find(
        (session) => session.visitId === visitId && session.kioskId === kioskId,
      );
      if (!known && sessions.size >= mostSessions) return err(fault('identity.busy'));
      const session = known ?? newSession(kioskId, visitId, triesOfVisits.get(visitId)?.used ?? 0);
      sessions.set(session.id, session);
      renew(session);
      session.expiresAtMs = nowMs() + ttlMs;
      return ok({
        sessionId: session.id,
        nonce: session.nonce,
        challenges: session.challenges,
        expiresAt: new Date(session.expiresAtMs).toISOString(),
      });
    },

    readCard: async (sessionId, side, image) => {
      const session = find(sessionId);
      if (!session) return err(fault('identity.session-unknown'));
      const read = await readCardSide(image, { matcher, readQrTexts, readPrint, today: now() });
      if (!read.ok) return read;
      // The session may have been dropped while the picture was read.
      if (!sessions.has(sessionId)) return err(fault('identity.session-unknown'));
      const { reading, portrait, print } = read.value;
      takeReading(session, reading, portrait, print);
      log.info({ side, hasHolder: reading.holder !== null, flags: reading.flags }, 'identity card read');
      return ok(reading);
    },

    readCardCode: (sessionId, text) => {
      const session = find(sessionId);
      if (!session) return err(fault('identity.session-unknown'));
      const read = readCardCode(text, now());
      if (read.ok && read.value.holder) takeCardCode(session, read.value.holder, read.value.flags);
      log.info({ isRead: read.ok, ...(read.ok ? { flags: read.value.flags } : {}) }, 'identity card code');
      return read;
    },

    readChip: async (sessionId, files) => {
      const session = find(sessionId);
      if (!session) return err(fault('identity.session-unknown'));
      return inTurn(session, async () => {
        const reading = await takeChip(session, files, { matcher, countrySigners, now: now() });
        log.info({ access: files.access, state: reading.state, flags: reading.flags }, 'identity chip read');
        return ok(reading);
      });
    },

    addFrame: async (sessionId, frame) => {
      const session = find(sessionId);
      if (!session) return err(fault('identity.session-unknown'));
      if (session.framesWaiting >= mostFramesWaiting) return ok(guidanceOf(session));
      session.framesWaiting += 1;
      return inTurn(session, async () => {
        try {
          return await takeFrame(session, frame, matcher, nowMs());
        } finally {
          session.framesWaiting -= 1;
        }
      });
    },

    decide: async (sessionId) => {
      const session = find(sessionId);
      if (!session) return err(fault('identity.session-unknown'));
      return inTurn(session, async () => {
        const decided = decideSession(session, matcher, now());
        if (decided.ok) {
          prepareTry(session);
          const outcome = decided.value;
          outcomes.set(sessionId, { outcome, untilMs: nowMs() + outcomeTtlMs });
          const { decision, similarity, isLivenessPassed, attemptsLeft } = outcome;
          log.info({ decision, similarity, isLivenessPassed, attemptsLeft }, 'identity decided');
        }
        return decided;
      });
    },

    outcomeOf: (sessionId) => {
      sweep();
      return outcomes.get(sessionId)?.outcome ?? null;
    },
    drop: (sessionId) => {
      const session = sessions.get(sessionId);
      if (session) remove(session);
      outcomes.delete(sessionId);
    },
    close: () => {
      clearInterval(timer);
      for (const session of sessions.values()) remove(session);
      outcomes.clear();
    },
  };
};
