import { type Cursor, encodeCursor, type Page } from '../../projections/paging.ts';
import type { EventStore, RecordedEvent } from '../event-store/event-store.ts';
import type { ReadingsRecorded } from '../sensing/events.ts';
import type { readingAnswer } from './answers/devices.ts';
import type { Shown } from './answers/shown.ts';

/** Records read at once. */
const READ_AT_ONCE = 1000;

export interface ReadingPageRequest {
  readonly limit: number;
  /** Time of observation: from this time on, and before `to`. */
  readonly from?: string;
  readonly until?: string;
  /** Continues here, with records before this one. */
  readonly cursor?: Cursor;
  /** Most records that are examined. */
  readonly most: number;
}

/** A record as shown. */
export const presentReading = ({ data, meta, version }: RecordedEvent): Shown<typeof readingAnswer> => ({
  ...(data as ReadingsRecorded['data']),
  ...(meta.receivedAt === undefined ? {} : { receivedAt: meta.receivedAt }),
  // A person replayed it from a dead letter: it may differ from what the device sent.
  ...(meta.actor.startsWith('user:') ? { replayedBy: meta.actor.slice('user:'.length) } : {}),
  version,
});

const cursorAt = (version: number): string => encodeCursor({ at: '', id: String(version) });
/** Undefined if it is not a cursor of such a list. */
const versionOf = ({ id }: Cursor): number | undefined => (/^\d{1,9}$/.test(id) ? Number(id) : undefined);

/**
 * A device's records, latest recorded first. Late records are in the order of recording, so a span of observation is searched for in
 * all of them: a page may contain fewer than the limit, even none, and still have a next page. Undefined for a cursor of another list.
 */
export const readingPage = async (
  store: EventStore,
  stream: string,
  { limit, from, until, cursor, most }: ReadingPageRequest,
): Promise<Page<RecordedEvent> | undefined> => {
  const [since, before] = [from, until].map((time) => (time === undefined ? undefined : Date.parse(time)));
  const isWanted = ({ data }: RecordedEvent): boolean => {
    const at = Date.parse((data as { observedAt: string }).observedAt);
    return (since === undefined || at >= since) && (before === undefined || at < before);
  };
  let version = cursor === undefined ? undefined : versionOf(cursor);
  if (cursor !== undefined && version === undefined) return undefined;
  const isFiltered = since !== undefined || before !== undefined;
  const items: RecordedEvent[] = [];
  for (let looked = 0; looked < most && version !== 0; ) {
    const wanted = isFiltered ? READ_AT_ONCE : limit + 1;
    const events = await store.readStream(stream, {
      direction: 'backwards',
      limit: wanted,
      ...(version === undefined ? {} : { fromVersion: version }),
    });
    for (const event of events) {
      if (!isWanted(event)) continue;
      if (items.length === limit) return { items, nextCursor: cursorAt(event.version) };
      items.push(event);
    }
    const last = events[events.length - 1];
    if (last === undefined || events.length < wanted) return { items, nextCursor: null };
    version = last.version - 1;
    looked += events.length;
  }
  return { items, nextCursor: version === undefined || version === 0 ? null : cursorAt(version) };
};
