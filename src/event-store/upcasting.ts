import type { AppendRequest, EventStore, RecordedEvent } from './event-store.ts';

/** From one version of an event's data to the next: `{ CaseReported: { 1: (data) => data of version 2 } }`. Pure. */
export type Upcasters = Readonly<Record<string, Readonly<Record<number, (data: never) => unknown>>>>;

export interface EventCatalogue {
  /** The version of each type that this release writes and understands. */
  readonly versions: Readonly<Record<string, number>>;
  readonly upcasters: Upcasters;
}

/** The event was written by a newer release: this one cannot interpret it. */
export class NewerSchemaError extends Error {
  readonly code = 'newerSchema';
  constructor({ type, schemaVersion, stream, version }: RecordedEvent) {
    super(`${type} has schema version ${schemaVersion}, of a newer release (${stream}, version ${version})`);
    this.name = 'NewerSchemaError';
  }
}

/** Data of a type in the version of this release; unchanged if it already has that version, or if its type is unknown. */
export const upcastData = (
  type: string,
  schemaVersion: number,
  data: unknown,
  { versions, upcasters }: EventCatalogue,
): unknown => {
  let upcasted = data;
  for (let version = schemaVersion; version < (versions[type] ?? 0); version += 1) {
    const step = upcasters[type]?.[version];
    if (step === undefined) throw new Error(`there is no upcaster of ${type} from version ${version}`);
    upcasted = step(upcasted as never);
  }
  return upcasted;
};

/** The event in the version of this release. */
export const upcast = (event: RecordedEvent, catalogue: EventCatalogue): RecordedEvent => {
  const { type, schemaVersion } = event;
  const current = catalogue.versions[type];
  if (current === undefined || schemaVersion >= current) return event;
  return { ...event, data: upcastData(type, schemaVersion, event.data, catalogue), schemaVersion: current };
};

/** Throws NewerSchemaError. */
export const refuseNewer = (event: RecordedEvent, versions: EventCatalogue['versions']): void => {
  const current = versions[event.type];
  if (current !== undefined && event.schemaVersion > current) throw new NewerSchemaError(event);
};

/**
 * The same store, which stamps each event with the version of its type, and whose reads return events in the versions of this release.
 * An event of a newer release fails the read of its stream; the global order passes it on, so that only projections that handle it
 * stop at it (see `refuseNewer`).
 */
export const withCatalogue = (store: EventStore, catalogue: EventCatalogue): EventStore => {
  const stamped = (request: AppendRequest): AppendRequest => ({
    ...request,
    events: request.events.map((event) => ({ schemaVersion: catalogue.versions[event.type] ?? 1, ...event })),
  });
  const all = (events: readonly RecordedEvent[]): RecordedEvent[] =>
    events.map((event) => upcast(event, catalogue));
  return {
    ...store,
    append: (request) => store.append(stamped(request)),
    appendMany: (requests) => store.appendMany(requests.map(stamped)),
    async readStream(stream, options) {
      const events = await store.readStream(stream, options);
      for (const event of events) refuseNewer(event, catalogue.versions);
      return all(events);
    },
    readAll: async (options) => all(await store.readAll(options)),
    subscribe: (options) => store.subscribe({ ...options, onBatch: (batch) => options.onBatch(all(batch)) }),
  };
};
