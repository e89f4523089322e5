import type { EligibilityRule } from './eligibility-rule.ts';
import { isBlank } from './is-blank.ts';
import { flagPrivatePapers } from './private-paper.ts';

/** Papers without the seal of an office are not certified (22.6); cards carry none. */
export const flagMissingSeal: EligibilityRule = (evidence) => {
  const { pages, type, bearsSeal } = evidence;
  // Where a seal would stand; an empty sheet is no paper of anybody.
  const at = pages.findLastIndex((page) => !isBlank(page));
  const last = pages[at];
  if (!bearsSeal || last === undefined || pages.some((page) => page.traits.redSeal)) return [];
  // A card, also one whose print was not understood.
  if (pages.some((page) => page.zone !== undefined)) return [];
  // One flag of this reason is enough, and that one says more.
  if (flagPrivatePapers(evidence).length > 0) return [];
  // On a photocopy the seal is black; that it is a copy is a flag of its own.
  const isCopy = pages.some((page) => page.traits.blackAndWhite);
  // Pale red is no red any more.
  const isFaded = pages.some((page) => page.traits.faded === true);
  const confidence = isFaded ? 0.4 : type === 'other' ? 0.6 : isCopy ? 0.7 : 0.9;
  return [
    { reason: '22.6', code: 'no-seal', confidence, page: at + 1, box: [0, 0, last.width, last.height] },
  ];
};
