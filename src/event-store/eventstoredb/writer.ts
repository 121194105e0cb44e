import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import type { AppendRequest, AppendResult, Position } from '../event-store.ts';
import { EventTooLargeError } from '../event-store.ts';
import {
  type BatchPlan,
  checkNames,
  type KnownEvent,
  type PlannedRow,
  type PreparedRequest,
  planBatch,
  prepareRequest,
} from '../plan-batch.ts';
import { StoreUnavailableError } from '../store-unavailable.ts';
import { type Client, RefusedError, WrongVersionError } from './client.ts';
import { markOf, type ServerEvent, toEnvelope, versionOf } from './envelope.ts';
import { START_POSITION } from './position.ts';

export interface WriterOptions {
  readonly client: Client;
  readonly clock: Clock;
  /** Most events in one write. */
  readonly maxBatchEvents: number;
  /** Events of a stream, counted from its end, among which a repeated id is recognised. */
  readonly repeatWindow: number;
  /** A request that could not be written for this long is given up with StoreUnavailableError. */
  readonly appendTimeoutMs: number;
  readonly onRetry?: (error: unknown) => void;
}

export interface Writer {
  append(request: AppendRequest): Promise<AppendResult>;
  /** Waits for everything in the queues; later appends are refused. */
  drain(): Promise<void>;
  /** Requests that wait. */
  pending(): number;
  stats(): { commits: number; events: number };
}

interface Pending {
  readonly request: AppendRequest;
  readonly deadline: number;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
}

/** A stream as this process knows it: its version, and the ids at its end. */
interface KnownStream {
  version: number;
  readonly known: Map<string, KnownEvent>;
}

/** One stream's queue. What is queued while a write is under way goes into the next one. */
interface Lane {
  readonly stream: string;
  queue: Pending[];
  busy: boolean;
  /** Undefined: to be read from the server. */
  state: KnownStream | undefined;
}

/** The server takes writes of up to 1 MiB (`MaxAppendSize`); several requests go together only below this, in UTF-16 units. */
const SHARED_WRITE_UNITS = 250_000;
const MAX_LANES = 20_000;
const RETRY_FIRST_MS = 50;
const RETRY_LONGEST_MS = 1000;

/**
 * Appends to EventStoreDB. The server recognises a repeated id fully only with a concrete expected version and compares no
 * content, so each stream's writes go one after the other with the version that this process knows, and the ids at the
 * stream's end are looked up here, with the digests of their content. A write whose outcome is unknown is tried again after
 * the stream was read anew.
 */
