import {
  AccessDeniedError,
  type AllStreamResolvedEvent,
  type AllStreamSubscription,
  BACKWARDS,
  END,
  EventStoreDBClient,
  FORWARDS,
  type JSONType,
  jsonEvent,
  MaxAppendSizeExceededError,
  type ResolvedEvent,
  START,
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { guarded } from '../../platform/guard.ts';
import type { EventFilter, Position, StreamRetention } from '../event-store.ts';
import { EventTooLargeError } from '../event-store.ts';
import type { ServerEvent } from './envelope.ts';
import { fromPosition, type LogPosition, toPosition } from './position.ts';

/**
 * The only file that uses `@eventstore/db-client`, so that it can be replaced. Every call has our own time limit: the
 * client's deadlines do not end a call to a server that never answers.
 */
export interface Client {
  /** Throws WrongVersionError, EventTooLargeError, RefusedError; any other error may be transient, and the append may have happened. */
  append(stream: string, version: number, events: readonly ClientEvent[]): Promise<Position | undefined>;
  /** One page, at most `count` events. A stream that does not exist reads as empty. */
  readStream(
    stream: string,
    from: number | 'start' | 'end',
    direction: Direction,
    count: number,
  ): Promise<ServerEvent[]>;
  /** One page of the log; a position is inclusive. */
  readAll(from: Position | 'start' | 'end', direction: Direction, count: number): Promise<ServerEvent[]>;
  subscribe(options: ClientSubscription): AllStreamSubscription;
  setRetention(stream: string, retention: StreamRetention): Promise<void>;
  retention(stream: string): Promise<StreamRetention>;
  close(): Promise<void>;
}

export type Direction = 'forwards' | 'backwards';

export interface ClientEvent {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: Record<string, unknown>;
}

export interface ClientSubscription {
  readonly after: Position | undefined;
  readonly filter: EventFilter | undefined;
  readonly highWaterMark: number;
  readonly onCheckpoint: (position: Position) => void;
}

/** The stream has another version. */
export class WrongVersionError extends Error {
  readonly actual: number;
  constructor(actual: number) {
    super(`the stream is at version ${actual}`);
    this.actual = actual;
  }
}

/** The server refuses permanently: wrong credentials, a stream that was deleted for ever. */
export class RefusedError extends Error {}

export class CallTimeoutError extends Error {
  constructor(what: string, ms: number) {
    super(`EventStoreDB did not answer ${what} within ${ms} ms`);
  }
}

/** Most events that a filtered subscription reads before it reports its position. */
const CHECKPOINT_EVENTS = 320;
/** The server multiplies its interval by a search window, at least 32. */
const SEARCH_WINDOW = 32;
const CLOSE_LIMIT_MS = 2000;

/** `url`: a connection string of the client, `esdb://` or `esdb+discover://`. */
export const createClient = (url: string, callTimeoutMs: number): Client => {
  // The client's other way of reporting a conflict gives a wrong revision on the batch path.
  if (/throwOnAppendFailure/i.test(url)) throw new RangeError('throwOnAppendFailure cannot be set');
  // It would silently omit them.
  if (/tls=false/i.test(url) && /^[^/]+:\/\/[^/]*@/.test(url))
    throw new RangeError('credentials are only sent with TLS: remove tls=false, or user and password');
  const client = EventStoreDBClient.connectionString(url);

  const limited = async <Result>(
    what: string,
    call: Promise<Result>,
    onTimeout?: () => void,
  ): Promise<Result> => {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(
        guarded('eventstoredb client timer', () => {
          onTimeout?.();
          reject(new CallTimeoutError(what, callTimeoutMs));
        }),
        callTimeoutMs,
      );
    });
    try {
      return await Promise.race([call, timeout]);
    } catch (error) {
      throw translate(error);
    } finally {
      clearTimeout(timer);
    }
  };

  const page = (
    what: string,
    stream: AsyncIterable<ResolvedEvent | AllStreamResolvedEvent> & { cancel(): Promise<void> },
  ): Promise<ServerEvent[]> => {
    const collect = async () => {
      const events: ServerEvent[] = [];
      for await (const resolved of stream) {
        const event = toServerEvent(resolved);
        if (event !== undefined) events.push(event);
      }
      return events;
    };
    return limited(what, collect(), () => void stream.cancel().catch(() => undefined));
  };

  return {
    async append(stream, version, events) {
      const { position } = await limited(
        'an append',
        client.appendToStream(
          stream,
          events.map((event) =>
            jsonEvent({ ...event, data: event.data as JSONType, metadata: event.metadata as JSONType }),
          ),
          { expectedRevision: version === 0 ? 'no_stream' : BigInt(version - 1) },
        ),
      );
      return position === undefined ? undefined : toPosition(position);
    },
    async readStream(stream, from, direction, count) {
      const fromRevision = from === 'start' ? START : from === 'end' ? END : BigInt(from - 1);
      try {
        return await page(
          'a read',
          client.readStream(stream, {
            fromRevision,
            direction: direction === 'forwards' ? FORWARDS : BACKWARDS,
            maxCount: count,
          }),
        );
      } catch (error) {
        if (error instanceof StreamNotFoundError) return [];
        throw error;
      }
    },
    readAll(from, direction, count) {
      const fromPlace = from === 'start' ? START : from === 'end' ? END : (fromPosition(from) ?? START);
      return page(
        'a read',
        client.readAll({
          fromPosition: fromPlace,
          direction: direction === 'forwards' ? FORWARDS : BACKWARDS,
          maxCount: count,
        }),
      );
    },
    subscribe: ({ after, filter, highWaterMark, onCheckpoint }) =>
      client.subscribeToAll(
        {
          fromPosition: (after === undefined ? undefined : fromPosition(after)) ?? START,
          filter: {
            ...serverFilter(filter),
            checkpointInterval: CHECKPOINT_EVENTS / SEARCH_WINDOW,
            checkpointReached: (_subscription, position) => onCheckpoint(toPosition(position)),
            maxSearchWindow: SEARCH_WINDOW,
          },
        },
        { highWaterMark },
      ),
    async setRetention(stream, { maxAgeSeconds, maxCount }) {
      await limited(
        'stream metadata',
        client.setStreamMetadata(stream, {
          ...(maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds }),
          ...(maxCount === undefined ? {} : { maxCount }),
        }),
      );
    },
    async retention(stream) {
      const { metadata } = await limited('stream metadata', client.getStreamMetadata(stream));
      return {
        ...(metadata?.maxAge === undefined ? {} : { maxAgeSeconds: metadata.maxAge }),
        ...(metadata?.maxCount === undefined ? {} : { maxCount: metadata.maxCount }),
      };
    },
    // Otherwise the open append call would keep the process alive. The server may be gone, so the wait is limited.
    async close() {
      let timer: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, CLOSE_LIMIT_MS);
      });
      await Promise.race([client.dispose(), enough]);
      clearTimeout(timer);
    },
  };
};

