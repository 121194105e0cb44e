import { getHeapStatistics } from 'node:v8';
import { guarded } from './guard.ts';

export interface QuietCollectionOptions {
  /** Appends since the start of this process; their rate tells whether it is quiet. */
  readonly appended: () => number;
  /** Appends a second up to which the process counts as quiet. */
  readonly quietRate: number;
}

const LOOK_MS = 5000;
/** What may have been put by since the last collection before there is another one. */
const GROWTH_BYTES = 40 * 1024 * 1024;

/**
 * Collects garbage while it is quiet. V8 lets its old generation grow to several times what lives in it before it collects, which
 * is right under load and keeps hundreds of megabytes otherwise; collecting that early under load takes a fifth of the throughput
 * (`bench/ingest.ts`). Does nothing where Node was not started with `--expose-gc`.
 */
export const startQuietCollection = (options: QuietCollectionOptions): { stop(): void } => {
  const collect = globalThis.gc;
  if (collect === undefined) return { stop: () => undefined };
  let appended = options.appended();
  let lived = Number.POSITIVE_INFINITY;
  const timer = setInterval(
    guarded('quiet collection tick', () => {
      const now = options.appended();
      const rate = ((now - appended) * 1000) / LOOK_MS;
      appended = now;
      const used = getHeapStatistics().used_heap_size;
      lived = Math.min(lived, used);
      if (rate > options.quietRate || used < lived + GROWTH_BYTES) return;
      collect();
      lived = getHeapStatistics().used_heap_size;
    }),
    LOOK_MS,
  );
  timer.unref();
  return { stop: () => clearInterval(timer) };
};
