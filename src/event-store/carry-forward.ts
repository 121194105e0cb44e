import type { EventMeta } from './event-store.ts';

/** An event of a range, in the schema version of this release. */
export interface RangeEvent {
  readonly type: string;
  readonly data: unknown;
  readonly meta: EventMeta;
}

/**
 * What a read model needs of ageing events once they are archived, as permanent events (design rule 1: what was derived is kept
 * before it goes). Made anew for each range; the same events give the same.
 */
export interface CarryForward {
  /** Type of the events that it makes; their data has `through` besides what `end` gives. */
  readonly type: string;
  /** Types of the ageing events that it is made of. */
  readonly from: ReadonlySet<string>;
  /** Types of the permanent events that it reads them by: those of the whole log up to each event of the range. */
  readonly by?: ReadonlySet<string>;
  /** Given the events of its type that the range before had made, in order. */
  begin(data: unknown): void;
  /** Given the events of the range, in order, with those of `by` in their places among them. */
  add(event: RangeEvent): void;
  end(): readonly object[];
}

/** Shared by all carry-forward events: the position up to which they replace the ageing events. */
export interface CarriedForward {
  readonly through: string;
}
