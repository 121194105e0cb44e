/**
 * The event store's port. Every implementation keeps these promises (held by the conformance tests):
 *
 * - A stream is strictly ordered; its versions are 1, 2, 3 … without holes. Version 0 means "no event yet".
 * - An append to one stream is atomic; an append answers only after it is durable.
 * - Appending an event id again with the same content is recognised (`alreadyAppended`), writes nothing, and
 *   wins over the expected version; with other content it is an `idConflict`. Among permanent and among ageing streams
 *   (`ageing-streams.ts`): an id of one class is not looked for in the other.
 * - The global order has no event that a reader who passed its place can still miss, with any number of writers.
 */
export interface EventStore {
  append(request: AppendRequest): Promise<AppendResult>;
  /** Several streams in one call: one answer per request, in their order. Each request is atomic, the call is not. */
  appendMany(requests: readonly AppendRequest[]): Promise<AppendResult[]>;
  /** Forwards by default. `fromVersion` is inclusive. A stream that does not exist reads as empty. */
  readStream(stream: string, options?: ReadStreamOptions): Promise<RecordedEvent[]>;
  /** Events after a position (exclusive), in global order. */
  readAll(options: ReadAllOptions): Promise<RecordedEvent[]>;
  /** Position of the last event, `start` when the store is empty. */
  head(): Promise<Position>;
  /** Position before the first event. */
  readonly start: Position;
  comparePositions(a: Position, b: Position): number;
  /** Whether a text can be a position of this store. */
  isPosition(text: string): text is Position;
  /** How far two positions lie apart, in `distanceUnit`; for displays of lag and progress only. */
  distance(from: Position, to: Position): number;
  readonly distanceUnit: 'events' | 'bytes';
  /** Catch-up subscription: history after `after`, then live, in global order, one batch at a time. */
  subscribe(options: SubscribeOptions): Subscription;
  /**
   * From now on `readStream` shows what this keeps; what it hides keeps its place in the global order until the engine removes
   * it, and versions go on as if nothing had been hidden. Replaces an earlier retention; `{}` keeps everything.
   */
  setRetention(stream: string, retention: StreamRetention): Promise<void>;
  retention(stream: string): Promise<StreamRetention>;
  /** Of this process since its start: writes, events in them, and requests that wait. */
  stats(): { readonly commits: number; readonly events: number; readonly pending: number };
  close(): Promise<void>;
}

export interface StreamRetention {
  /** By the time of recording. */
  readonly maxAgeSeconds?: number;
  readonly maxCount?: number;
}

/** Opaque, ordered token of its store. Nothing outside the store does arithmetic on it. */
export type Position = string & { readonly __position: unique symbol };

/** The store refuses the event for good: it is larger than the engine takes. */
export class EventTooLargeError extends Error {
  readonly code = 'eventTooLarge';
  constructor(cause: unknown) {
    super('the event is larger than the event store takes', { cause });
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
  /** Texts of `data` as they were typed, by their place (`location.address`), sealed under the key of whom they name; `data` has them masked. */
  readonly sealedTexts?: Readonly<Record<string, string>>;
  /** Keyed digest of the command that a person sent, to tell a retry from another use of its Idempotency-Key. */
  readonly commandDigest?: string;
}

export interface DomainEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

export interface NewEvent<E extends DomainEvent = DomainEvent> {
  /** UUID; time-ordered where the caller can choose. */
  readonly id: string;
  readonly type: E['type'];
  /** Stamped by the event catalogue (`withCatalogue`) where it is absent; 1 for a type that it does not know. */
  readonly schemaVersion?: number;
  /** JSON-clean: what `JSON.parse(JSON.stringify(data))` gives back. */
  readonly data: E['data'];
  readonly meta: EventMeta;
  /** What "same content" means for a repeated id, as a UUID-shaped digest. Default: digest of the data. */
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
  /** Everything up to here was given to `onBatch` or is not wanted by the filter: where to go on after a restart. */
  readonly onCheckpoint?: (position: Position) => Promise<void> | void;
  readonly onCaughtUp?: () => void;
}

export interface Subscription {
  /** Resolves after `stop`, rejects with the error that ended it. */
  readonly done: Promise<void>;
  stop(): Promise<void>;
}
