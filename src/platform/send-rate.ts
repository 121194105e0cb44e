import { setTimeout as pause } from 'node:timers/promises';

/** An authenticated device, the address of one that is not, or that of an HTTP client: many clients may share one address. */
export type SenderKind = 'device' | 'address' | 'client';
export type Sender = readonly [kind: SenderKind, name: string];

/** How much a sender may send for long; whoever sends more is not refused, it is read more slowly. */
export interface SendRate {
  /** Milliseconds until this sender is read again; 0: now. */
  restMs(sender: Sender): number;
  /** So many messages, frames, packets or requests of it were read. */
  count(sender: Sender, messages: number): void;
}

/** Pieces a second, for each sender of a kind; infinite: no limit. */
export type SendRates = Readonly<Record<SenderKind, number>>;

/** Of the last second's pieces none is waited for. */
const AHEAD_MS = 1000;
/** Senders whose pieces are remembered; those who have nothing to wait for are forgotten first. */
const MAX_SENDERS = 50_000;

/**
 * The group commit takes what has come from all senders together, so one that sends as fast as it is read makes each commit longer
 * and takes the processor from the database. Reading is what is slowed down: nothing is lost, and TCP holds the sender back.
 */
export const createSendRate = (
  perSecond: SendRates,
  nowMs: () => number = () => performance.now(),
): SendRate => {
  /** When the pieces of each sender are paid for, in the order of their last ones. */
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

/** Resolves when the sender may be read again, which others delay who read for it too; or when that is of no use any more. */
export const rested = async (
  rate: Pick<SendRate, 'restMs'>,
  sender: () => Sender,
  isOver: () => boolean,
): Promise<void> => {
  for (let ms = rate.restMs(sender()); ms > 0 && !isOver(); ms = rate.restMs(sender()))
    await pause(ms, undefined, { ref: false });
};
