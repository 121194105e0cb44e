import type { EventStore, Position, RecordedEvent, Subscription } from '../event-store/event-store.ts';
import type { Assignment } from '../identity/index.ts';
import type { Clock } from '../platform/clock.ts';
import { every } from '../platform/every.ts';
import { guarded } from '../platform/guard.ts';
import type { Logger } from '../platform/logger.ts';

/** Why what somebody has under way ends: it may begin anew with the rights of today, or after signing in. */
export type RightsEnd = 'sessionEnded' | 'rightsChanged';

/** Rights that something under way stands on. */
export interface WatchedRights {
  /** Aborted with a RightsEnd as its reason. */
  readonly signal: AbortSignal;
  /** Resolves when it is known that they held at the time of the call. */
  readonly checked: Promise<void>;
  stop(): void;
}

export interface RightsWatch {
  watch(who: {
    readonly userId: string;
    readonly sessionId: string;
    readonly assignments: readonly Assignment[];
  }): WatchedRights;
  /**
   * Has what these events say of people take effect, if it has not: whoever hands on later events calls it before. The watch
   * itself hears of them too, but not in step with others.
   */
  take(batch: readonly RecordedEvent[]): Promise<void>;
  /** Of those that are watched. */
  size(): number;
  stop(): Promise<void>;
}

/** What the log says of a session now; undefined when it is over. */
export type FindSession = (
  userId: string,
  sessionId: string,
) => Promise<{ readonly assignments: readonly Assignment[]; readonly expiresAt: string } | undefined>;

interface Entry {
  readonly userId: string;
  readonly sessionId: string;
  readonly rights: string;
  readonly ending: AbortController;
  expiresAtMs: number;
}

const SWEEP_MS = 250;
const RESTART_MS = 1000;
const USER_STREAM = 'user-';

/**
 * Ends what is under way as soon as the right to it ends: live streams, uploads, long reads. Every process follows the log for
 * it, so that it does not matter where somebody signs out, is disabled or loses a role. Expiry comes by a timer. Where it
 * cannot be told whether a right still holds, it does not.
 */
export const startRightsWatch = async (options: {
  readonly store: EventStore;
  readonly findSession: FindSession;
  readonly clock: Clock;
  readonly logger: Logger;
}): Promise<RightsWatch> => {
  const { store, findSession, clock, logger } = options;
  const entries = new Map<string, Set<Entry>>();
  let position = await store.head();
  let subscription: Subscription | undefined;
  let stopped = false;

  const forget = (entry: Entry): void => {
    const ofUser = entries.get(entry.userId);
    ofUser?.delete(entry);
    if (ofUser?.size === 0) entries.delete(entry.userId);
  };
  const end = (entry: Entry, reason: RightsEnd): void => {
    forget(entry);
    entry.ending.abort(reason);
  };

  const check = async (entry: Entry): Promise<void> => {
    try {
      const session = await findSession(entry.userId, entry.sessionId);
      if (session === undefined) end(entry, 'sessionEnded');
      else if (rightsOf(session.assignments) !== entry.rights) end(entry, 'rightsChanged');
      else entry.expiresAtMs = Date.parse(session.expiresAt);
    } catch (err) {
      logger.warn({ err }, 'a right cannot be checked: what stands on it ends');
      end(entry, 'rightsChanged');
    }
  };

  const take = async (batch: readonly RecordedEvent[]): Promise<void> => {
    if (entries.size === 0) return;
    const changed = new Set(
      batch
        .filter(({ stream }) => stream.startsWith(USER_STREAM))
        .map(({ stream }) => stream.slice(USER_STREAM.length)),
    );
    for (const userId of changed)
      await Promise.all([...(entries.get(userId) ?? [])].map((entry) => check(entry)));
  };
  const onCheckpoint = (reached: Position): void => {
    position = reached;
  };

  const follow = (after: Position): void => {
    subscription = store.subscribe({
      name: 'rights-watch',
      after,
      filter: { streamPrefixes: [USER_STREAM] },
      onBatch: take,
      onCheckpoint,
    });
    subscription.done.catch(
      guarded('rights watch', (err: unknown) => {
        if (stopped) return;
        logger.error({ err }, 'rights are not followed: what is under way ends');
        for (const ofUser of entries.values()) for (const entry of ofUser) end(entry, 'rightsChanged');
        setTimeout(
          guarded('rights watch', () => void (stopped || follow(position))),
          RESTART_MS,
        ).unref();
      }),
    );
  };
  follow(position);

  const sweep = every(SWEEP_MS, 'rights watch', () => {
    const now = clock.now();
    for (const ofUser of entries.values())
      for (const entry of ofUser) if (entry.expiresAtMs <= now) end(entry, 'sessionEnded');
  });

  return {
    watch({ userId, sessionId, assignments }) {
      const entry: Entry = {
        userId,
        sessionId,
        rights: rightsOf(assignments),
        ending: new AbortController(),
        expiresAtMs: Number.POSITIVE_INFINITY,
      };
      const ofUser = entries.get(userId) ?? new Set();
      entries.set(userId, ofUser.add(entry));
      // What happened between the check of the token and now was heard by nobody.
      return { signal: entry.ending.signal, checked: check(entry), stop: () => forget(entry) };
    },
    take,
    size: () => [...entries.values()].reduce((sum, { size }) => sum + size, 0),
    async stop() {
      stopped = true;
      await sweep.stop();
      await subscription?.stop();
    },
  };
};

const rightsOf = (assignments: readonly Assignment[]): string => JSON.stringify(assignments);
