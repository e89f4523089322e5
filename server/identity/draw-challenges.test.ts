import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { drawChallenges } from './draw-challenges.ts';

describe('drawChallenges', () => {
  const drawn = Array.from({ length: 400 }, () => drawChallenges(randomBytes));

  it('asks for two or three different movements, always with a turn', () => {
    for (const challenges of drawn) {
      expect([2, 3]).toContain(challenges.length);
      expect(new Set(challenges).size).toBe(challenges.length);
      expect(challenges.some((challenge) => challenge.startsWith('turn-'))).toBe(true);
    }
  });

  it('draws every movement at every place', () => {
    for (const place of [0, 1, 2])
      expect(new Set(drawn.map((challenges) => challenges[place]).filter(Boolean)).size).toBe(5);
  });
});
