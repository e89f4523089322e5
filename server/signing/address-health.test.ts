import { expect, test } from 'vitest';
import { AddressHealth } from './address-health.ts';

const url = 'http://tsa.example/';

test('an address that fails again and again rests, longer each time, up to a limit', () => {
  let now = 0;
  const health = new AddressHealth({ now: () => new Date(now) });
  for (let i = 0; i < 3; i++) {
    expect(health.mayAsk(url)).toBe(true);
    health.noteFailure(url);
  }
  const rests: number[] = [];
  for (let i = 0; i < 7; i++) {
    const from = now;
    while (!health.mayAsk(url)) now += 100;
    rests.push(now - from);
    health.noteFailure(url);
  }
  expect(rests).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
});

test('after its rest one asker alone tries it; a success makes it as good as new', () => {
  let now = 0;
  const health = new AddressHealth({ now: () => new Date(now) });
  for (let i = 0; i < 3; i++) health.noteFailure(url);
  now += 1_000;
  expect([health.mayAsk(url), health.mayAsk(url), health.mayAsk(url)]).toEqual([true, false, false]);
  health.noteSuccess(url);
  expect([health.mayAsk(url), health.mayAsk(url)]).toEqual([true, true]);
});

test('other addresses are not concerned', () => {
  const health = new AddressHealth();
  for (let i = 0; i < 9; i++) health.noteFailure(url);
  expect(health.mayAsk('http://other.example/')).toBe(true);
});
