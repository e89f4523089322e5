import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireProgram } from '../../tests/programs.ts';
import { type LayoutRules, measureLayout } from './measure-layout.ts';
import { openPreviewSite, type PreviewSite } from './preview-site.ts';

const rules: LayoutRules = {
  targetPx: 96,
  gapPx: 24,
  smallestTextPx: 28,
  choicesFromPx: 0.4 * 1920,
  touchableFromPx: 0,
};
const anywhere = { ...rules, choicesFromPx: 0 };

describe.runIf(requireProgram('chromium'))('every screen in every state', () => {
  let site: PreviewSite;
  let portrait: Page;
  let landscape: Page;
  beforeAll(async () => {
    site = await openPreviewSite();
    [portrait, landscape] = await Promise.all([site.open(1080, 1920), site.open(1920, 1080)]);
  });
  afterAll(() => site.close());

  const names = (page: Page): Promise<string[]> =>
    page.evaluate(() =>
      window.sampleNames.map(({ screen, state, isPressed }) =>
        new URLSearchParams({ screen, state, ...(isPressed ? { pressed: '' } : {}) }).toString(),
      ),
    );
  const show = (page: Page, query: string): Promise<void> =>
    page.evaluate(async (next) => {
      window.showScreen(next);
      // Presses take a frame each; everything else is there at once.
      if (next.includes('pressed='))
        for (let frame = 0; frame < 4; frame++) await new Promise(requestAnimationFrame);
    }, query);
  const measureAll = async (page: Page, modes: string, rulesHere: LayoutRules): Promise<string[]> => {
    const complaints: string[] = [];
    for (const name of await names(page)) {
      // The fault screen is one screen; its texts are longest when large.
      if (name.startsWith('screen=fault') && !modes.includes('large')) continue;
      const query = `${name}&${modes}`;
      await show(page, query);
      for (const complaint of await page.evaluate(measureLayout, rulesHere))
        complaints.push(`${query}: ${complaint}`);
    }
    return complaints;
  };

  for (const language of ['vi', 'en']) {
    it(`fits 1080 × 1920 in ${language}, choices within the lower 60 %`, async () => {
      expect(await measureAll(portrait, `lang=${language}`, rules)).toEqual([]);
    });
    it(`fits with large text in ${language}`, async () => {
      expect(await measureAll(portrait, `lang=${language}&text=large`, rules)).toEqual([]);
    });
    it(`brings everything touchable under 900 px in ${language}`, async () => {
      const low = { ...rules, touchableFromPx: 1920 - 900 };
      expect(await measureAll(portrait, `lang=${language}&reach=low`, low)).toEqual([]);
    });
    it(`fits 1920 × 1080 in ${language}`, async () => {
      expect(await measureAll(landscape, `lang=${language}`, anywhere)).toEqual([]);
    });
  }
  it('fits with large text and low reach together', async () => {
    const low = { ...rules, touchableFromPx: 1920 - 900 };
    expect(await measureAll(portrait, 'lang=vi&text=large&reach=low', low)).toEqual([]);
  });

  it('fits 1920 × 1080 with large text', async () => {
    expect(await measureAll(landscape, 'lang=vi&text=large', anywhere)).toEqual([]);
  });

  it('passes axe with a text contrast of 7:1, also in high contrast', async () => {
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await portrait.evaluate(axe);
    const violations: string[] = [];
    const seen = new Set<string>();
    for (const name of await names(portrait)) {
      if (name.startsWith('screen=fault')) continue;
      const screen = name.split('&')[0] ?? '';
      const contrasts = seen.has(screen) ? ['normal'] : ['normal', 'high'];
      seen.add(screen);
      for (const contrast of contrasts) {
        const query = `${name}&contrast=${contrast}`;
        await show(portrait, query);
        violations.push(...(await portrait.evaluate(runAxe, query)));
      }
    }
    expect(violations).toEqual([]);
  }, 240_000);
});

/** Runs inside the page. */
async function runAxe(query: string): Promise<string[]> {
  const { axe } = window as unknown as { axe: typeof import('axe-core') };
  const { violations } = await axe.run(document, {
    resultTypes: ['violations'],
    runOnly: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21aa', 'wcag22aa'],
    rules: { 'color-contrast-enhanced': { enabled: true } },
  } as import('axe-core').RunOptions);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${query}: ${id} ${node.html.slice(0, 120)}`),
  );
}
