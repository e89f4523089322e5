import type { VisitCommand } from '@saoy/contracts/visit/command';
import type { Capture, Original, Page } from './visit-state.ts';

/** Finds a page and the original it belongs to. */
export function findPage(
  capture: Capture,
  pageId: string,
): { readonly original: Original; readonly page: Page } | undefined {
  for (const original of capture.originals)
    for (const page of original.pages) if (page.id === pageId) return { original, page };
  return undefined;
}

export const changePages = (
  capture: Capture,
  originalId: string,
  change: (pages: readonly Page[]) => readonly Page[],
): Capture => ({
  ...capture,
  originals: capture.originals.map((original) =>
    original.id === originalId ? { ...original, pages: change(original.pages) } : original,
  ),
});

export const changePage = (capture: Capture, pageId: string, change: Partial<Page>): Capture => ({
  ...capture,
  originals: capture.originals.map((original) => ({
    ...original,
    pages: original.pages.map((page) => (page.id === pageId ? { ...page, ...change } : page)),
  })),
});

const remember = (capture: Capture, kind: 'page' | 'original' | 'order'): Capture => ({
  ...capture,
  undo: { kind, originals: capture.originals, currentId: capture.currentId },
});

/** Deleting, moving, selecting and taking back, while nothing is being scanned; undefined = not possible. */
export function arrangeOriginals(
  capture: Capture,
  command: VisitCommand,
  newOriginalId: string,
  maxOriginals: number,
): Capture | undefined {
  switch (command.type) {
    case 'delete-page': {
      const found = findPage(capture, command.pageId);
      if (found === undefined) return undefined;
      return changePages(remember(capture, 'page'), found.original.id, (pages) =>
        pages.filter((page) => page.id !== command.pageId),
      );
    }
    case 'move-page': {
      const found = findPage(capture, command.pageId);
      if (found === undefined || command.to >= found.original.pages.length) return undefined;
      return changePages(remember(capture, 'order'), found.original.id, (pages) => {
        const others = pages.filter((page) => page.id !== command.pageId);
        return [...others.slice(0, command.to), found.page, ...others.slice(command.to)];
      });
    }
    case 'add-original': {
      const current = capture.originals.find((original) => original.id === capture.currentId);
      if (current === undefined || current.pages.length === 0) return undefined;
      if (capture.originals.length >= maxOriginals) return undefined;
      return {
        ...capture,
        undo: null,
        originals: [...capture.originals, { id: newOriginalId, pages: [] }],
        currentId: newOriginalId,
      };
    }
    case 'select-original':
      return capture.originals.some((original) => original.id === command.originalId)
        ? { ...capture, currentId: command.originalId }
        : undefined;
    case 'delete-original': {
      if (!capture.originals.some((original) => original.id === command.originalId)) return undefined;
      const others = capture.originals.filter((original) => original.id !== command.originalId);
      const left = others.length > 0 ? others : [{ id: newOriginalId, pages: [] }];
      const isCurrentGone = !left.some((original) => original.id === capture.currentId);
      return {
        ...remember(capture, 'original'),
        originals: left,
        currentId: isCurrentGone ? left[left.length - 1]!.id : capture.currentId,
      };
    }
    case 'undo':
      return capture.undo === null
        ? undefined
        : {
            ...capture,
            originals: capture.undo.originals,
            currentId: capture.undo.currentId,
            undo: null,
          };
    default:
      return undefined;
  }
}
