import type { EventStore, RecordedEvent } from '../../event-store/event-store.ts';
import { versionRecordedSince } from './recorded-since.ts';

export interface StreamReader {
  /** The next event; undefined at the end. It stays until `advance`. */
  peek(): RecordedEvent | undefined;
  advance(): Promise<void>;
  /** Whether the log has any event of the stream. */
  exists(): boolean;
  /** Whether events that were recorded in the span are no longer in the log. */
  hasHoles(): boolean;
}

/** Reads the events of a stream that were recorded from `since` until before `until` (ISO 8601 UTC), a page at a time. */
export const openStreamReader = async (
  store: EventStore,
  stream: string,
  { since, until, page }: { readonly since: string; readonly until: string; readonly page: number },
): Promise<StreamReader> => {
  let events: readonly RecordedEvent[] = [];
  let index = 0;
  const found = await versionRecordedSince(store, stream, since);
  let expected = found.version;
  let hasHoles = false;

  const load = async (): Promise<void> => {
    events = [];
    index = 0;
    while (expected !== undefined && index >= events.length) {
      const read = await store.readStream(stream, { fromVersion: expected, limit: page });
      for (const event of read) {
        // Versions have no gaps but what is archived.
        if (event.version !== expected && event.recordedAt >= since) hasHoles = true;
        expected = event.version + 1;
      }
      events = read.filter(({ recordedAt }) => recordedAt >= since && recordedAt < until);
      const last = read[read.length - 1];
      if (read.length < page || (last !== undefined && last.recordedAt >= until)) expected = undefined;
    }
  };
  await load();

  return {
    peek: () => events[index],
    async advance() {
      index += 1;
      if (index >= events.length) await load();
    },
    exists: () => found.exists,
    hasHoles: () => hasHoles,
  };
};
