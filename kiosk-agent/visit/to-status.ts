import type { IdentityOutcome } from '@saoy/contracts/identity';
import type { RequestView } from '@saoy/contracts/requests/view';
import type { KioskStatus, VisitStatus } from '@saoy/contracts/visit/status';
import { isPageInWork } from './capture-phase.ts';
import type { Delays } from './delays.ts';
import { canLeave, printingRequest, undecidedIds } from './fulfilment-phase.ts';
import { idleTimes, isDeviceBusy } from './idle.ts';
import { digestsOf } from './review-phase.ts';
import { summariseRequest, titleOf } from './summarise-request.ts';
import type { Original, Visit, VisitState } from './visit-state.ts';
import { whyOutOfService } from './why-out-of-service.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

type FaceStatus = Extract<VisitStatus, { screen: 'face' }>;
type ReadingPage = Extract<VisitStatus, { screen: 'reading' }>['originals'][number]['pages'][number];

/** The screen the person is in, and no more of the machine than it needs. */
export function toStatus(state: VisitState): VisitStatus {
  const { visit } = state;
  if (visit === null) return { screen: 'attract', outOfService: whyOutOfService(state) };
  if (visit.isHelpOpen) return { screen: 'help' };
  const { configuration } = state;
  const product = visit.product ?? 'digital';
  switch (visit.phase) {
    case 'language':
      return { screen: 'language' };
    case 'service':
      return { screen: 'service', products: configuration?.products ?? [] };
    case 'advice':
      return { screen: 'advice', product, lines: configuration?.advice ?? [] };
    case 'consent':
      return { screen: 'consent', product };
    case 'card':
      return cardStatus(visit);
    case 'chip': {
      const { step, progress, problem } = visit.identity.chip;
      return { screen: 'chip', step, progress, problem };
    }
    case 'face':
      return faceStatus(visit);
    case 'identity-result':
      return {
        screen: 'identity-result',
        outcome: visit.identity.method === 'face' ? (visit.identity.outcome?.decision ?? 'refer') : 'staff',
        doubt: visit.identity.method === 'face' ? doubtOf(visit.identity.outcome) : null,
        holderName: visit.identity.holderName,
        attemptsLeft: visit.identity.method === 'face' ? visit.identity.face.attemptsLeft : 0,
      };
    case 'scan':
      return {
        screen: 'scan',
        originals: visit.capture.originals.map(({ id, pages }) => ({
          id,
          pages: pages.map((page) => ({
            id: page.id,
            state: page.state,
            problems: [...page.problems],
            widthPx: page.widthPx,
            heightPx: page.heightPx,
          })),
        })),
        currentId: visit.capture.currentId ?? visit.capture.originals[0]!.id,
        isScanning: visit.capture.scan !== null,
        undo: visit.capture.undo?.kind ?? null,
        maxPages: configuration?.maxPagesPerOriginal ?? 1,
        maxOriginals: configuration?.maxOriginals ?? 1,
      };
    case 'reading':
      return {
        screen: 'reading',
        originals: visit.capture.originals.map((original) => ({
          id: original.id,
          pages: original.pages.map((page) => ({
            id: page.id,
            ...readingOf(page.isSent, page.sha256, visit.views[original.id]),
          })),
        })),
        since: iso(visit.readingSinceMs),
      };
    case 'review':
      return reviewStatus(visit);
    case 'options':
      return {
        screen: 'options',
        originals: visit.capture.originals.map(({ id, pages }) => ({
          id,
          title: titleOf(visit.views[id]),
          pages: pages.length,
          copies: visit.options.copies[id] ?? 1,
        })),
        delivery: { ...visit.options.delivery },
        canPrint: state.canPrint,
        maxCopies: configuration?.maxCopies ?? 1,
      };
    case 'fee':
      return feeStatus(visit, configuration?.areFeesCollected ?? false);
    case 'processing':
      return {
        screen: 'processing',
        phase: processingPhase(visit),
        requests: summaries(visit),
        since: iso(visit.fulfilment?.sinceMs ?? 0),
        canLeave: canLeave(visit),
      };
    case 'appointment':
      return {
        screen: 'appointment',
        at: appointmentAt(visit),
        requests: summaries(visit),
        slip: visit.fulfilment?.slip ?? 'failed',
      };
    case 'done':
      return {
        screen: 'done',
        requests: summaries(visit),
        isOriginalOnGlass: visit.capture.lastSource === 'glass',
        closesAt: iso(visit.closesAtMs),
      };
    case 'ending':
      return { screen: 'ending' };
  }
}

const summaries = (visit: Visit) =>
  Object.keys(visit.fulfilment?.requests ?? {}).map((id) => summariseRequest(visit, id));

function cardStatus({ identity: { card, holderNumber } }: Visit): VisitStatus {
  const { way, side, step, problem, attempt, camera, isPortraitFound } = card;
  if (way === null) return { screen: 'card-choice', problem };
  if (way === 'camera') {
    return {
      screen: 'card-camera',
      step: camera.step,
      hint: camera.hint,
      problem,
      since: iso(camera.sinceMs),
    };
  }
  return {
    screen: 'card',
    side,
    step,
    isCodeRead: holderNumber !== null && !isPortraitFound,
    problem,
    attempt,
  };
}

function faceStatus(visit: Visit): FaceStatus {
  const { face, holderName } = visit.identity;
  const seen = face.guidance;
  return {
    screen: 'face',
    step: face.step,
    guidance: seen?.guidance ?? 'hold-still',
    challenge: seen?.challenge ?? null,
    challengesDone: seen?.challengesDone ?? 0,
    challengesTotal: seen?.challengesTotal ?? face.challengesTotal,
    progress: seen?.progress ?? 0,
    attemptsLeft: face.attemptsLeft,
    isRetry: face.isRetry,
    isBusy: face.isBusy,
    holderName,
  };
}

