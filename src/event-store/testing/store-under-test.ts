import type { EventStore } from '../event-store.ts';

export interface StoreUnderTest {
  /** The store under test, and another one on the same log, as in another process; closed by the caller. */
  readonly open: () => EventStore;
  readonly another: () => EventStore;
  /** Cuts the connections under the stores. Absent where the test cannot do that to its server. */
  readonly interrupt?: () => Promise<void>;
  /** Prefix of the names of the streams. */
  readonly streamPrefix: string;
  /** An unused stream name. */
  readonly freshStream: () => string;
  /** Promises that differ between stores. */
  readonly promises: {
    /**
     * Events among which a repeated id is recognised: the whole log (its permanent or its ageing streams), or the end of the same
     * stream, as far back as the store's `repeatWindow`; then the same id in another stream is another event.
     */
    readonly repeats: 'log' | 'stream';
  };
}
