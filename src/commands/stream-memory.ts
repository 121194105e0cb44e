import { LRUCache } from 'lru-cache';
import type { DomainEvent, EventStore, Position } from '../event-store/event-store.ts';

/** A stream folded up to its last event. */
export interface StreamState<State> {
  readonly state: State;
  /** Version of the last event; 0 for an empty stream. */
  readonly version: number;
  readonly position: Position | undefined;
  /** Digest of the command by id of the event it produced; undefined where the command had none. */
  readonly digests: ReadonlyMap<string, string | undefined>;
}

type Fold<State, Event extends DomainEvent> = {
  readonly initialState: State;
  evolve(state: State, event: Event): State;
};
type Store = Pick<EventStore, 'readStream'>;

/** Folds streams, and remembers them: a further read folds the new events only. */
export interface StreamMemory {
  /** A stream must always be read with the same decider. */
  read<State, Event extends DomainEvent>(
    stream: string,
    fold: Fold<State, Event>,
  ): Promise<StreamState<State>>;
}

/** Reads and folds a stream, from its beginning or from the known state; `known` must not be used afterwards. */
export const loadStream = async <State, Event extends DomainEvent>(
  store: Store,
  stream: string,
  { initialState, evolve }: Fold<State, Event>,
  known?: StreamState<State>,
): Promise<StreamState<State>> => {
  const fresh = await store.readStream(stream, { fromVersion: (known?.version ?? 0) + 1 });
  let state = known?.state ?? initialState;
  const digests = (known?.digests ?? new Map()) as Map<string, string | undefined>;
  for (const event of fresh) {
    state = evolve(state, event as never);
    digests.set(event.id, event.meta.commandDigest);
  }
  const last = fresh.at(-1) ?? known;
  return { state, version: last?.version ?? 0, position: last?.position, digests };
};

/** Rereading shorter streams is as fast. */
const LONG_EVENTS = 50;
const MOST_STREAMS = 100;

interface Kept {
  get(stream: string): StreamState<unknown> | undefined;
  set(stream: string, state: StreamState<unknown>): unknown;
}

/** `kept`: where states are remembered, of streams from `leastEvents` on. */
const memoryIn = (store: Store, kept: Kept, leastEvents: number): StreamMemory => ({
  async read<State, Event extends DomainEvent>(stream: string, fold: Fold<State, Event>) {
    const known = kept.get(stream) as StreamState<State> | undefined;
    const loaded = await loadStream(store, stream, fold, known);
    if (loaded.version >= leastEvents) kept.set(stream, loaded);
    return loaded;
  },
});

/**
 * For a process that appends to the same stream over and over, as when the alarms of a storm all join one case: reading and
 * folding it from the beginning each time would take quadratic time. Events never change, so a folded state stays valid.
 */
export const createStreamMemory = (store: Store): StreamMemory =>
  memoryIn(store, new LRUCache<string, StreamState<unknown>>({ max: MOST_STREAMS }), LONG_EVENTS);

/** Remembers every stream, however short, until it is forgotten itself: for work of one piece on streams in memory. */
export const createWholeMemory = (store: Store): StreamMemory => memoryIn(store, new Map(), 0);
