import type { Config } from '../../config.ts';
import { createTokenBuckets } from '../../platform/token-bucket.ts';
import { ProblemError } from '../problems.ts';
import { createPlaces, type Full, type Places, type TakenPlace } from './places.ts';

/** A participant: a person, or an address (for IPv6 a /64 network) without a signed-in person. */
export interface Sharer {
  readonly person: string;
  readonly address: string;
}

/** Each participant's share of the server, so that nobody takes it away from others. */
export interface Shares {
  /** Counts a request of a person. Throws tooManyRequests. */
  countRequest(person: string): void;
  /** Counts a request without a valid token. Throws tooManyRequests. */
  countAnonymous(address: string): void;
  /** Throws tooManyStreams. */
  takeStream(who: Sharer): TakenPlace;
  /** For expensive work: dry runs, imports, searches. Throws tooManyHeavyQueries, or serverBusy if all places are taken. */
  takeHeavy(who: Sharer): TakenPlace;
  /** For requests that wait for a read model. Throws as above. */
  takeWait(who: Sharer): TakenPlace;
}

/** Most people and addresses whose buckets are kept; about 100 bytes each. */
const MAX_KEYS = 50_000;

export const createShares = (
  config: Config,
  /** Milliseconds of a monotonic clock: a share is a share of the machine's time. */
  monotonicMs: () => number = () => performance.now(),
): Shares => {
  const requests = createTokenBuckets(
    { burst: config.YIWANG_HTTP_REQUESTS_BURST, perSecond: config.YIWANG_HTTP_REQUESTS_PER_SECOND },
    MAX_KEYS,
  );
  const anonymous = createTokenBuckets(
    {
      burst: config.YIWANG_HTTP_ANONYMOUS_BURST,
      perSecond: config.YIWANG_HTTP_ANONYMOUS_PER_SECOND,
    },
    MAX_KEYS,
  );
  const streams = createPlaces({
    all: config.YIWANG_STREAM_MAX_CLIENTS,
    perPerson: config.YIWANG_STREAMS_PER_PERSON,
    perAddress: config.YIWANG_STREAMS_PER_ADDRESS,
  });
  const heavy = createPlaces({
    all: config.YIWANG_HEAVY_QUERIES,
    perPerson: config.YIWANG_HEAVY_QUERIES_PER_PERSON,
  });
  const waits = createPlaces({ all: config.YIWANG_WAITS, perPerson: config.YIWANG_WAITS_PER_PERSON });

  const takeOf = (places: Places, who: Sharer, refuse: (full: Full) => ProblemError): TakenPlace => {
    const place = places.take(who);
    if (typeof place === 'string') throw refuse(place);
    return place;
  };
  const tooMuchWork = (full: Full) =>
    new ProblemError(full === 'all' ? 'serverBusy' : 'tooManyHeavyQueries', undefined, {
      retryAfterSeconds: 2,
    });
  const tooManyRequests = () => new ProblemError('tooManyRequests', undefined, { retryAfterSeconds: 1 });

  return {
    countRequest(person) {
      if (!requests.take(person, monotonicMs())) throw tooManyRequests();
    },
    countAnonymous(address) {
      if (!anonymous.take(address, monotonicMs())) throw tooManyRequests();
    },
    takeStream: (who) =>
      takeOf(streams, who, (full) => new ProblemError('tooManyStreams', undefined, { limit: full })),
    takeHeavy: (who) => takeOf(heavy, who, tooMuchWork),
    takeWait: (who) => takeOf(waits, who, tooMuchWork),
  };
};
