/**
 * What a read model needs of ageing events once they are archived, as permanent events (design rule 1: what was derived is kept
 * before it goes). Made anew for each range; the same events give the same.
 */
export interface CarryForward {
  /** Type of the events that it makes; their data has `through` besides what `end` gives. */
  readonly type: string;
  /** Types of the ageing events that it is made of. */
  readonly from: ReadonlySet<string>;
  /** Given the events of its type that the range before had made, in order. */
  begin(data: unknown): void;
  /** Given the events of the range, in order, in the schema versions of this release. */
  add(data: unknown): void;
  end(): readonly object[];
}
