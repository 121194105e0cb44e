import { setTimeout as pause } from 'node:timers/promises';

/** An authenticated device, the address of one that is not, or that of an HTTP client: many clients may share one address. */
export type SenderKind = 'device' | 'address' | 'client';
export type Sender = readonly [kind: SenderKind, name: string];

/** Sustained rate of each sender; a sender that exceeds it is not refused, but read more slowly. */
export interface SendRate {
  /** Milliseconds until this sender is read again; 0: now. */
  restMs(sender: Sender): number;
  /** Counts messages, frames, packets or requests read from it. */
  count(sender: Sender, messages: number): void;
}

/** Messages per second of each sender of a kind; infinite: no limit. */
export type SendRates = Readonly<Record<SenderKind, number>>;

/** Messages of this period in advance cause no wait. */
const AHEAD_MS = 1000;
/** Most senders remembered; those that do not have to wait are forgotten first. */
const MAX_SENDERS = 50_000;

/**
 * The group commit combines messages from all senders, so a sender that sends as fast as it is read makes each commit longer
 * and takes processor time from the database. Therefore reading is slowed down: nothing is lost, and TCP throttles the sender.
 */
export const createSendRate = (
  perSecond: SendRates,
  nowMs: () => number = () => performance.now(),
): SendRate => {
  /** Time until which each sender's messages use up its rate, in the order of their last messages. */
  const paidAt = new Map<string, number>();
  const keyOf = ([kind, name]: Sender): string => `${kind} ${name}`;

  const forget = (now: number): void => {
    for (const [key, at] of paidAt) {
      if (at > now && paidAt.size <= MAX_SENDERS) return;
      paidAt.delete(key);
    }
  };

  return {
    restMs: (sender) => Math.max(0, (paidAt.get(keyOf(sender)) ?? 0) - nowMs() - AHEAD_MS),
    count(sender, messages) {
      const now = nowMs();
      const key = keyOf(sender);
      const at = Math.max(paidAt.get(key) ?? 0, now) + (messages * 1000) / perSecond[sender[0]];
      paidAt.delete(key);
      paidAt.set(key, at);
      forget(now);
    },
  };
};

/** Resolves when the sender may be read again, which other readers of the same sender may delay; or when it is no longer needed. */
export const rested = async (
  rate: Pick<SendRate, 'restMs'>,
  sender: () => Sender,
  isOver: () => boolean,
): Promise<void> => {
  for (let ms = rate.restMs(sender()); ms > 0 && !isOver(); ms = rate.restMs(sender()))
    await pause(ms, undefined, { ref: false });
};
