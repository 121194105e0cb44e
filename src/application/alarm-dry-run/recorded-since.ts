import type { EventStore } from '../../event-store/event-store.ts';

/** Fewer events than this are read over rather than searched. */
const NEAR_ENOUGH = 500;

/**
 * A version from which on a stream has everything that was recorded at `since` (ISO 8601 UTC) or later, and not many events more:
 * bisected, since times grow with versions. Undefined where it has nothing so late.
 */
export const versionRecordedSince = async (
  store: EventStore,
  stream: string,
  since: string,
): Promise<number | undefined> => {
  const [last] = await store.readStream(stream, { direction: 'backwards', limit: 1 });
  if (last === undefined || last.recordedAt < since) return undefined;
  let low = 1;
  let high = last.version;
  while (high - low > NEAR_ENOUGH) {
    const middle = Math.floor((low + high) / 2);
    // Where `middle` is archived this is the first event after it.
    const [event] = await store.readStream(stream, { fromVersion: middle, limit: 1 });
    if (event !== undefined && event.recordedAt < since) low = event.version + 1;
    else high = middle;
  }
  return low;
};
