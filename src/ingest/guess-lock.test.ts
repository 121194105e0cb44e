import { describe, expect, it } from 'vitest';
import { createGuessLock } from './guess-lock.ts';

const setUp = () => {
  const clock = { atMs: 0, now: () => clock.atMs };
  return { clock, lock: createGuessLock({ clock, freeGuesses: 3, maxLockMs: 60_000 }) };
};

describe('the lock on password guessing', () => {
  it('comes after some wrong guesses, and doubles', () => {
    const { clock, lock } = setUp();
    for (let n = 0; n < 2; n += 1) lock.failed('10.0.0.1', 'air-1');
    expect(lock.isLocked('10.0.0.1', 'air-1')).toBe(false);
    for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
      lock.failed('10.0.0.1', 'air-1');
      clock.atMs += seconds * 1000 - 1;
      expect(lock.isLocked('10.0.0.1', 'air-1')).toBe(true);
      clock.atMs += 1;
      expect(lock.isLocked('10.0.0.1', 'air-1')).toBe(false);
    }
    lock.succeeded('10.0.0.1', 'air-1');
    lock.failed('10.0.0.1', 'air-1');
    expect(lock.isLocked('10.0.0.1', 'air-1')).toBe(false);
  });

  it('never locks the device at another address, nor another device', () => {
    const { lock } = setUp();
    for (let n = 0; n < 50; n += 1) lock.failed('10.0.0.1', 'air-1');
    expect(lock.isLocked('10.0.0.1', 'air-1')).toBe(true);
    expect(lock.isLocked('10.0.0.2', 'air-1')).toBe(false);
    expect(lock.isLocked('10.0.0.1', 'air-2')).toBe(false);
  });

  it('does not lock forever when the clock goes back', () => {
    const { clock, lock } = setUp();
    clock.atMs = 1e12;
    for (let n = 0; n < 50; n += 1) lock.failed('a', 'b');
    clock.atMs = 0;
    expect(lock.isLocked('a', 'b')).toBe(false);
  });

  it('bounds its memory', () => {
    const { lock } = setUp();
    for (let n = 0; n < 30_000; n += 1) lock.failed(`host-${n}`, 'air-1');
    expect(lock.size()).toBe(20_000);
  });
});