function readingOf(
  isSent: boolean,
  sha256: string | null,
  view: RequestView | undefined,
): Pick<ReadingPage, 'state' | 'progress'> {
  const seen = view?.pages.find((page) => page.sha256 === sha256);
  if (seen === undefined) return { state: isSent ? 'waiting' : 'sending', progress: null };
  return {
    state: seen.state === 'receiving' ? 'sending' : seen.state,
    progress: seen.state === 'read' ? 1 : (seen.progress ?? null),
  };
}

function reviewStatus(visit: Visit): VisitStatus {
  return {
    screen: 'review',
    originals: visit.capture.originals.map((original) => {
      const view = visit.views[original.id];
      const questioned = visit.questioned[original.id] ?? [];
      return {
        id: original.id,
        pages: original.pages.map(({ id, widthPx, heightPx }) => ({ id, widthPx, heightPx })),
        type: view?.document?.type ?? 'other',
        title: titleOf(view),
        fields: (view?.document?.fields ?? []).map((field) => ({
          ...field,
          isQuestioned: questioned.includes(field.name),
        })),
        flags: view?.document?.flags ?? [],
      };
    }),
    currentId: visit.capture.currentId ?? visit.capture.originals[0]!.id,
  };
}

function feeStatus(visit: Visit, isCollected: boolean): VisitStatus {
  const { originals } = visit.capture;
  const quoteOf = ({ id }: Original) => visit.options.quotes[id];
  return {
    screen: 'fee',
    lines: originals.map((original) => ({
      title: titleOf(visit.views[original.id]),
      pages: digestsOf(original).length,
      copies: visit.options.copies[original.id] ?? 1,
      totalVnd: quoteOf(original)?.totalVnd ?? 0,
    })),
    totalVnd: originals.reduce((sum, original) => sum + (quoteOf(original)?.totalVnd ?? 0), 0),
    isCollected,
    basis: (originals[0] && quoteOf(originals[0])?.basis) ?? '',
  };
}

function processingPhase(visit: Visit): 'deciding' | 'issuing' | 'printing' {
  if (printingRequest(visit) !== undefined) return 'printing';
  const open = undecidedIds(visit).map((id) => visit.views[id]?.status);
  if (open.length === 0) return 'printing';
  const isWaiting = open.some(
    (status) => status !== 'approved' && status !== 'numbered' && status !== 'logged',
  );
  return isWaiting ? 'deciding' : 'issuing';
}

/** When everything will be ready: the latest of the appointments. */
const appointmentAt = (visit: Visit): string =>
  Object.keys(visit.fulfilment?.requests ?? {})
    .flatMap((id) => visit.views[id]?.appointmentAt ?? [])
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1) ?? iso(visit.fulfilment?.sinceMs ?? 0);

/** Screens that cannot go on without the server. */
const needsServer = (visit: Visit): boolean =>
  ['card', 'chip', 'face', 'reading', 'options', 'processing'].includes(visit.phase);

export interface KioskFacts {
  readonly id: string;
  readonly cameraSource: 'browser' | 'agent';
  readonly isSimulated: boolean;
}

/** Everything the kiosk's screen is a function of. */
export function toKioskStatus(
  state: VisitState,
  facts: KioskFacts,
  revision: number,
  nowMs: number,
  delays: Delays,
): KioskStatus {
  const { visit, configuration } = state;
  const times = idleTimes(state, delays);
  const keptPages =
    visit?.capture.originals.flatMap(({ pages }) => pages.filter((page) => !isPageInWork(page))).length ?? 0;
  const isCutOff = visit !== null && !state.isOnline && needsServer(visit);
  const fault =
    state.fault ??
    (isCutOff
      ? { device: 'server' as const, code: 'kiosk.server-unreachable' as const, canRetry: false }
      : null);
  return {
    revision,
    kiosk: {
      id: facts.id,
      name: configuration?.kiosk.name ?? facts.id,
      authority: configuration?.authority.name ?? { vi: '', en: '' },
      cameraSource: facts.cameraSource,
      isSimulated: facts.isSimulated,
      isOnline: state.isOnline,
      contact: configuration?.authority.contact ?? '',
    },
    language: state.language,
    display: state.display,
    visitToken: visit === null || visit.phase === 'ending' ? null : visit.token,
    visit: toStatus(state),
    idle: times !== null && nowMs >= times.warnsAtMs ? { endsAt: iso(times.endsAtMs) } : null,
    fault: fault === null ? null : { ...fault, keptPages },
    isStaffCalled: state.isStaffCalled,
    canGoBack: canGoBack(state),
  };
}

function canGoBack({ visit }: VisitState): boolean {
  if (visit === null) return false;
  if (visit.isHelpOpen) return true;
  switch (visit.phase) {
    case 'service':
    case 'advice':
    case 'consent':
    case 'reading':
    case 'review':
    case 'options':
    case 'fee':
      return true;
    case 'card':
      return !isDeviceBusy(visit);
    case 'chip':
      return visit.identity.chip.step !== 'checking';
    case 'face':
      return visit.identity.face.step !== 'judging';
    default:
      return false;
  }
}

function doubtOf(
  outcome: IdentityOutcome | null,
): Extract<VisitStatus, { screen: 'identity-result' }>['doubt'] {
  if (outcome?.decision !== 'refer') return null;
  if (!outcome.isLivenessPassed) return 'movements';
  return outcome.similarity === null ? 'portrait' : 'likeness';
}
