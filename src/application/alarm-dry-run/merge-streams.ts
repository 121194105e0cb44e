import type { EventStore, RecordedEvent } from '../../event-store/event-store.ts';
import type { StreamReader } from './stream-reader.ts';

/**
 * The events of many streams in log order, as the alarm engine received them. For records that can raise an alarm this is also the
 * order of observation within each device: a record that arrived after a later one is flagged as historical.
 */
export async function* mergeStreams(
  store: EventStore,
  readers: readonly StreamReader[],
): AsyncGenerator<RecordedEvent, void> {
  const heap = readers.filter((reader) => reader.peek() !== undefined);
  const isBefore = (a: StreamReader, b: StreamReader): boolean =>
    store.comparePositions(a.peek()!.position, b.peek()!.position) < 0;

  /** Moves the reader at `from` down the heap until none below it is earlier. */
  const sink = (from: number): void => {
    let at = from;
    for (;;) {
      let first = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && isBefore(heap[child]!, heap[first]!)) first = child;
      if (first === at) return;
      [heap[at], heap[first]] = [heap[first]!, heap[at]!];
      at = first;
    }
  };
  for (let at = Math.floor(heap.length / 2) - 1; at >= 0; at -= 1) sink(at);

  while (heap.length > 0) {
    const reader = heap[0]!;
    yield reader.peek()!;
    await reader.advance();
    if (reader.peek() === undefined) {
      const last = heap.pop()!;
      if (heap.length > 0) heap[0] = last;
    }
    sink(0);
  }
}
