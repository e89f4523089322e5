import type { GreyPixels } from '../find-code-regions.ts';
import { decodeModules } from './decode-modules.ts';
import { findFinders } from './find-finders.ts';
import { fitFinder } from './fit-finder.ts';
import { fitGrid, LEAST_LIKENESS, likenessOf } from './fit-grid.ts';
import { type Grid, guessGrids } from './guess-grids.ts';
import { measureLocalLight } from './local-light.ts';
import { sampleModules, sharpenModules } from './sample-modules.ts';

/** A code whose place in the picture was found. */
export interface GridSighting {
  readonly grid: Grid;
  /** How dark every module looks; see sampleModules. */
  readonly darkness: Float32Array;
  /** What the code was meant to be (1 dark); undefined when too little of it was right. */
  readonly modules: Uint8Array | undefined;
}

const FINDERS = 12;
const LEAST_FINDER_LIKENESS = 0.6;
const LEAST_LIKENESS_BEFORE_FIT = 0.3;
const GRIDS_TRIED = 3;
/** Half of a square of some six modules: of codes that are small in the picture, and of large ones. */
const REACHES_PX = [8, 24] as const;

/**
 * Looks for a code that is too blurred, too tilted or too much hidden for the ordinary decoder: two of its three finders
 * are enough. Answers the code that was read, or else the likeliest one that was not.
 */
export function lookForGrid(image: GreyPixels): GridSighting | undefined {
  let seen: GridSighting | undefined;
  for (const reach of REACHES_PX) {
    const light = measureLocalLight(image, reach);
    const finders = findFinders(light, FINDERS)
      .map((guess) => fitFinder(light, guess))
      .filter((finder) => finder !== undefined && finder.likeness > LEAST_FINDER_LIKENESS)
      .map((finder) => finder!);
    const guesses = guessGrids(finders)
      .map((grid) => ({ grid, likeness: likenessOf(light, grid) }))
      .filter(({ likeness }) => likeness >= LEAST_LIKENESS_BEFORE_FIT)
      .sort((a, b) => b.likeness - a.likeness);
    for (const guess of guesses.slice(0, GRIDS_TRIED)) {
      const grid = fitGrid(light, guess.grid);
      if (likenessOf(light, grid) < LEAST_LIKENESS) continue;
      const darkness = sampleModules(image, grid);
      const modules = decodeGrid(darkness, grid.version);
      if (modules !== undefined) return { grid, darkness, modules };
      seen ??= { grid, darkness, modules };
    }
    if (seen !== undefined) return seen;
  }
  return undefined;
}

/** Decodes modules as they look, and if that is not enough, with their blur undone. */
export function decodeGrid(darkness: Float32Array, version: number): Uint8Array | undefined {
  const plain = decodeModules(darkness, version);
  if (plain !== undefined) return plain;
  const sharp = sharpenModules(darkness, version);
  return sharp === undefined ? undefined : decodeModules(sharp, version);
}
