import { LRUCache } from 'lru-cache';
import type { Clock } from '../platform/clock.ts';
import { senderOf } from '../platform/network-address.ts';

export interface GuessLock {
  /** No password from this address is checked for this device at the moment, not even the right one. */
  isLocked(address: string | undefined, deviceId: string): boolean;
  failed(address: string | undefined, deviceId: string): void;
  /** The right password was given. */
  succeeded(address: string | undefined, deviceId: string): void;
  size(): number;
}

interface Guesses {
  failures: number;
  lockedUntilMs: number;
}

const FIRST_LOCK_MS = 1000;
/** About 100 bytes each; the least recently used pair is forgotten. */
const MAX_PAIRS = 20_000;

/**
 * Slows down guessing of a device's password: after `freeGuesses` wrong passwords a lock of one second, doubled after each
 * further one. It applies to the pair of address and device, so that nobody can lock out a device that sends from elsewhere.
 */
export const createGuessLock = (options: {
  readonly clock: Clock;
  readonly freeGuesses: number;
  readonly maxLockMs: number;
}): GuessLock => {
  const { clock, freeGuesses, maxLockMs } = options;
  const pairs = new LRUCache<string, Guesses>({ max: MAX_PAIRS });
  const keyOf = (address: string | undefined, deviceId: string): string => `${senderOf(address)} ${deviceId}`;
  return {
    isLocked(address, deviceId) {
      const until = pairs.peek(keyOf(address, deviceId))?.lockedUntilMs;
      // If the clock went back, a lock must still not exceed the longest lock.
      return until !== undefined && clock.now() < until && until - clock.now() <= maxLockMs;
    },
    failed(address, deviceId) {
      const key = keyOf(address, deviceId);
      const failures = (pairs.get(key)?.failures ?? 0) + 1;
      const doublings = failures - freeGuesses;
      const lockMs = doublings < 0 ? 0 : Math.min(maxLockMs, FIRST_LOCK_MS * 2 ** doublings);
      pairs.set(key, { failures, lockedUntilMs: clock.now() + lockMs });
    },
    succeeded: (address, deviceId) => void pairs.delete(keyOf(address, deviceId)),
    size: () => pairs.size,
  };
};
