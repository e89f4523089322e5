import type { Challenge } from '@saoy/contracts/identity';

const turns: readonly Challenge[] = ['turn-left', 'turn-right'];
const movements: readonly Challenge[] = ['turn-left', 'turn-right', 'nod', 'blink', 'come-closer'];

/**
 * Two or three different challenges in random order, at least one of them a turn: a flat picture can be brought closer
 * but cannot turn its nose against its eyes. `random` gives that many bytes; `leftOut` are movements that the engine
 * does not see well.
 */
export const drawChallenges = (
  random: (bytes: number) => Uint8Array,
  leftOut: readonly Challenge[] = [],
): Challenge[] => {
  const pick = (from: readonly Challenge[]): Challenge =>
    from[indexBelow(random, from.length)] ?? 'turn-left';
  const count = 2 + indexBelow(random, 2);
  const drawn: Challenge[] = [pick(turns)];
  while (drawn.length < count)
    drawn.push(
      pick(movements.filter((movement) => !drawn.includes(movement) && !leftOut.includes(movement))),
    );
  for (let index = drawn.length - 1; index > 0; index -= 1) {
    const other = indexBelow(random, index + 1);
    [drawn[index], drawn[other]] = [drawn[other] ?? 'nod', drawn[index] ?? 'nod'];
  }
  return drawn;
};

/** Bytes that would make small numbers likelier are drawn again. */
const indexBelow = (random: (bytes: number) => Uint8Array, limit: number): number => {
  const fair = 256 - (256 % limit);
  for (;;) {
    const byte = random(1)[0] ?? 0;
    if (byte < fair) return byte % limit;
  }
};
