import { contentDigest } from '../platform/ids.ts';
import type { AppendRequest, AppendResult, NewEvent, Position, RecordedEvent } from './event-store.ts';

/** Data of an event id that is already in the log. */
export interface KnownEvent {
  readonly stream: string;
  readonly version: number;
  readonly position: Position;
  readonly digest: string;
}

/** An event with its texts as stored; created together with its batch, so that requests in the queue do not yet occupy that memory. */
export interface PreparedEvent {
  readonly event: NewEvent;
  readonly dataText: string;
  readonly metaText: string;
  readonly digest: string;
}

export interface PreparedRequest {
  readonly stream: string;
  readonly expected: AppendRequest['expected'];
  readonly events: readonly PreparedEvent[];
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the characters that names must not have
const CONTROL_CHARACTER = /[\u0000-\u001f]/;

export const prepareRequest = (request: AppendRequest): PreparedRequest => ({
  stream: request.stream,
  expected: request.expected,
  events: request.events.map((event) => {
    const dataText = JSON.stringify(event.data);
    return {
      event,
      dataText,
      metaText: JSON.stringify(event.meta),
      digest: event.contentDigest ?? contentDigest(dataText),
    };
  }),
});

/** Throws RangeError for a name with a control character: none of ours contains one, and the writer uses one as the separator. */
export const checkNames = (request: AppendRequest): void => {
  refuseControlCharacters(request.stream);
  for (const { type } of request.events) refuseControlCharacters(type);
};

const refuseControlCharacters = (name: string): void => {
  if (CONTROL_CHARACTER.test(name))
    throw new RangeError('names of streams and types must not contain control characters');
};

export interface PlannedRow {
  readonly recorded: RecordedEvent;
  readonly dataText: string;
  readonly metaText: string;
  readonly digest: string;
}

export interface BatchPlan {
  readonly results: readonly AppendResult[];
  readonly rows: readonly PlannedRow[];
}

export interface BatchContext {
  /** Known events with ids in the batch; updated, so that requests of one batch see each other. */
  readonly known: Map<string, KnownEvent>;
  /** Versions of the streams in the batch; updated likewise. */
  readonly versions: Map<string, number>;
  /** Position of the n-th row of the batch, from 0. */
  readonly positionOf: (n: number) => Position;
  readonly recordedAt: string;
}

/** Decides every request of a batch, in order, against the current log: positions, stream versions, repeats. */
export const planBatch = (
  requests: readonly PreparedRequest[],
  { known, versions, positionOf, recordedAt }: BatchContext,
): BatchPlan => {
  const results: AppendResult[] = [];
  const rows: PlannedRow[] = [];
  for (const request of requests) {
    const verdict = judge(request, known, versions);
    if (verdict !== undefined) {
      results.push(verdict);
      continue;
    }
    let version = versions.get(request.stream) ?? 0;
    let position = positionOf(rows.length);
    for (const prepared of request.events) {
      position = positionOf(rows.length);
      version += 1;
      const { event } = prepared;
      rows.push({
        recorded: {
          position,
          stream: request.stream,
          version,
          id: event.id,
          type: event.type,
          schemaVersion: event.schemaVersion ?? 1,
          data: event.data,
          meta: event.meta,
          recordedAt,
        },
        dataText: prepared.dataText,
        metaText: prepared.metaText,
        digest: prepared.digest,
      });
      known.set(event.id, { stream: request.stream, version, position, digest: prepared.digest });
    }
    versions.set(request.stream, version);
    results.push({ status: 'appended', version, position });
  }
  return { results, rows };
};

/** The answer to a request that writes nothing; undefined if it has to be written. */
const judge = (
  request: PreparedRequest,
  known: ReadonlyMap<string, KnownEvent>,
  versions: ReadonlyMap<string, number>,
): AppendResult | undefined => {
  let repeated = 0;
  let last: KnownEvent | undefined;
  for (const { event, digest } of request.events) {
    const earlier = known.get(event.id);
    if (earlier === undefined) continue;
    if (earlier.digest !== digest || earlier.stream !== request.stream) {
      return { status: 'idConflict', eventId: event.id };
    }
    repeated += 1;
    last = earlier;
  }
  if (last !== undefined) {
    // A request is atomic, so either all of its events are in the log or none; otherwise an id belongs to another request.
    if (repeated < request.events.length)
      return { status: 'idConflict', eventId: request.events[0]!.event.id };
    return { status: 'alreadyAppended', version: last.version, position: last.position };
  }
  const actual = versions.get(request.stream) ?? 0;
  const matches =
    request.expected === 'any' || (request.expected === 'none' ? actual === 0 : actual === request.expected);
  return matches ? undefined : { status: 'versionConflict', actual };
};
