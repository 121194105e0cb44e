import { positive } from './value-kinds.ts';

/** Limits of requests: bytes, connections, time and work. */
export const httpLimitSettings = {
  YIWANG_HTTP_MAX_BODY_BYTES: positive.default(1_048_576).describe('Largest JSON body'),
  YIWANG_HTTP_MAX_JSON_DEPTH: positive
    .max(1000)
    .default(64)
    .describe('Deepest nesting of arrays and objects in a JSON body'),
  YIWANG_HTTP_ANONYMOUS_MAX_BODY_BYTES: positive
    .default(8192)
    .describe('Largest body of a request without a valid token, such as a sign-in'),
  YIWANG_HTTP_BUFFER_BYTES: positive
    .default(268_435_456)
    .describe('Most bytes of request bodies in memory at once, over all senders'),
  YIWANG_HTTP_BUFFER_PER_ADDRESS_BYTES: positive.default(134_217_728).describe('Of these, of one address'),
  YIWANG_HTTP_BUFFER_PER_CONNECTION_BYTES: positive
    .default(104_857_600)
    .describe('Of these, of one connection; a report with the most and largest photos allowed must fit'),
  YIWANG_HTTP_MIN_BYTES_PER_SECOND: positive
    .default(512)
    .describe('A body that arrives more slowly than this over ten seconds is abandoned'),
  YIWANG_HTTP_HEADERS_SECONDS: positive
    .max(600)
    .default(10)
    .describe('Longest time that the headers of a request may take to arrive'),
  YIWANG_HTTP_REQUEST_SECONDS: positive
    .max(86_400)
    .default(1800)
    .describe('Longest time that a request may take to arrive, including its body'),
  YIWANG_DISPATCH_DRY_RUN_MAX_CASES: positive
    .max(5000)
    .default(500)
    .describe('Most of the latest cases on which a draft of the dispatch rules is tried'),
  YIWANG_DEVICE_IMPORT_MAX_DEVICES: positive
    .max(20_000)
    .default(2000)
    .describe('Most devices that one sheet registers'),
  YIWANG_DUPLICATE_FILTER_MAX_CASES: positive
    .max(5000)
    .default(200)
    .describe(
      'Most cases of a list that are compared with their neighbours for one page of those with possible duplicates; the next page continues behind them; a file may compare ten times as many',
    ),
  YIWANG_EXPORT_MAX_ROWS: positive
    .max(1_000_000)
    .default(20_000)
    .describe('Most rows of a list that is exported as a file'),
  YIWANG_CASE_COUNT_AT_MOST: positive
    .max(100_000)
    .default(999)
    .describe('How far the cases of a queue are counted; beyond that it is only said that there are more'),
  YIWANG_CASE_VIEWS_MAX: positive
    .max(1000)
    .default(30)
    .describe('Most filters of the case list that one person keeps under a name'),
  YIWANG_HANDOVER_MAX_CASES: positive
    .max(5000)
    .default(500)
    .describe('Most open cases that the handover of a shift lists'),
  YIWANG_HTTP_MAX_CONNECTIONS: positive.default(10_000).describe('Most HTTP connections at once'),
  YIWANG_HTTP_MAX_CONNECTIONS_PER_ADDRESS: positive
    .default(1000)
    .describe('Of these, from one address; an office or a mobile network may share one'),
  YIWANG_LOOP_SHARE_MS: positive
    .default(4)
    .describe(
      'Milliseconds of each turn of the event loop in which HTTP requests, MQTT reads and TCP frames are started; the others wait for the next turn',
    ),
  YIWANG_HTTP_MAX_PIPELINED: positive
    .default(100)
    .describe('Most pipelined requests waiting on one HTTP connection; beyond that it is closed'),
  YIWANG_HTTP_REQUESTS_PER_SECOND: positive
    .default(50)
    .describe('Sustained requests per second of one person'),
  YIWANG_HTTP_REQUESTS_BURST: positive.default(200).describe('Requests that one person may make at once'),
  YIWANG_HTTP_REQUESTS_PER_SECOND_PER_ADDRESS: positive
    .default(1000)
    .describe(
      'Sustained HTTP requests and connections per second that are read from one network address; more are read more slowly. Trusted proxies have no such limit',
    ),
  YIWANG_HTTP_ANONYMOUS_PER_SECOND: positive
    .default(20)
    .describe('Sustained requests per second without a valid token from one address, including sign-ins'),
  YIWANG_HTTP_ANONYMOUS_BURST: positive.default(200).describe('Of these, how many may be made at once'),
  YIWANG_HEAVY_QUERIES: positive
    .default(16)
    .describe('Most dry runs, imports, text searches and duplicate searches at one time'),
  YIWANG_HEAVY_QUERIES_PER_PERSON: positive.default(4).describe('Of these, of one person'),
  YIWANG_WAITS: positive.default(1000).describe('Most reads waiting for a position at one time'),
  YIWANG_WAITS_PER_PERSON: positive.default(20).describe('Of these, of one person'),
  YIWANG_READINGS_LOOKED_THROUGH: positive
    .default(20_000)
    .describe(
      'Most records that one request for readings of a period examines; its cursor continues from there',
    ),
  YIWANG_HTTP_MAX_WAIT_SECONDS: positive
    .default(30)
    .describe('Longest time that a read waits for a position (Prefer: wait)'),
};
