import type { EventStore, RecordedEvent } from '../../../src/event-store/event-store.ts';

type Written = Pick<RecordedEvent, 'type' | 'stream'>;

/** What each person wrote into the log. */
export interface WritersWatch {
  /** Events whose actor is one of these people, since they were last asked for; the audit log's own records are left out. */
  take(userIds: readonly string[]): Promise<readonly Written[]>;
}

const PAGE = 1000;
const USER = 'user:';

/**
 * Follows the log for all workers. The sender of a request does nothing else meanwhile, so everything that the log shows them doing between
 * the request and its answer is caused by this request, whatever others write at the same time.
 */
export const createWritersWatch = async (
  store: Pick<EventStore, 'head' | 'readAll'>,
): Promise<WritersWatch> => {
  let after = await store.head();
  const untold = new Map<string, Written[]>();
  const read = async (): Promise<void> => {
    for (;;) {
      const events = await store.readAll({ after, limit: PAGE });
      const last = events.at(-1);
      if (last === undefined) return;
      after = last.position;
      for (const { type, stream, meta } of events) {
        if (!meta.actor.startsWith(USER) || stream.startsWith('audit-')) continue;
        const userId = meta.actor.slice(USER.length);
        untold.set(userId, [...(untold.get(userId) ?? []), { type, stream }]);
      }
    }
  };
  let turn: Promise<void> = Promise.resolve();
  return {
    async take(userIds) {
      // A read already in progress may have passed the end of the log before this was requested.
      turn = turn.then(read);
      await turn;
      return [...new Set(userIds)].flatMap((userId) => {
        const written = untold.get(userId) ?? [];
        untold.delete(userId);
        return written;
      });
    },
  };
};
