import { positive } from './value-kinds.ts';

/** How much requests may take: of bytes, connections, time and work. */
export const httpLimitSettings = {
  YIWANG_HTTP_MAX_BODY_BYTES: positive.default(1_048_576).describe('Largest JSON body'),
  YIWANG_HTTP_MAX_JSON_DEPTH: positive
    .max(1000)
    .default(64)
    .describe('Deepest JSON body: arrays and objects in each other'),
  YIWANG_HTTP_ANONYMOUS_MAX_BODY_BYTES: positive
    .default(8192)
    .describe('Largest body of a request without a valid token, which is a sign-in'),
  YIWANG_HTTP_BUFFER_BYTES: positive
    .default(268_435_456)
    .describe('Most bytes of request bodies in memory at once, of all senders'),
  YIWANG_HTTP_BUFFER_PER_ADDRESS_BYTES: positive.default(134_217_728).describe('Of these, of one address'),
  YIWANG_HTTP_BUFFER_PER_CONNECTION_BYTES: positive
    .default(104_857_600)
    .describe('Of these, of one connection; a report with as many and as large photos as allowed must fit'),
  YIWANG_HTTP_MIN_BYTES_PER_SECOND: positive
    .default(512)
    .describe('A body that comes more slowly than this over ten seconds is given up'),
  YIWANG_HTTP_HEADERS_SECONDS: positive
    .max(600)
    .default(10)
    .describe('Longest time that the headers of a request may take'),
  YIWANG_HTTP_REQUEST_SECONDS: positive
    .max(86_400)
    .default(1800)
    .describe('Longest time that a request may take to arrive, its body included'),
  YIWANG_EXPORT_MAX_ROWS: positive
    .max(1_000_000)
    .default(20_000)
    .describe('Most rows of a list that is taken out as a file'),
  YIWANG_HTTP_MAX_CONNECTIONS: positive.default(10_000).describe('Most HTTP connections at once'),
  YIWANG_HTTP_MAX_CONNECTIONS_PER_ADDRESS: positive
    .default(1000)
    .describe('Of these, of one address; an office or a mobile network may stand behind one'),
  YIWANG_LOOP_SHARE_MS: positive
    .default(4)
    .describe(
      'Milliseconds of each turn of the event loop in which HTTP requests, MQTT reads and TCP frames are begun; the others wait for the next turn',
    ),
  YIWANG_HTTP_MAX_PIPELINED: positive
    .default(100)
    .describe('Requests that may wait one behind the other on one HTTP connection; beyond, it is closed'),
  YIWANG_HTTP_REQUESTS_PER_SECOND: positive
    .default(50)
    .describe('Requests a second that one person may make for long'),
  YIWANG_HTTP_REQUESTS_BURST: positive.default(200).describe('Requests that one person may make at once'),
  YIWANG_HTTP_REQUESTS_PER_SECOND_PER_ADDRESS: positive
    .default(1000)
    .describe(
      'HTTP requests and connections a second of one network address that are read for long; more are read more slowly. Proxies that are trusted have no such limit',
    ),
  YIWANG_HTTP_ANONYMOUS_PER_SECOND: positive
    .default(20)
    .describe('Requests a second without a valid token from one address, sign-ins included, for long'),
  YIWANG_HTTP_ANONYMOUS_BURST: positive.default(200).describe('Of these, how many may come at once'),
  YIWANG_HEAVY_QUERIES: positive
    .default(16)
    .describe('Most dry runs, imports, searches of text and searches for duplicates at one time'),
  YIWANG_HEAVY_QUERIES_PER_PERSON: positive.default(4).describe('Of these, of one person'),
  YIWANG_WAITS: positive.default(1000).describe('Most reads that wait for a position at one time'),
  YIWANG_WAITS_PER_PERSON: positive.default(20).describe('Of these, of one person'),
  YIWANG_READINGS_LOOKED_THROUGH: positive
    .default(20_000)
    .describe('Most records that one request for readings of a time looks through; its cursor leads on'),
  YIWANG_HTTP_MAX_WAIT_SECONDS: positive
    .default(30)
    .describe('Longest time that a read waits for a position (Prefer: wait)'),
};
