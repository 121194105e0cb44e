import type { EventStore, Position, RecordedEvent } from '../event-store/event-store.ts';

/** Index of the first event after a position, in events ordered by position. */
export const firstAfter = (
  { comparePositions }: Pick<EventStore, 'comparePositions'>,
  events: readonly RecordedEvent[],
  position: Position,
): number => {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comparePositions(events[middle]!.position, position) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
};
