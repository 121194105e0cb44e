import type { DomainEvent, EventStore, Position } from '../event-store/event-store.ts';

/** What a stream has come to. */
export interface Past<State> {
  readonly state: State;
  /** Of the last event; 0 where there is none. */
  readonly version: number;
  readonly position: Position | undefined;
  /** By id of an event: the digest of the command that it came from, undefined where that had none. */
  readonly digests: ReadonlyMap<string, string | undefined>;
}

type Folds<State, Event extends DomainEvent> = {
  readonly initialState: State;
  evolve(state: State, event: Event): State;
};
type Store = Pick<EventStore, 'readStream'>;

/** Folds streams, and goes on from where it was with those that it meets again. */
export interface StreamMemory {
  /** A stream is always read with the same decider. */
  read<State, Event extends DomainEvent>(stream: string, folds: Folds<State, Event>): Promise<Past<State>>;
}

/** Reads and folds a stream, from its beginning or from what is known of it; `known` is used up. */
export const readPast = async <State, Event extends DomainEvent>(
  store: Store,
  stream: string,
  { initialState, evolve }: Folds<State, Event>,
  known?: Past<State>,
): Promise<Past<State>> => {
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

/** Shorter streams are read again as fast. */
const LONG_EVENTS = 50;
const MOST_STREAMS = 100;

/**
 * For a process that appends to the same stream over and over, as when the alarms of a storm all join one case: reading and
 * folding it from the beginning each time would take the square of its length. Events never change, so what was folded stays
 * right.
 */
export const createStreamMemory = (store: Store): StreamMemory => {
  const kept = new Map<string, Past<unknown>>();
  return {
    async read<State, Event extends DomainEvent>(stream: string, folds: Folds<State, Event>) {
      const past = await readPast(store, stream, folds, kept.get(stream) as Past<State> | undefined);
      kept.delete(stream);
      if (past.version >= LONG_EVENTS) kept.set(stream, past);
      if (kept.size > MOST_STREAMS) kept.delete(kept.keys().next().value!);
      return past;
    },
  };
};
