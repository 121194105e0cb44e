import { expect, it } from 'vitest';
import { nextPartitionSize } from './partition-size.ts';

const DAY_MS = 86_400_000;

it.each([
  ['the first one is small', undefined, 10_000_000, 100_000],
  ['a day at the rate of the last one', { events: 100_000, tookMs: DAY_MS / 24 }, 10_000_000, 2_400_000],
  ['not below the minimum', { events: 10, tookMs: DAY_MS }, 10_000_000, 100_000],
  ['not above the maximum', { events: 100_000, tookMs: 8000 }, 10_000_000, 10_000_000],
  ['the maximum if that is small', undefined, 2000, 2000],
  ['the maximum if the clock was set back', { events: 100_000, tookMs: -5 }, 1_000_000, 1_000_000],
])('%s', (_what, last, most, size) => {
  expect(nextPartitionSize(last, most)).toBe(size);
});
