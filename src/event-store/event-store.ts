/**
 * The event store's port. Every implementation keeps these promises (verified by the conformance tests):
 *
 * - A stream is strictly ordered; its versions are 1, 2, 3 … without gaps. Version 0 means "no event yet".
 * - An append to one stream is atomic; an append answers only after it is durable.
 * - Appending an event id again with the same content is recognised (`alreadyAppended`), writes nothing, and
 *   wins over the expected version; with other content it is an `idConflict`. Among permanent and among ageing streams
 *   (`ageing-streams.ts`): an id of one class is not searched for in the other.
 * - In the global order no event can appear behind a reader that has already passed its position, with any number of writers.
 */
export interface EventStore {
  append(request: AppendRequest): Promise<AppendResult>;
  /** Several streams in one call: one answer per request, in their order. Each request is atomic, the call is not. */
  appendMany(requests: readonly AppendRequest[]): Promise<AppendResult[]>;
  /** Forwards by default. `fromVersion` is inclusive. A stream that does not exist reads as empty. */
  readStream(stream: string, options?: ReadStreamOptions): Promise<RecordedEvent[]>;
  /** Events after a position (exclusive), in global order. */
  readAll(options: ReadAllOptions): Promise<RecordedEvent[]>;
  /** Position of the last event, `start` if the store is empty. */
  head(): Promise<Position>;
  /** Position before the first event. */
  readonly start: Position;
  comparePositions(a: Position, b: Position): number;
  /** Whether a text is a possible position of this store. */
  isPosition(text: string): text is Position;
  /** Distance between two positions, in `distanceUnit`; only for displays of lag and progress. */
  distance(from: Position, to: Position): number;
  readonly distanceUnit: 'events' | 'bytes';
  /** Catch-up subscription: history after `after`, then live, in global order, one batch at a time. */
  subscribe(options: SubscribeOptions): Subscription;
  /**
   * From now on `readStream` shows only retained events; hidden ones keep their place in the global order until the engine removes
   * them, and versions continue as if nothing had been hidden. Replaces an earlier retention; `{}` keeps everything.
   */
  setRetention(stream: string, retention: StreamRetention): Promise<void>;
  retention(stream: string): Promise<StreamRetention>;
  /** Statistics of this process since its start: writes, events in them, and waiting requests. */
  stats(): { readonly commits: number; readonly events: number; readonly pending: number };
  close(): Promise<void>;
}

export interface StreamRetention {
  /** By the time of recording. */
  readonly maxAgeSeconds?: number;
  readonly maxCount?: number;
}

/** Opaque, ordered token of its store. Only the store does arithmetic on it. */
export type Position = string & { readonly __position: unique symbol };

/** The store refuses the event permanently: it is larger than the engine accepts. */
export class EventTooLargeError extends Error {
  readonly code = 'eventTooLarge';
  constructor(cause: unknown) {
    super('the event is larger than the event store accepts', { cause });
    this.name = 'EventTooLargeError';
  }
}

/** `any`: no check. `none`: the stream must not exist. A number: the stream's version must be exactly this. */
export type ExpectedVersion = number | 'any' | 'none';

export interface EventMeta {
  /** Who caused it: `user:{id}`, `device:{id}`, `process:{name}`, `system`. */
  readonly actor: string;
  readonly correlationId?: string;
  /** Id of the event or command that led to this one. */
  readonly causationId?: string;
  /** When the edge of our system received it (ISO 8601, UTC). */
  readonly receivedAt?: string;
  /** Absent means `internal`. */
  readonly dataClass?: 'public' | 'internal' | 'personal';
  /** Key that encrypted the personal fields of `data`. */
  readonly keyId?: string;
  /** Original texts of `data`, by their path (`location.address`), sealed with the key of the person they name; `data` contains them masked. */
  readonly sealedTexts?: Readonly<Record<string, string>>;
  /** Keyed digest of a person's command, to distinguish a retry from another use of its Idempotency-Key. */
  readonly commandDigest?: string;
  /** Made up for a demo: it happened to nobody, and `recordedAt` is the time of a stepped clock. */
  readonly synthetic?: true;
}

export interface DomainEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

export interface NewEvent<E extends DomainEvent = DomainEvent> {
  /** UUID; time-ordered if the caller can choose. */
  readonly id: string;
  readonly type: E['type'];
  /** If absent, stamped by the event catalogue (`withCatalogue`); 1 for a type that it does not know. */
  readonly schemaVersion?: number;
  /** JSON-clean: equal to `JSON.parse(JSON.stringify(data))`. */
  readonly data: E['data'];
  readonly meta: EventMeta;
  /** Defines "same content" for a repeated id, as a digest in UUID format. Default: digest of the data. */
  readonly contentDigest?: string;
}

export interface RecordedEvent<E extends DomainEvent = DomainEvent> {
  readonly position: Position;
  readonly stream: string;
  readonly version: number;
  readonly id: string;
  readonly type: E['type'];
  readonly schemaVersion: number;
  readonly data: E['data'];
  readonly meta: EventMeta;
  /** The store's time (ISO 8601, UTC), from the clock port. */
  readonly recordedAt: string;
}

export interface AppendRequest {
  readonly stream: string;
  readonly expected: ExpectedVersion;
  readonly events: readonly NewEvent[];
}

export type AppendResult =
  /** `version` and `position` are those of the request's last event. */
  | { readonly status: 'appended'; readonly version: number; readonly position: Position }
  | { readonly status: 'alreadyAppended'; readonly version: number; readonly position: Position }
  | { readonly status: 'versionConflict'; readonly actual: number }
  | { readonly status: 'idConflict'; readonly eventId: string };

export interface ReadStreamOptions {
  readonly direction?: 'forwards' | 'backwards';
  readonly fromVersion?: number;
  readonly limit?: number;
}

export interface EventFilter {
  readonly types?: ReadonlySet<string>;
  readonly streamPrefixes?: readonly string[];
}

export interface ReadAllOptions {
  readonly after: Position;
  readonly limit: number;
  readonly filter?: EventFilter;
}

export interface SubscribeOptions {
  readonly name: string;
  readonly after: Position;
  readonly maxBatch?: number;
  readonly filter?: EventFilter;
  /** Called with one batch at a time; the next batch waits for its promise. A rejection ends the subscription. */
  readonly onBatch: (batch: readonly RecordedEvent[]) => Promise<void> | void;
  /** Everything up to here was passed to `onBatch` or excluded by the filter: resume here after a restart. */
  readonly onCheckpoint?: (position: Position) => Promise<void> | void;
  readonly onCaughtUp?: () => void;
}

export interface Subscription {
  /** Resolves after `stop`, rejects with the error that ended it. */
  readonly done: Promise<void>;
  stop(): Promise<void>;
}
