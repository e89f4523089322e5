import type { VisitCommand } from '@saoy/contracts/visit/command';
import { arrangeOriginals, changePage, changePages, findPage } from './arrange-originals.ts';
import { enterReading } from './review-phase.ts';
import { type ActiveState, go, refuse, type Transition, withFault, withVisit } from './transition.ts';
import type { VisitEffect } from './visit-effect.ts';
import type { Moment, VisitInput } from './visit-input.ts';
import type { Capture, Page } from './visit-state.ts';

const newPage = (id: string, replaces: Page | null = null): Page => ({
  id,
  replaces,
  state: 'scanning',
  problems: [],
  widthPx: 0,
  heightPx: 0,
  sha256: null,
  isSent: false,
});

/** The scan screen always has an original to scan into. */
export function enterCapture(state: ActiveState, moment: Moment): ActiveState {
  const { capture } = state.visit;
  if (capture.originals.length > 0) return state;
  const originals = [{ id: moment.id, pages: [] }];
  return withVisit(state, { capture: { ...capture, originals, currentId: moment.id } });
}

export const isPageInWork = (page: Page): boolean => page.state === 'scanning' || page.state === 'checking';

export const isCapturing = (capture: Capture): boolean =>
  capture.scan !== null || capture.originals.some((original) => original.pages.some(isPageInWork));

export function stepCapture(state: ActiveState, command: VisitCommand, moment: Moment): Transition {
  const { capture } = state.visit;
  switch (command.type) {
    case 'scan-page':
      return beginScan(state, command.source, moment, null);
    case 'retry':
      return state.fault?.device === 'scanner' || state.fault?.device === 'disk'
        ? beginScan(state, capture.lastSource ?? 'glass', moment, null)
        : refuse(state);
    case 'rescan-page': {
      const found = findPage(capture, command.pageId);
      return found === undefined ? refuse(state) : beginScan(state, 'glass', moment, found.page);
    }
    case 'keep-page': {
      const found = findPage(capture, command.pageId);
      if (found?.page.state !== 'problem') return refuse(state);
      const kept = changePage(capture, command.pageId, { state: 'good' });
      return sendPage(withVisit(state, { capture: kept }), command.pageId);
    }
    case 'finish-scan':
      return finishScan(state, moment);
    default: {
      if (isCapturing(capture)) return refuse(state);
      const maxOriginals = state.configuration?.maxOriginals ?? 1;
      const arranged = arrangeOriginals(capture, command, moment.id, maxOriginals);
      return arranged === undefined
        ? refuse(state)
        : go({ ...withVisit(state, { capture: arranged }), fault: null });
    }
  }
}

function beginScan(
  state: ActiveState,
  source: 'glass' | 'feeder',
  moment: Moment,
  replaced: Page | null,
): Transition {
  const { capture } = state.visit;
  const original =
    replaced === null
      ? capture.originals.find(({ id }) => id === capture.currentId)
      : findPage(capture, replaced.id)?.original;
  const maxPages = state.configuration?.maxPagesPerOriginal ?? 0;
  if (original === undefined || capture.scan !== null) return refuse(state);
  if (replaced !== null && isPageInWork(replaced)) return refuse(state);
  const room = maxPages - original.pages.length + (replaced === null ? 0 : 1);
  if (room <= 0) return refuse(state);
  const page = newPage(moment.id, replaced);
  const placed = changePages(capture, original.id, (pages) =>
    replaced === null ? [...pages, page] : pages.map((old) => (old.id === replaced.id ? page : old)),
  );
  const scan = { id: page.id, source, originalId: original.id };
  return go(
    {
      ...withVisit(state, {
        capture: { ...placed, currentId: original.id, scan, undo: null, lastSource: source },
      }),
      fault: null,
    },
    {
      type: 'scan',
      scanId: scan.id,
      originalId: original.id,
      pageId: page.id,
      source,
      maxSheets: source === 'glass' ? 1 : room,
    },
  );
}