/**
 * The server filters by stream or by type, not both; the subscriber filters again in any case. System events, which are not part
 * of the port, are always excluded.
 */
const serverFilter = (filter: EventFilter | undefined) => {
  if (filter?.streamPrefixes !== undefined)
    return { filterOn: 'streamName' as const, prefixes: [...filter.streamPrefixes] };
  if (filter?.types !== undefined) return { filterOn: 'eventType' as const, prefixes: [...filter.types] };
  return { filterOn: 'streamName' as const, regex: '^[^$]' };
};

const translate = (error: unknown): unknown => {
  if (error instanceof WrongExpectedVersionError) {
    return new WrongVersionError(
      typeof error.actualVersion === 'bigint' ? Number(error.actualVersion) + 1 : 0,
    );
  }
  if (error instanceof MaxAppendSizeExceededError) return new EventTooLargeError(error);
  if (error instanceof AccessDeniedError || error instanceof StreamDeletedError)
    return new RefusedError(error.message, { cause: error });
  return error;
};

/** Undefined for a link whose event no longer exists. */
export const toServerEvent = (resolved: ResolvedEvent | AllStreamResolvedEvent): ServerEvent | undefined => {
  const { event, commitPosition } = resolved;
  if (event === undefined) return undefined;
  return {
    stream: event.streamId,
    revision: Number(event.revision),
    id: event.id,
    type: event.type,
    data: event.data,
    metadata: event.metadata,
    position: toPosition(event.position ?? placeAt(commitPosition)),
  };
};

/** Servers before 22.6 report one number for an event read from its stream: in a single write, commit and prepare are equal. */
const placeAt = (commit: bigint | undefined): LogPosition => ({
  commit: commit ?? 0n,
  prepare: commit ?? 0n,
});
