import type { Clock } from './clock.ts';
import { senderOf } from './network-address.ts';
import { createTokenBuckets, type TokenBuckets } from './token-bucket.ts';

/** Limits of unauthenticated senders, per address (IPv6: per /64) and in total. */
export interface SenderLimits {
  /** Connections open at once. */
  readonly connectionsPerAddress: number;
  readonly connections: number;
  /** New connections; as many as in BURST_SECONDS may be opened at once. */
  readonly attemptsPerSecondPerAddress: number;
  readonly attemptsPerSecond: number;
  /** Stored dead letters; as many as in an hour may arrive at once. */
  readonly deadLettersPerHourPerAddress: number;
  readonly deadLettersPerHour: number;
}

export const BUDGETS = ['connections', 'attempts', 'deadLetters'] as const;
export type Budget = (typeof BUDGETS)[number];

/** Excess over a budget since the last report, with one of the addresses. */
export interface Excess {
  readonly budget: Budget;
  readonly refused: number;
  readonly address: string;
}

/** A slot among the unauthenticated connections. */
export interface Place {
  /** The connection has authenticated or ended. Further calls do nothing. */
  leave(): void;
}

export interface SenderBudget {
  /** A connection begins; undefined: close it at once. */
  admit(address: string | undefined): Place | undefined;
  /** Whether a dead letter of this sender may be stored; if not, it is counted and reported. */
  mayStoreDeadLetter(address: string | undefined): boolean;
  /** How often each budget was exceeded since the start. */
  refused(): Readonly<Record<Budget, number>>;
  /** Number of unauthenticated connections. */
  unproved(): number;
  /** Number of addresses in memory. */
  size(): number;
}

export interface SenderBudgetOptions {
  readonly limits: SenderLimits;
  readonly clock: Clock;
  /** Called at most once per REPORT_INTERVAL_MS for each budget: an attack must not fill the disk with log lines. */
  readonly onExcess?: (excess: Excess) => void;
}

/** All devices behind one address reconnect at once when their network recovers. */
export const BURST_SECONDS = 40;
const REPORT_INTERVAL_MS = 60_000;
const SECONDS_PER_HOUR = 3600;
/** About 100 bytes each. */
const MAX_ADDRESSES = 20_000;
const ALL = 'all';

/**
 * The budget of unauthenticated senders. The budget of the address is checked first: an address that has used up its own takes nothing
 * from the shared one. Memory is bounded, however many addresses there are.
 */
export const createSenderBudget = ({ limits, clock, onExcess }: SenderBudgetOptions): SenderBudget => {
  const perSecond = (rate: number) => ({ burst: rate * BURST_SECONDS, perSecond: rate });
  const perHour = (count: number) => ({ burst: count, perSecond: count / SECONDS_PER_HOUR });
  const attempts = createTokenBuckets(perSecond(limits.attemptsPerSecondPerAddress), MAX_ADDRESSES);
  const allAttempts = createTokenBuckets(perSecond(limits.attemptsPerSecond), 1);
  const letters = createTokenBuckets(perHour(limits.deadLettersPerHourPerAddress), MAX_ADDRESSES);
  const allLetters = createTokenBuckets(perHour(limits.deadLettersPerHour), 1);
  const open = new Map<string, number>();
  let openInSum = 0;
  const refused: Record<Budget, number> = { connections: 0, attempts: 0, deadLetters: 0 };
  const lastReport: Record<Budget, { atMs: number; refused: number }> = {
    connections: { atMs: Number.NEGATIVE_INFINITY, refused: 0 },
    attempts: { atMs: Number.NEGATIVE_INFINITY, refused: 0 },
    deadLetters: { atMs: Number.NEGATIVE_INFINITY, refused: 0 },
  };

  const exceed = (budget: Budget, address: string): void => {
    refused[budget] += 1;
    const last = lastReport[budget];
    const nowMs = clock.now();
    // If the clock went back, it reports once more rather than never again.
    if (nowMs >= last.atMs && nowMs - last.atMs < REPORT_INTERVAL_MS) return;
    lastReport[budget] = { atMs: nowMs, refused: refused[budget] };
    onExcess?.({ budget, refused: refused[budget] - last.refused, address });
  };

  const takeBoth = (own: TokenBuckets, all: TokenBuckets, sender: string): boolean => {
    const nowMs = clock.now();
    if (!own.take(sender, nowMs)) return false;
    if (all.take(ALL, nowMs)) return true;
    own.giveBack(sender);
    return false;
  };

  const leave = (sender: string): void => {
    openInSum -= 1;
    const left = (open.get(sender) ?? 0) - 1;
    if (left > 0) open.set(sender, left);
    else open.delete(sender);
  };

  return {
    admit(address) {
      const sender = senderOf(address);
      const already = open.get(sender) ?? 0;
      if (already >= limits.connectionsPerAddress || openInSum >= limits.connections) {
        exceed('connections', sender);
        return undefined;
      }
      if (!takeBoth(attempts, allAttempts, sender)) {
        exceed('attempts', sender);
        return undefined;
      }
      open.set(sender, already + 1);
      openInSum += 1;
      let hasLeft = false;
      return {
        leave() {
          if (hasLeft) return;
          hasLeft = true;
          leave(sender);
        },
      };
    },
    mayStoreDeadLetter(address) {
      const sender = senderOf(address);
      if (takeBoth(letters, allLetters, sender)) return true;
      exceed('deadLetters', sender);
      return false;
    },
    refused: () => ({ ...refused }),
    unproved: () => openInSum,
    size: () => open.size + attempts.size() + letters.size(),
  };
};
