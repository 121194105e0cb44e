import { LRUCache } from 'lru-cache';
import type { EventStore, RecordedEvent } from '../../event-store/event-store.ts';
import { factsAfter, factsIn, NO_FACTS } from '../../notifications/index.ts';

type Facts = typeof NO_FACTS;
type Place = Pick<RecordedEvent, 'stream' | 'version'>;

/** A few kilobytes each. */
const MOST_STREAMS = 2000;

/** The facts of streams, folded as their events pass: only a stream that began before, or was forgotten, has to be read. */
export interface StreamFacts {
  /** Every event that passes, in the order of the log. */
  pass(event: Pick<RecordedEvent, 'stream' | 'version' | 'data'>): void;
  /** What a stream said up to one of its events. */
  upTo(place: Place): Promise<Facts>;
}

export const createStreamFacts = (store: Pick<EventStore, 'readStream'>): StreamFacts => {
  const kept = new LRUCache<string, { readonly version: number; readonly facts: Facts }>({
    max: MOST_STREAMS,
  });
  return {
    pass({ stream, version, data }) {
      const known = version === 1 ? { version: 0, facts: NO_FACTS } : kept.get(stream);
      // Events that nobody is notified of do not pass: after a gap the stream is read.
      if (known?.version === version - 1) kept.set(stream, { version, facts: factsAfter(known.facts, data) });
      else if (known !== undefined && known.version < version) kept.delete(stream);
    },
    async upTo({ stream, version }) {
      const known = kept.get(stream);
      if (known?.version === version) return known.facts;
      const events = await store.readStream(stream, { limit: version });
      const facts = factsIn(events.filter((each) => each.version <= version).map(({ data }) => data));
      if (known === undefined || known.version < version) kept.set(stream, { version, facts });
      return facts;
    },
  };
};
