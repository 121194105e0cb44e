import { describe, expect, it } from 'vitest';
import { HALF_PIN, nextOf, pinGroups } from './pin-groups.ts';

const at = (id: string, x: number, y: number) => ({ pin: { id }, x, y });

describe('pins on a map', () => {
  it('share a place where they would lie over each other', () => {
    const groups = pinGroups([at('a', 100, 100), at('b', 120, 90), at('c', 100, 100 + 2 * HALF_PIN)]);
    expect(groups.map(({ pins }) => pins.map(({ id }) => id))).toEqual([['a', 'b'], ['c']]);
    expect(groups[0]).toMatchObject({ x: 100, y: 100 });
  });

  it('never overlap as groups', () => {
    const placed = Array.from({ length: 300 }, (_, n) => at(`p${n}`, (n * 37) % 360, (n * 53) % 420));
    const groups = pinGroups(placed);
    expect(groups.flatMap(({ pins }) => pins)).toHaveLength(300);
    for (const one of groups)
      for (const other of groups)
        if (one !== other)
          expect(Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y))).toBeGreaterThanOrEqual(
            2 * HALF_PIN,
          );
  });

  it('are chosen one after the other', () => {
    const pins = [{ id: 'a' }, { id: 'b' }];
    expect([undefined, 'a', 'b', 'elsewhere'].map((id) => nextOf(pins, id).id)).toEqual(['a', 'b', 'a', 'a']);
  });
});
