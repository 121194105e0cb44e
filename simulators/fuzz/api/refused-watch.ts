import type { EventStore, RecordedEvent } from '../../../src/event-store/event-store.ts';

/** What people wrote into the log, told request by request. */
export interface RefusedWatch {
  /** Events of these people since the last look; the audit log's own records are left out. */
  look(): Promise<readonly RecordedEvent[]>;
}

const PAGE = 1000;

export const createRefusedWatch = async (
  store: EventStore,
  userIds: readonly string[],
): Promise<RefusedWatch> => {
  let after = await store.head();
  const actors = new Set(userIds.map((userId) => `user:${userId}`));
  return {
    async look() {
      const found: RecordedEvent[] = [];
      for (;;) {
        const events = await store.readAll({ after, limit: PAGE });
        const last = events.at(-1);
        if (last === undefined) return found;
        after = last.position;
        found.push(
          ...events.filter(({ stream, meta }) => actors.has(meta.actor) && !stream.startsWith('audit-')),
        );
      }
    },
  };
};
