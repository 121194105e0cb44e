import type { WireProtocol } from './protocol.ts';
import type { RequestEnd, RequestProgress, RequestResult, RequestTimes, WireRequest } from './request.ts';

/** A question awaiting its single answer. */
interface Query {
  readonly request: WireRequest;
  readonly attempt: number;
  /** ms since 1970. */
  readonly deadline: number;
}

/** Questions in progress with one device, by the serial number that the answer repeats. */
export type Queries = ReadonlyMap<number, Query>;

interface QueriesStep {
  readonly queries: Queries;
  readonly answers: readonly Buffer[];
  readonly progress: readonly RequestProgress[];
}

/** Serial numbers have two bytes, and 0 is not one. */
const MAX_SERIAL = 0xffff;

/**
 * The serial number of the next question. The first one of a connection is derived from the time, so that a late answer to a question of
 * an earlier connection is not mistaken for one on this.
 */
const nextSerial = (last: number, nowMs: number): number =>
  last === 0 ? (Math.floor(nowMs / 1000) % MAX_SERIAL) + 1 : (last % MAX_SERIAL) + 1;

const beginQuery = (
  queries: Queries,
  serial: number,
  request: WireRequest,
  nowMs: number,
  { answerMs }: RequestTimes,
): Queries => new Map(queries).set(serial, { request, attempt: 1, deadline: nowMs + answerMs });

/** Gives the question more time: part of its answer has arrived. */
export const extendQuery = (queries: Queries, serial: number, deadline: number): Queries => {
  const query = queries.get(serial);
  return query === undefined ? queries : new Map(queries).set(serial, { ...query, deadline });
};

export const endQuery = (
  queries: Queries,
  serial: number,
  end: RequestEnd,
  result: RequestResult | null,
): { readonly queries: Queries; readonly progress: readonly RequestProgress[] } => {
  const query = queries.get(serial);
  if (query === undefined) return { queries, progress: [] };
  const left = new Map(queries);
  left.delete(serial);
  return {
    queries: left,
    progress: [{ kind: 'ended', requestId: query.request.requestId, end, result }],
  };
};

/** Resends questions not answered in time, under their serial numbers and with the current time; gives them up after the last attempt. */
const tickQueries = (
  queries: Queries,
  nowMs: number,
  times: RequestTimes,
  frameOf: (serial: number, request: WireRequest) => Buffer,
): QueriesStep => {
  let left = queries;
  const answers: Buffer[] = [];
  const progress: RequestProgress[] = [];
  for (const [serial, query] of queries) {
    if (query.deadline > nowMs) continue;
    if (query.attempt < times.tries) {
      const attempt = query.attempt + 1;
      left = new Map(left).set(serial, { ...query, attempt, deadline: nowMs + times.answerMs });
      answers.push(frameOf(serial, query.request));
      progress.push({ kind: 'sent', requestId: query.request.requestId, attempt });
    } else {
      const ended = endQuery(left, serial, { kind: 'timedOut', phase: 'awaitingAnswer' }, null);
      left = ended.queries;
      progress.push(...ended.progress);
    }
  }
  return { queries: left, answers, progress };
};

/** What a protocol stores about a device that it asks under serial numbers. */
export interface AskingState<Address> {
  /** How the device and its centre were last named; undefined before its first frame. */
  readonly address: Address | undefined;
  /** Our requests by their serial numbers. */
  readonly queries: Queries;
  readonly lastQuery: number;
}

/** Requests of a protocol whose devices answer each question once, repeating its serial. */
export const askBySerial = <Address, State extends AskingState<Address>>(options: {
  readonly times: RequestTimes;
  /** Whether there is such a request. */
  readonly knows: (kind: string) => boolean;
  readonly frameOf: (address: Address, serial: number, request: WireRequest, nowMs: number) => Buffer;
}): Pick<WireProtocol<State>, 'request' | 'tick'> => {
  const { times, knows, frameOf } = options;
  return {
    request(state, request, nowMs) {
      const { address } = state;
      if (address === undefined || !knows(request.kind)) return undefined;
      const serial = nextSerial(state.lastQuery, nowMs);
      return {
        state: {
          ...state,
          queries: beginQuery(state.queries, serial, request, nowMs, times),
          lastQuery: serial,
        },
        answers: [frameOf(address, serial, request, nowMs)],
      };
    },
    tick(state, nowMs) {
      const { address } = state;
      if (address === undefined) return { state, answers: [], progress: [] };
      const { queries, answers, progress } = tickQueries(state.queries, nowMs, times, (serial, request) =>
        frameOf(address, serial, request, nowMs),
      );
      return { state: { ...state, queries }, answers, progress };
    },
  };
};
