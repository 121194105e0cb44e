import type { Clock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import type { AppendRequest, AppendResult, Position } from '../event-store.ts';
import {
  type BatchPlan,
  type KnownEvent,
  type PlannedRow,
  type PreparedRequest,
  planBatch,
  prepareRequest,
} from '../plan-batch.ts';
import { type Client, WrongVersionError } from './client.ts';
import { markOf, toEnvelope, versionOf } from './envelope.ts';
import { type KnownStream, loadKnownStream, remember } from './known-stream.ts';
import { createLanes, type Lane, type Lanes } from './lanes.ts';
import { START_POSITION } from './position.ts';

export interface WriterOptions {
  readonly client: Client;
  readonly clock: Clock;
  /** Most events in one write. */
  readonly maxBatchEvents: number;
  /** Events of a stream, counted from its end, among which a repeated id is recognised. */
  readonly repeatWindow: number;
  /** A request that could not be written for this long is rejected with StoreUnavailableError. */
  readonly appendTimeoutMs: number;
  readonly onRetry?: (error: unknown) => void;
}

interface Written extends KnownEvent {
  readonly id: string;
}

export interface Writer extends Lanes {
  stats(): { commits: number; events: number };
}

/**
 * Appends to EventStoreDB. The server recognises a repeated id reliably only with a concrete expected version and does not compare
 * content, so each stream's writes are sequential with the version known to this process, and the ids at the
 * stream's end are looked up here, with the digests of their content. A write whose outcome is unknown is retried after
 * the stream has been read again.
 */
export const createWriter = (options: WriterOptions): Writer => {
  const { client, clock, repeatWindow } = options;
  let commits = 0;
  let eventCount = 0;

  const plan = (lane: Lane, state: KnownStream, requests: readonly PreparedRequest[]): BatchPlan =>
    planBatch(requests, {
      known: new Map(state.known),
      versions: new Map([[lane.stream, state.version]]),
      // Known once it is written.
      positionOf: () => START_POSITION,
      recordedAt: new Date(clock.now()).toISOString(),
    });

  /**
   * Writes at the version known to this process. If another process may have written the same ids at the same version, which
   * the server accepts as ours without comparing the content, and if several requests share a write, whose answer
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
    // A single request needs only the position of its last event; others are looked up if they are ever requested.
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

  /** Adds the missing position to the answer: from the write just made, or from the stream. */
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

  const commit = async (lane: Lane, given: readonly AppendRequest[]): Promise<readonly AppendResult[]> => {
    const requests = given.map(prepareRequest);
    const contested = requests.some(({ expected }) => expected !== 'any');
    let atLeast = 0;
    for (;;) {
      const fresh = lane.state === undefined;
      const state = lane.state ?? (await loadKnownStream(client, lane.stream, { repeatWindow, atLeast }));
      lane.state = state;
      const { results, rows } = plan(lane, state, requests);
      if (rows.length === 0) {
        // A conflict may only mean that another process has written since the stream was read.
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
        remember(state, written, repeatWindow);
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

  const lanes = createLanes({ ...options, commit });
  return {
    ...lanes,
    stats: () => ({ commits, events: eventCount }),
  };
};
