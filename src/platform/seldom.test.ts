import { expect, it, vi } from 'vitest';
import { createSeldomWarning } from './seldom.ts';

it('warns once a second, and tells how often it did not', () => {
  const warn = vi.fn();
  let now = 0;
  const tell = createSeldomWarning({ warn }, 'not acknowledged', () => now);
  for (now = 0; now <= 1000; now += 100) tell({ now });
  expect(warn.mock.calls).toEqual([
    [{ now: 0 }, 'not acknowledged'],
    [{ now: 1000, passedOver: 9 }, 'not acknowledged'],
  ]);
});
