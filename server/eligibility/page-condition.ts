import type { EligibilityRule } from './eligibility-rule.ts';
import { isBlank } from './is-blank.ts';

const HARD_TO_READ = new Set(['blur', 'motion', 'glare', 'cut-off', 'low-resolution']);
/** Mean word confidence of pages whose text a person still reads without effort. */
const EASILY_READ = 0.8;

/** Pages of which the content cannot be made out: torn, faded, or scanned badly (22.2). */
export const flagUnreadablePages: EligibilityRule = ({ pages }) =>
  pages.flatMap((page, index) => {
    if (isBlank(page)) return [];
    const problem = page.problems.find(({ code }) => HARD_TO_READ.has(code));
    const doubt = Math.min(1, Math.max(0, (EASILY_READ - page.confidence) / EASILY_READ) * 2);
    const confidence = Math.max(doubt, problem === undefined ? 0 : 0.5);
    if (confidence < 0.1) return [];
    return [
      {
        reason: '22.2' as const,
        code: 'unreadable-page' as const,
        confidence: Math.round(confidence * 100) / 100,
        page: index + 1,
        box: problem?.box ?? [0, 0, page.width, page.height],
      },
    ];
  });

/** Pieces missing from the sheet: whether their content can be made out is for a person (22.2). */
export const flagTornPages: EligibilityRule = ({ pages }) =>
  pages.flatMap((page, index) =>
    (page.traits.tornBoxes ?? []).map((box) => ({
      reason: '22.2' as const,
      code: 'torn' as const,
      confidence: 0.7,
      page: index + 1,
      box: [...box] as [number, number, number, number],
    })),
  );

/** Dark blots on the text: what they hide can be made out by nobody, or by a person who looks closely (22.2). */
export const flagStainedPages: EligibilityRule = ({ pages }) =>
  pages.flatMap((page, index) =>
    (page.traits.stainBoxes ?? []).map((box) => ({
      reason: '22.2' as const,
      code: 'stained' as const,
      confidence: 0.6,
      page: index + 1,
      box: [...box] as [number, number, number, number],
    })),
  );

/** Ink that has paled; sure only as far as the text could not be read. */
export const flagFadedPages: EligibilityRule = ({ pages }) =>
  pages.flatMap((page, index) =>
    page.traits.faded === true
      ? [
          {
            reason: '22.2' as const,
            code: 'faded' as const,
            confidence: page.confidence < EASILY_READ ? 0.8 : 0.5,
            page: index + 1,
            box: [0, 0, page.width, page.height] as [number, number, number, number],
          },
        ]
      : [],
  );

/** Places where the paper's grain is broken: perhaps erased, covered or scraped (22.1). */
export const flagErasures: EligibilityRule = ({ pages }) =>
  pages.flatMap((page, index) => {
    // Light and missing paper break the grain too.
    const isDisturbed = page.problems.some(({ code }) => code === 'glare' || code === 'cut-off');
    if (isDisturbed) return [];
    return page.traits.erasureBoxes.map((box) => ({
      reason: '22.1' as const,
      code: 'erasure' as const,
      confidence: 0.5,
      page: index + 1,
      box: [...box] as [number, number, number, number],
    }));
  });

/** Letters or digits written over, words struck out: an entry may have been changed (22.1). */
export const flagOverwriting: EligibilityRule = ({ pages }) =>
  pages.flatMap((page, index) =>
    (page.traits.overwritingBoxes ?? []).map((box) => ({
      reason: '22.1' as const,
      code: 'overwriting' as const,
      confidence: 0.5,
      page: index + 1,
      box: [...box] as [number, number, number, number],
    })),
  );

/** No colour anywhere: the paper may be a photocopy and not the original. */
export const flagBlackAndWhiteCopies: EligibilityRule = ({ pages }) =>
  pages.flatMap((page, index) =>
    page.traits.blackAndWhite
      ? [
          {
            reason: null,
            code: 'black-and-white-copy' as const,
            confidence: 0.8,
            page: index + 1,
            box: [0, 0, page.width, page.height] as [number, number, number, number],
          },
        ]
      : [],
  );
