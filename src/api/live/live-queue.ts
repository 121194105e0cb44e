import type { Position } from '../../event-store/event-store.ts';

/** What a queue needs to know of a message. */
export interface Queued {
  readonly id: Position;
  /** What a later message of the same text replaces; without it each is sent. */
  readonly replaces?: string;
}

interface LiveQueueOptions {
  readonly compare: (a: Position, b: Position) => number;
  /** As many may wait; beyond them all are dropped. */
  readonly most: number;
  /** Messages that replace each other are sent at most once in this time. */
  readonly intervalMs: number;
}

/** A message to send, and up to where everything has been sent with it, if that has become further. */
export interface Next<Message> {
  readonly message: Message;
  readonly id: Position | undefined;
}

export interface LiveQueue<Message extends Queued> {
  put(message: Message, nowMs: number): void;
  /** The next one that may be sent now. */
  take(nowMs: number): Next<Message> | undefined;
  /** Whether messages were dropped since this was last asked: everything has to be loaded. */
  hasOverflowed(): boolean;
  /** When the earliest message that is held back may be sent. */
  dueMs(): number | undefined;
}

/**
 * What waits to be sent to one client, bounded. A message whose predecessor was sent just now is held back, and one that comes meanwhile
 * takes its place. So messages are not always sent in the order of their ids; the id that goes with one says up to where nothing is missing.
 */
export const createLiveQueue = <Message extends Queued>({
  compare,
  most,
  intervalMs,
}: LiveQueueOptions): LiveQueue<Message> => {
  /** In the order of their ids. */
  const waiting = new Map<string, Message>();
  const held = new Map<string, { message: Message; dueMs: number }>();
  /** When what can be replaced was last sent; the earliest first. */
  const sentMs = new Map<string, number>();
  /** Ids of messages that were sent before an earlier one. */
  let ahead: Position[] = [];
  let overflowed = false;

  const keyOf = ({ id, replaces }: Message): string => replaces ?? id;

  const dueOf = (replaces: string, nowMs: number): number | undefined => {
    const last = sentMs.get(replaces);
    return last === undefined || last + intervalMs <= nowMs ? undefined : last + intervalMs;
  };

  const noteSent = (replaces: string, nowMs: number): void => {
    sentMs.delete(replaces);
    sentMs.set(replaces, nowMs);
    for (const [key, last] of sentMs) {
      if (last + intervalMs > nowMs) break;
      sentMs.delete(key);
    }
  };

  /** The held one that may be sent, before those that wait. */
  const takeHeld = (nowMs: number): Message | undefined => {
    for (const [key, { message, dueMs }] of held) {
      if (dueMs > nowMs) continue;
      held.delete(key);
      return message;
    }
    return undefined;
  };
  const takeWaiting = (): Message | undefined => {
    for (const [key, message] of waiting) {
      waiting.delete(key);
      return message;
    }
    return undefined;
  };

  /** Up to where everything has been sent, if something has been since the last time. */
  const reached = (): Position | undefined => {
    const open = [...held.values()].map(({ message }) => message.id);
    for (const { id } of waiting.values()) {
      open.push(id);
      break;
    }
    const isBefore = (id: Position): boolean => open.every((other) => compare(id, other) < 0);
    const through = ahead.filter(isBefore).sort(compare).at(-1);
    ahead = ahead.filter((id) => !isBefore(id));
    return through;
  };

  return {
    put(message, nowMs) {
      // Nothing may follow the omitted ones before the reset that replaces them.
      if (overflowed) return;
      const key = keyOf(message);
      if (!waiting.has(key) && !held.has(key) && waiting.size + held.size >= most) {
        overflowed = true;
        waiting.clear();
        held.clear();
        ahead = [];
        return;
      }
      const holding = held.get(key);
      const dueMs = holding?.dueMs ?? dueOf(key, nowMs);
      waiting.delete(key);
      if (dueMs === undefined) waiting.set(key, message);
      else held.set(key, { message, dueMs });
    },
    take(nowMs) {
      const message = takeHeld(nowMs) ?? takeWaiting();
      if (message === undefined) return undefined;
      if (message.replaces !== undefined) noteSent(message.replaces, nowMs);
      ahead.push(message.id);
      return { message, id: reached() };
    },
    hasOverflowed() {
      const was = overflowed;
      overflowed = false;
      return was;
    },
    dueMs: () => {
      const due = [...held.values()].map(({ dueMs }) => dueMs);
      return due.length === 0 ? undefined : Math.min(...due);
    },
  };
};
