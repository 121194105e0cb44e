import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlaces, type TakenPlace } from './places.ts';

const limits = { all: 5, perPerson: 2, perAddress: 3 };

describe('places', () => {
  it('are limited per person, per address and in total, and are released', () => {
    const places = createPlaces(limits);
    const take = (person: string, address: string) => places.take({ person, address });
    const first = take('p', 'a') as TakenPlace;
    take('p', 'b');
    expect(take('p', 'c')).toBe('person');
    take('q', 'a');
    take('r', 'a');
    expect(take('s', 'a')).toBe('address');
    take('s', 'b');
    expect(take('t', 'b')).toBe('all');
    first.leave();
    first.leave();
    expect(places.taken()).toBe(4);
    expect(take('p', 'a')).toHaveProperty('leave');
  });

  it('never exceed their limits, in whatever order they are taken and released', () => {
    const step = fc.record({
      person: fc.constantFrom('p', 'q', 'r'),
      address: fc.constantFrom('a', 'b'),
      leave: fc.nat(9),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const places = createPlaces(limits);
        const held: { person: string; address: string; place: TakenPlace }[] = [];
        for (const { person, address, leave } of steps) {
          const place = places.take({ person, address });
          if (typeof place !== 'string') held.push({ person, address, place });
          else expect(held.length).toBeGreaterThanOrEqual(2);
          if (leave < held.length) held.splice(leave, 1)[0]!.place.leave();
          expect(places.taken()).toBe(held.length);
          expect(held.length).toBeLessThanOrEqual(limits.all);
          for (const one of held) {
            expect(held.filter((other) => other.person === one.person).length).toBeLessThanOrEqual(2);
            expect(held.filter((other) => other.address === one.address).length).toBeLessThanOrEqual(3);
          }
        }
      }),
    );
  });
});
