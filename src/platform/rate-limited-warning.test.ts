import { expect, it, vi } from 'vitest';
import { createRateLimitedWarning } from './rate-limited-warning.ts';

it('warns once a second, with the number that was suppressed', () => {
  const warn = vi.fn();
  let now = 0;
  const warning = createRateLimitedWarning({ warn }, 'not acknowledged', () => now);
  for (now = 0; now <= 1000; now += 100) warning({ now });
  expect(warn.mock.calls).toEqual([
    [{ now: 0 }, 'not acknowledged'],
    [{ now: 1000, suppressed: 9 }, 'not acknowledged'],
  ]);
});
