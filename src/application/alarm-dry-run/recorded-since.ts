import type { EventStore } from '../../event-store/event-store.ts';

/** Fewer events than this are skipped by reading rather than searched. */
const NEAR_ENOUGH = 500;

export interface Found {
  /** Whether the stream has any event in the log. */
  readonly exists: boolean;
  readonly version: number | undefined;
}

/**
 * A version from which a stream contains everything recorded at `since` (ISO 8601 UTC) or later, and few earlier events: found by
 * bisection, since times increase with versions. `version` is undefined if the stream has nothing that late.
 */
export const versionRecordedSince = async (
  store: EventStore,
  stream: string,
  since: string,
): Promise<Found> => {
  const [last] = await store.readStream(stream, { direction: 'backwards', limit: 1 });
  if (last === undefined) return { exists: false, version: undefined };
  if (last.recordedAt < since) return { exists: true, version: undefined };
  let low = 1;
  let high = last.version;
  while (high - low > NEAR_ENOUGH) {
    const middle = Math.floor((low + high) / 2);
    // If `middle` is archived this is the first event after it.
    const [event] = await store.readStream(stream, { fromVersion: middle, limit: 1 });
    if (event !== undefined && event.recordedAt < since) low = event.version + 1;
    else high = middle;
  }
  return { exists: true, version: low };
};
