/** Items by time: the earliest first, those of the same time in the order of entry. */
export interface Agenda<Item> {
  put(at: number, item: Item): void;
  /** Removes the next item due before a time. */
  takeBefore(until: number): { readonly at: number; readonly item: Item } | undefined;
}

interface Entry<Item> {
  readonly at: number;
  readonly item: Item;
  readonly order: number;
}

/** A binary heap. */
export const createAgenda = <Item>(): Agenda<Item> => {
  const heap: Entry<Item>[] = [];
  let count = 0;
  const isBefore = (a: Entry<Item>, b: Entry<Item>) => a.at < b.at || (a.at === b.at && a.order < b.order);
  const swap = (a: number, b: number): void => {
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  };
  return {
    put(at, item) {
      heap.push({ at, item, order: count });
      count += 1;
      for (let n = heap.length - 1; n > 0; ) {
        const parent = (n - 1) >> 1;
        if (!isBefore(heap[n]!, heap[parent]!)) break;
        swap(n, parent);
        n = parent;
      }
    },
    takeBefore(until) {
      const first = heap[0];
      if (first === undefined || first.at >= until) return undefined;
      const last = heap.pop()!;
      if (heap.length === 0) return first;
      heap[0] = last;
      for (let n = 0; ; ) {
        let least = n;
        for (const child of [2 * n + 1, 2 * n + 2])
          if (child < heap.length && isBefore(heap[child]!, heap[least]!)) least = child;
        if (least === n) return first;
        swap(n, least);
        n = least;
      }
    },
  };
};
