import type { EventMeta } from './event-store.ts';

/** An event of a range, in the schema version of this release. */
export interface RangeEvent {
  readonly type: string;
  readonly data: unknown;
  readonly meta: EventMeta;
}

/**
 * Derives the data that a read model needs from ageing events once they are archived, as permanent events (design rule 1: derived data
 * are kept before their source goes). Created anew for each range; the same events give the same result.
 */
export interface CarryForward {
  /** Type of the events that it creates; their data contain `through` in addition to the result of `end`. */
  readonly type: string;
  /** Types of the ageing events from which it is derived. */
  readonly from: ReadonlySet<string>;
  /** Types of the permanent events needed to interpret them: those of the whole log up to each event of the range. */
  readonly by?: ReadonlySet<string>;
  /** Receives the events of its type that the previous range created, in order. */
  begin(data: unknown): void;
  /** Receives the events of the range in order, with those of `by` in between at their positions. */
  add(event: RangeEvent): void;
  end(): readonly object[];
}

/** Shared by all carry-forward events: the position up to which they replace the ageing events. */
export interface CarriedForward {
  readonly through: string;
}
