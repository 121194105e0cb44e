import { expect, test } from 'vitest';
import { createAgedCache } from './aged-cache.ts';

const withClock = (capacity = 2) => {
  const clock = { now: 1000 };
  return { clock, cache: createAgedCache<number>({ capacity, maxAgeMs: 100, now: () => clock.now }) };
};

test('the least recently used entry is evicted first', () => {
  const { cache } = withClock();
  cache.set('a', 1);
  cache.set('b', 2);
  expect(cache.get('a')).toBe(1);
  cache.set('c', 3);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3]);
  expect(cache.size).toBe(2);
});

test('entries age from when they were set, not from when they were used', () => {
  const { cache, clock } = withClock();
  cache.set('a', 1);
  clock.now += 60;
  expect(cache.get('a')).toBe(1);
  clock.now += 60;
  expect(cache.get('a')).toBeUndefined();
  expect(cache.size).toBe(0);
});

test('deleting removes an entry, setting again renews it', () => {
  const { cache, clock } = withClock();
  cache.set('a', 1);
  cache.delete('a');
  expect(cache.get('a')).toBeUndefined();
  cache.set('b', 1);
  clock.now += 90;
  cache.set('b', 2);
  clock.now += 90;
  expect(cache.get('b')).toBe(2);
});

test('an entry of a clock that has gone back since is dropped', () => {
  const { cache, clock } = withClock();
  cache.set('a', 1);
  clock.now -= 1;
  expect(cache.get('a')).toBeUndefined();
  clock.now += 1;
  expect(cache.get('a')).toBeUndefined();
  expect(cache.size).toBe(0);
});

test('an entry is given out up to its full age and not a millisecond longer', () => {
  const { cache, clock } = withClock();
  cache.set('a', 1);
  clock.now += 100;
  expect(cache.get('a')).toBe(1);
  clock.now += 1;
  expect(cache.get('a')).toBeUndefined();
});
