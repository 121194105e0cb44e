import { getHeapStatistics } from 'node:v8';
import { every, type Repeated } from './every.ts';

export interface IdleGarbageCollectionOptions {
  /** Appends since the start of this process; their rate shows whether it is idle. */
  readonly appended: () => number;
  /** Appends a second up to which the process counts as idle. */
  readonly idleRate: number;
}

const LOOK_MS = 5000;
/** Growth of the heap since the last collection that makes another one worthwhile. */
const GROWTH_BYTES = 40 * 1024 * 1024;

/**
 * Collects garbage while the process is idle. V8 lets its old generation grow to several times its live size before it collects,
 * which is right under load but otherwise keeps hundreds of megabytes; collecting that early under load costs a fifth of the throughput
 * (`bench/ingest.ts`). Does nothing if Node was not started with `--expose-gc`.
 */
export const startIdleGarbageCollection = (options: IdleGarbageCollectionOptions): Repeated => {
  const collect = globalThis.gc;
  if (collect === undefined) return { stop: () => Promise.resolve() };
  let appended = options.appended();
  let lived = Number.POSITIVE_INFINITY;
  return every(LOOK_MS, 'idle garbage collection tick', () => {
    const now = options.appended();
    const rate = ((now - appended) * 1000) / LOOK_MS;
    appended = now;
    const used = getHeapStatistics().used_heap_size;
    lived = Math.min(lived, used);
    if (rate > options.idleRate || used < lived + GROWTH_BYTES) return;
    collect();
    lived = getHeapStatistics().used_heap_size;
  });
};
