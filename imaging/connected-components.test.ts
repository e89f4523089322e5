import { describe, expect, it } from 'vitest';
import { findComponents } from './connected-components.ts';

const maskOf = (...rows: string[]) => Uint8Array.from(rows.join(''), (sign) => (sign === '#' ? 1 : 0));

describe('findComponents', () => {
  it('joins what touches, also at corners, and names patches by their first pixels', () => {
    const found = findComponents(maskOf('#..#', '.#.#', '...#', '....', '##..'), 4, 5);
    expect(found.map(({ indexes }) => [...indexes])).toEqual([
      [0, 5],
      [3, 7, 11],
      [16, 17],
    ]);
    expect(found[1]).toMatchObject({ left: 3, top: 0, right: 3, bottom: 2, pixels: 3 });
  });

  it('joins arms that only a lower row connects', () => {
    const found = findComponents(maskOf('#.#.#', '#.#.#', '#####'), 5, 3);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ left: 0, top: 0, right: 4, bottom: 2, pixels: 11 });
  });

  it('does not join the end of a row with the beginning of the next', () => {
    expect(findComponents(maskOf('...#', '#...'), 4, 2)).toHaveLength(2);
  });

  it('reaches over gaps as far as it is told', () => {
    const mask = maskOf('#..', '...', '#.#', '...', '...', '..#');
    expect(findComponents(mask, 3, 6, 1)).toHaveLength(4);
    expect(findComponents(mask, 3, 6, 2)).toHaveLength(2);
    expect(findComponents(mask, 3, 6, 3)).toHaveLength(1);
  });
});
