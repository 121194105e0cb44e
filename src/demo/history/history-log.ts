import { EVENT_VERSIONS } from '../../event-catalogue.ts';
import type {
  AppendRequest,
  EventStore,
  NewEvent,
  ReadStreamOptions,
  RecordedEvent,
} from '../../event-store/event-store.ts';
import { type KnownEvent, type PlannedRow, planBatch, prepareRequest } from '../../event-store/plan-batch.ts';
import { fromPosition, toPosition } from '../../event-store/postgres/rows.ts';
import { maskFreeText } from '../../free-text.ts';
import { type Clock, isoNow } from '../../platform/clock.ts';
import { derivedId } from '../../platform/ids.ts';

/** A log that continues another one in memory, at the time of a stepped clock. */
export interface HistoryLog extends EventStore {
  /** What the other log held. */
  readonly before: readonly RecordedEvent[];
  /** What was appended here, to be written after it. */
  readonly rows: readonly PlannedRow[];
}

const PAGE = 5000;

/** Ids that are not derived from anything are made by the time and at random (UUID version 7). */
const isRandom = (id: string): boolean => id[14] === '7';

/**
 * Every event of it is marked synthetic and has an id that is the same when the same history is made again; typed text is masked as
 * it is in every log, though nobody stands behind it.
 */
const marked = (stream: string, version: number, event: NewEvent): NewEvent => ({
  ...event,
  id: isRandom(event.id) ? derivedId('demo-history', stream, String(version)) : event.id,
  schemaVersion: event.schemaVersion ?? EVENT_VERSIONS[event.type as keyof typeof EVENT_VERSIONS] ?? 1,
  data: maskFreeText(event.type, event.data),
  meta: { ...event.meta, synthetic: true },
});

export const createHistoryLog = async (base: EventStore, clock: Clock): Promise<HistoryLog> => {
  const before: RecordedEvent[] = [];
  const streams = new Map<string, RecordedEvent[]>();
  const known = new Map<string, KnownEvent>();
  const versions = new Map<string, number>();
  const rows: PlannedRow[] = [];
  const keep = (event: RecordedEvent): void => {
    const stream = streams.get(event.stream);
    if (stream === undefined) streams.set(event.stream, [event]);
    else stream.push(event);
  };
  for (let after = base.start; ; ) {
    const page = await base.readAll({ after, limit: PAGE });
    for (const event of page) {
      before.push(event);
      keep(event);
      versions.set(event.stream, event.version);
    }
    if (page.length < PAGE) break;
    after = page.at(-1)!.position;
  }
  const last = before.at(-1);
  const head = last === undefined ? 0 : fromPosition(last.position);

  const appendMany = async (requests: readonly AppendRequest[]) => {
    const plan = planBatch(
      requests.map((request) => {
        const { stream } = request;
        const version = versions.get(stream) ?? 0;
        const events = request.events.map((event, n) => marked(stream, version + n + 1, event));
        return prepareRequest({ ...request, events });
      }),
      {
        known,
        versions,
        positionOf: (n) => toPosition(head + rows.length + 1 + n),
        recordedAt: isoNow(clock),
      },
    );
    for (const row of plan.rows) keep(row.recorded);
    rows.push(...plan.rows);
    return [...plan.results];
  };

  return {
    ...base,
    before,
    rows,
    appendMany,
    append: async (request) => (await appendMany([request]))[0]!,
    async readStream(stream: string, { direction, fromVersion = 1, limit }: ReadStreamOptions = {}) {
      const events = streams.get(stream) ?? [];
      // Nothing of these streams has aged: the n-th event has version n.
      const wanted =
        direction === 'backwards'
          ? events.toReversed()
          : fromVersion > 1
            ? events.slice(fromVersion - 1)
            : events;
      return limit === undefined ? [...wanted] : wanted.slice(0, limit);
    },
    head: async () => toPosition(head + rows.length),
  };
};
