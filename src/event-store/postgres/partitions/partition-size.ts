const DAY_MS = 86_400_000;
/** Smallest partition, unless the largest is set smaller: a small town's events of a day or so. */
const LEAST_EVENTS = 100_000;

export interface FilledPartition {
  readonly events: number;
  /** How long it took to fill it, in ms; not positive if the clock was set back. */
  readonly tookMs: number;
}

/**
 * Number of positions in the next partition: about a day's events at the rate at which the last one was filled, so that ageing events
 * are archived day by day whether a town or a province reports.
 */
export const nextPartitionSize = (last: FilledPartition | undefined, mostEvents: number): number => {
  const least = Math.min(LEAST_EVENTS, mostEvents);
  if (last === undefined) return least;
  if (last.tookMs <= 0) return mostEvents;
  return Math.min(Math.max(Math.ceil((last.events / last.tookMs) * DAY_MS), least), mostEvents);
};