export const createWriter = (options: WriterOptions): Writer => {
  const { client, clock } = options;
  const lanes = new Map<string, Lane>();
  let waiting = 0;
  let commits = 0;
  let eventCount = 0;
  let draining = false;
  let onIdle: (() => void)[] = [];

  const laneOf = (stream: string): Lane => {
    const lane = lanes.get(stream) ?? { stream, queue: [], busy: false, state: undefined };
    // Last used is last in the map; the first ones go.
    lanes.delete(stream);
    lanes.set(stream, lane);
    for (const [name, oldest] of lanes) {
      if (lanes.size <= MAX_LANES || oldest.busy) break;
      lanes.delete(name);
    }
    return lane;
  };

  /** `atLeast`: a version reported by the server; the events up to it may be gone already. */
  const load = async (stream: string, atLeast: number): Promise<KnownStream> => {
    const events = await client.readStream(stream, 'end', 'backwards', options.repeatWindow);
    const version = Math.max(atLeast, events[0] === undefined ? 0 : versionOf(events[0]));
    const known = new Map<string, KnownEvent>();
    for (const event of events.reverse()) known.set(event.id, knownEvent(event));
    return { version, known };
  };

  const remember = (state: KnownStream, events: readonly (KnownEvent & { readonly id: string })[]) => {
    for (const { id, ...event } of events) {
      state.known.set(id, event);
      state.version = Math.max(state.version, event.version);
    }
    for (const id of state.known.keys()) {
      if (state.known.size <= options.repeatWindow) break;
      state.known.delete(id);
    }
  };

  const plan = (lane: Lane, state: KnownStream, requests: readonly PreparedRequest[]): BatchPlan =>
    planBatch(requests, {
      known: new Map(state.known),
      versions: new Map([[lane.stream, state.version]]),
      // Known once it is written.
      positionOf: () => START_POSITION,
      recordedAt: new Date(clock.now()).toISOString(),
    });

  /**
   * Writes at the version that this process knows. Where another process may have written the same ids at the same version,
   * which the server accepts as ours without comparing the content, and where several events share a write, whose answer
   * has one position, the end of each request is read back. Undefined: it is not ours.
   */
  const write = async (
    lane: Lane,
    rows: readonly PlannedRow[],
    { requests, contested }: { readonly requests: number; readonly contested: boolean },
  ): Promise<Written[] | undefined> => {
    const first = rows[0]!.recorded.version;
    const mark = contested || rows.length > 1 ? newId() : undefined;
    const position = await client.append(
      lane.stream,
      first - 1,
      rows.map((row) => ({
        id: row.recorded.id,
        type: row.recorded.type,
        data: row.recorded.data,
        metadata: toEnvelope(row, mark),
      })),
    );
    if (mark === undefined && position !== undefined) {
      const { recorded, digest } = rows[0]!;
      return [{ id: recorded.id, stream: lane.stream, version: first, position, digest }];
    }
    // One request needs the position of its last event only; the others are looked up should they ever be asked for.
    const from = requests === 1 ? first + rows.length - 1 : first;
    const stored = await client.readStream(lane.stream, from, 'forwards', first + rows.length - from);
    const ours =
      stored.length === first + rows.length - from && stored.every((event) => markOf(event).write === mark);
    if (!ours) return undefined;
    const positions = new Map(stored.map((event) => [versionOf(event), event.position]));
    return rows.map(({ recorded: { id, version }, digest }) => ({
      id,
      stream: lane.stream,
      version,
      position: positions.get(version) ?? START_POSITION,
      digest,
    }));
  };

  /** The answer with the position that it lacks: from the write that has just been made, or from the stream. */
  const placed = async (
    stream: string,
    result: AppendResult,
    positions?: ReadonlyMap<number, Position>,
  ): Promise<AppendResult> => {
    if (!('position' in result) || result.position !== START_POSITION) return result;
    const known = positions?.get(result.version);
    if (known !== undefined && known !== START_POSITION) return { ...result, position: known };
    const [event] = await client.readStream(stream, result.version, 'forwards', 1);
    return { ...result, position: event?.position ?? START_POSITION };
  };

  const commit = async (lane: Lane, batch: readonly Pending[]): Promise<readonly AppendResult[]> => {
    const requests = batch.map(({ request }) => prepareRequest(request));
    const contested = requests.some(({ expected }) => expected !== 'any');
    let atLeast = 0;
    for (;;) {
      const fresh = lane.state === undefined;
      const state = lane.state ?? (await load(lane.stream, atLeast));
      lane.state = state;
      const { results, rows } = plan(lane, state, requests);
      if (rows.length === 0) {
        // A conflict may only mean that another process wrote since this one looked.
        if (fresh || results.every(({ status }) => status !== 'versionConflict'))
          return Promise.all(results.map((result) => placed(lane.stream, result)));
        lane.state = undefined;
        continue;
      }
      try {
        const written = await write(lane, rows, { requests: requests.length, contested });
        if (written === undefined) {
          lane.state = undefined;
          continue;
        }
        remember(state, written);
        commits += 1;
        eventCount += written.length;
        const positions = new Map(written.map(({ version, position }) => [version, position]));
        return await Promise.all(results.map((result) => placed(lane.stream, result, positions)));
      } catch (error) {
        lane.state = undefined;
        if (!(error instanceof WrongVersionError)) throw error;
        atLeast = error.actual;
      }
    }
  };

  const settle = (lane: Lane, batch: readonly Pending[], answer: (pending: Pending, n: number) => void) => {
    lane.queue = lane.queue.slice(batch.length);
    waiting -= batch.length;
    batch.forEach(answer);
  };

  const run = async (lane: Lane): Promise<void> => {
    let delay = RETRY_FIRST_MS;
    while (lane.queue.length > 0) {
      const batch = takeBatch(lane.queue, options.maxBatchEvents);
      try {
        const results = await commit(lane, batch);
        settle(lane, batch, ({ resolve }, n) => resolve(results[n]!));
        delay = RETRY_FIRST_MS;
      } catch (error) {
        if (error instanceof EventTooLargeError && batch.length > 1) {
          await runAlone(lane, batch);
          continue;
        }
        if (isFinal(error)) {
          settle(lane, batch, ({ reject }) =>
            reject(error instanceof RefusedError ? new StoreUnavailableError(error) : error),
          );
          continue;
        }
        options.onRetry?.(error);
        const now = performance.now();
        const expired = lane.queue.filter(({ deadline }) => deadline <= now);
        lane.queue = lane.queue.filter(({ deadline }) => deadline > now);
        waiting -= expired.length;
        for (const { reject } of expired) reject(new StoreUnavailableError(error));
        if (lane.queue.length > 0) await setTimeout(delay);
        delay = Math.min(delay * 2, RETRY_LONGEST_MS);
      }
    }
    lane.busy = false;
    if (waiting === 0) {
      for (const callback of onIdle) callback();
      onIdle = [];
    }
  };

  /** Together they were too large: one by one, and the one to blame fails alone. */
  const runAlone = async (lane: Lane, batch: readonly Pending[]): Promise<void> => {
    for (const pending of batch) {
      try {
        const [result] = await commit(lane, [pending]);
        settle(lane, [pending], ({ resolve }) => resolve(result!));
      } catch (error) {
        if (!isFinal(error)) return;
        settle(lane, [pending], ({ reject }) => reject(error));
      }
    }
  };

  return {
    append: (request) =>
      new Promise<AppendResult>((resolve, reject) => {
        if (draining) throw new StoreUnavailableError('the store is closing');
        checkNames(request);
        const lane = laneOf(request.stream);
        const deadline = performance.now() + options.appendTimeoutMs;
        lane.queue.push({ request, deadline, resolve, reject });
        waiting += 1;
        if (lane.busy) return;
        lane.busy = true;
        // What is appended in the same breath goes into the same write.
        queueMicrotask(() => void run(lane));
      }),
    async drain() {
      draining = true;
      if (waiting > 0) await new Promise<void>((resolve) => onIdle.push(resolve));
    },
    pending: () => waiting,
    stats: () => ({ commits, events: eventCount }),
  };
};

interface Written extends KnownEvent {
  readonly id: string;
}

const knownEvent = (event: ServerEvent): KnownEvent => ({
  stream: event.stream,
  version: versionOf(event),
  position: event.position,
  digest: markOf(event).digest,
});

const isFinal = (error: unknown): boolean =>
  error instanceof EventTooLargeError || error instanceof RefusedError;

const sizeOf = ({ events }: AppendRequest): number =>
  events.reduce((size, event) => size + JSON.stringify(event.data).length, 0);

const takeBatch = (queue: readonly Pending[], maxEvents: number): readonly Pending[] => {
  let count = 0;
  let events = 0;
  let size = 0;
  for (const { request } of queue) {
    events += request.events.length;
    if (queue.length > 1) size += sizeOf(request);
    if (count > 0 && (events > maxEvents || size > SHARED_WRITE_UNITS)) break;
    count += 1;
  }
  return queue.slice(0, count);
};
