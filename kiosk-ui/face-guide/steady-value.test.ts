import { expect, it } from 'vitest';
import { createSteadyValue } from './steady-value.ts';

it('tells the first value at once and others only when they last', () => {
  const told: string[] = [];
  const steady = createSteadyValue<string>(300, (value) => told.push(value));
  steady.offer('no-face', 0);
  for (const [value, atMs] of [
    ['too-far', 100],
    ['no-face', 200],
    ['too-far', 250],
    ['too-far', 500],
  ] as const)
    steady.offer(value, atMs);
  expect(told).toEqual(['no-face']);
  steady.offer('too-far', 551);
  steady.offer('too-far', 900);
  expect(told).toEqual(['no-face', 'too-far']);
});
