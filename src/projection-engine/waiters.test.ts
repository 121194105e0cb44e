import { expect, it } from 'vitest';
import type { Position } from '../event-store/event-store.ts';
import { createWaiters } from './waiters.ts';

const LONG_MS = 60_000;
const at = (n: number): Position => String(n) as Position;
const setUp = () =>
  createWaiters({ start: at(0), comparePositions: (one, other) => Number(one) - Number(other) });

it('resolves once every named projection has reached the position', async () => {
  const waiters = setUp();
  const waited = waiters.wait(new Set(['one', 'other']), at(5), LONG_MS);
  let settled = false;
  void waited.then(() => {
    settled = true;
  });
  waiters.moved('one', at(7));
  waiters.moved('other', at(4));
  await Promise.resolve();
  expect(settled).toBe(false);
  waiters.moved('other', at(5));
  expect(await waited).toBe(true);
  expect(waiters.positionOf('one')).toBe(at(7));
});

it('does not wait for a skipped one, until it is no longer skipped', async () => {
  const waiters = setUp();
  const waited = waiters.wait(new Set(['parked']), at(5), LONG_MS);
  waiters.skip('parked');
  expect(await waited).toBe(true);
  waiters.heed('parked');
  expect(await waiters.wait(new Set(['parked']), at(5), 1)).toBe(false);
});

it('gives up after the time limit, and when the engine stops', async () => {
  const waiters = setUp();
  expect(await waiters.wait(new Set(['one']), at(1), 1)).toBe(false);
  const waited = waiters.wait(new Set(['one']), at(1), LONG_MS);
  waiters.close();
  expect(await waited).toBe(false);
});
