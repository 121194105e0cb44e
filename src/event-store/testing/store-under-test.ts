import type { EventStore } from '../event-store.ts';

export interface StoreUnderTest {
  /** The store under test, and another one on the same log, as another process has it; closed by the caller. */
  readonly open: () => EventStore;
  readonly another: () => EventStore;
  /** Cuts the connections under the stores. Absent where the test cannot do that to its server. */
  readonly interrupt?: () => Promise<void>;
  /** How the names of the streams begin. */
  readonly streamPrefix: string;
  /** A name that no stream has yet. */
  readonly freshStream: () => string;
  /** Where stores differ in what they promise. */
  readonly promises: {
    /**
     * Among which events a repeated id is recognised: all of the log (of its permanent or of its ageing streams), or those at the end of the same stream, as far back as the
     * store's `repeatWindow`; then the same id in another stream is another event.
     */
    readonly repeats: 'log' | 'stream';
  };
}
