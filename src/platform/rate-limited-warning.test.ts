import { expect, it, vi } from 'vitest';
import { createRateLimitedWarning } from './rate-limited-warning.ts';

it('warns once a second, with the number that was suppressed', () => {
  const warn = vi.fn();
  let now = 0;
  const warning = createRateLimitedWarning({ warn }, 'not acknowledged', { now: () => now });
  for (now = 0; now <= 1000; now += 100) warning({ now });
  expect(warn.mock.calls).toEqual([
    [{ now: 0 }, 'not acknowledged'],
    [{ now: 1000, suppressed: 9 }, 'not acknowledged'],
  ]);
});

it('warns as rarely as it is asked to', () => {
  const warn = vi.fn();
  let now = 0;
  const warning = createRateLimitedWarning({ warn }, 'the database is away', {
    intervalMs: 10_000,
    now: () => now,
  });
  for (now = 0; now <= 20_000; now += 1000) warning({ now });
  expect(warn.mock.calls.map(([fields]) => fields)).toEqual([
    { now: 0 },
    { now: 10_000, suppressed: 9 },
    { now: 20_000, suppressed: 9 },
  ]);
});
