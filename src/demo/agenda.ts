export interface Appointment<Item> {
  /** Simulated time, ms since 1970 UTC. */
  readonly at: number;
  readonly item: Item;
}

/** Items by time: the earliest first, those with the same time in the order of entry. */
export interface Agenda<Item> {
  put(at: number, item: Item): void;
  /** When the next item is due; undefined if nothing is left. */
  nextAt(): number | undefined;
  /** Removes the items due by a time, up to a number of items. */
  takeUntil(until: number, most: number): readonly Appointment<Item>[];
  /** Removes the next item due before a time. */
  takeBefore(until: number): Appointment<Item> | undefined;
}

interface Entry<Item> extends Appointment<Item> {
  readonly order: number;
}

const isBefore = (a: Entry<unknown>, b: Entry<unknown>): boolean =>
  a.at < b.at || (a.at === b.at && a.order < b.order);

/** A binary heap: thousands of cases have an appointment each. */
export const createAgenda = <Item>(): Agenda<Item> => {
  const heap: Entry<Item>[] = [];
  let count = 0;

  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  };
  const rise = (from: number): void => {
    for (let n = from; n > 0; ) {
      const parent = (n - 1) >> 1;
      if (!isBefore(heap[n]!, heap[parent]!)) return;
      swap(n, parent);
      n = parent;
    }
  };
  const sink = (): void => {
    for (let n = 0; ; ) {
      let least = n;
      for (const child of [2 * n + 1, 2 * n + 2])
        if (child < heap.length && isBefore(heap[child]!, heap[least]!)) least = child;
      if (least === n) return;
      swap(n, least);
      n = least;
    }
  };

  const take = (): Entry<Item> => {
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) {
      heap[0] = last;
      sink();
    }
    return first;
  };

  return {
    put(at, item) {
      heap.push({ at, item, order: count });
      count += 1;
      rise(heap.length - 1);
    },
    nextAt: () => heap[0]?.at,
    takeUntil(until, most) {
      const taken: Entry<Item>[] = [];
      while (taken.length < most && heap.length > 0 && heap[0]!.at <= until) taken.push(take());
      return taken;
    },
    takeBefore: (until) => (heap.length > 0 && heap[0]!.at < until ? take() : undefined),
  };
};