/** Opens the request and uploads, so that reading begins while the next page is scanned. */
function sendPage(state: ActiveState, pageId: string): Transition {
  const { capture, product } = state.visit;
  const found = findPage(capture, pageId);
  if (found === undefined || found.page.sha256 === null || product === null) return go(state);
  const requestId = found.original.id;
  const openedIds = capture.openedIds.includes(requestId)
    ? capture.openedIds
    : [...capture.openedIds, requestId];
  return go(withVisit(state, { capture: { ...capture, openedIds } }), {
    type: 'send-page',
    requestId,
    pageId,
    sha256: found.page.sha256,
    product,
    language: state.language,
  });
}

function finishScan(state: ActiveState, moment: Moment): Transition {
  const { capture } = state.visit;
  const originals = capture.originals.filter((original) => original.pages.length > 0);
  const areAllGood = originals.every((original) => original.pages.every((page) => page.state === 'good'));
  if (originals.length === 0 || isCapturing(capture) || !areAllGood) return refuse(state);
  const dropped = capture.openedIds.filter((id) => !originals.some((original) => original.id === id));
  const effects: VisitEffect[] =
    dropped.length > 0 ? [{ type: 'abandon', requestIds: dropped, cause: 'ended' }] : [];
  const openedIds = capture.openedIds.filter((id) => !dropped.includes(id));
  // What was read is gone through from the first paper on.
  const currentId = originals[0]!.id;
  const settled = withVisit(state, { capture: { ...capture, originals, openedIds, currentId, undo: null } });
  const entered = enterReading(settled, moment);
  return go(entered.state, ...effects, ...entered.effects);
}

/** What scanner and page check say. */
export function takeCaptureInput(state: ActiveState, input: VisitInput): Transition {
  const { capture } = state.visit;
  switch (input.type) {
    case 'sheet-started': {
      if (capture.scan?.id !== input.scanId || findPage(capture, input.pageId) !== undefined)
        return go(state);
      const grown = changePages(capture, capture.scan.originalId, (pages) => [
        ...pages,
        newPage(input.pageId),
      ]);
      return go(withVisit(state, { capture: grown }));
    }
    case 'sheet-scanned':
      return findPage(capture, input.pageId)?.page.state === 'scanning'
        ? go(withVisit(state, { capture: changePage(capture, input.pageId, { state: 'checking' }) }))
        : go(state);
    case 'page-checked': {
      const found = findPage(capture, input.pageId);
      if (found === undefined || !isPageInWork(found.page)) return go(state);
      const { problems, widthPx, heightPx, sha256 } = input;
      const isGood = problems.length === 0;
      const checked = changePage(capture, input.pageId, {
        state: isGood ? 'good' : 'problem',
        replaces: null,
        problems,
        widthPx,
        heightPx,
        sha256,
      });
      const next = withVisit(state, { capture: checked });
      return isGood ? sendPage(next, input.pageId) : go(next);
    }
    case 'page-failed':
      return go(
        withFault(
          withVisit(state, { capture: removePage(capture, input.pageId) }),
          input.device,
          input.fault.code,
        ),
      );
    case 'scan-finished':
      return takeScanEnd(state, input);
    case 'page-sent':
      return go(withVisit(state, { capture: changePage(capture, input.pageId, { isSent: true }) }));
    default:
      return go(state);
  }
}

/** A page that did not come to be leaves no hole; what it should have replaced comes back. */
function removePage(capture: Capture, pageId: string): Capture {
  const found = findPage(capture, pageId);
  if (found === undefined || !isPageInWork(found.page)) return capture;
  const { replaces } = found.page;
  return changePages(capture, found.original.id, (pages) =>
    replaces === null
      ? pages.filter((page) => page.id !== pageId)
      : pages.map((page) => (page.id === pageId ? replaces : page)),
  );
}

function takeScanEnd(state: ActiveState, input: VisitInput & { type: 'scan-finished' }): Transition {
  const { capture } = state.visit;
  if (capture.scan?.id !== input.scanId) return go(state);
  let left = capture;
  for (const original of capture.originals)
    for (const page of original.pages) if (page.state === 'scanning') left = removePage(left, page.id);
  const ended = withVisit(state, { capture: { ...left, scan: null } });
  if (input.failure === null) return go(ended);
  return go(withFault(ended, input.failure.device, input.failure.fault.code));
}
