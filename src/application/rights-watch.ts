import type { EventStore, Position, RecordedEvent, Subscription } from '../event-store/event-store.ts';
import type { Assignment } from '../identity/index.ts';
import type { Clock } from '../platform/clock.ts';
import { every } from '../platform/every.ts';
import { guarded } from '../platform/guard.ts';
import type { Logger } from '../platform/logger.ts';

/** Why work in progress ends: it may be restarted with the current rights, or after signing in again. */
export type RightsEnd = 'sessionEnded' | 'rightsChanged';

/** The rights on which work in progress depends. */
export interface WatchedRights {
  /** Aborted with a RightsEnd as its reason. */
  readonly signal: AbortSignal;
  /** Resolves once it is known that they were valid at the time of the call. */
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
   * Applies changes of rights in these events, if that has not yet happened: to be called before passing on later events. The
   * watch also receives the events itself, but not in step with others.
   */
  take(batch: readonly RecordedEvent[]): Promise<void>;
  /** Number of watched rights. */
  size(): number;
  stop(): Promise<void>;
}

/** Current state of a session from the log; undefined if it has ended. */
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
 * Ends work in progress as soon as the right to it ends: live streams, uploads, long reads. Every process follows the log for
 * this, so that it does not matter where somebody signs out, is disabled or loses a role. Expiry is checked by a timer. If it
 * cannot be determined whether a right is still valid, it counts as ended.
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
      logger.warn({ err }, 'a right cannot be checked: work that depends on it ends');
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
        logger.error({ err }, 'changes of rights are no longer followed: work in progress ends');
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
      // Changes between the check of the token and now have not been observed.
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
