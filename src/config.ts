import { z } from 'zod';
import { PROTOCOLS, WIRE_STANDARDS, type WireStandard } from '../devices/wire/index.ts';
import { MOST_FORMER_PASSWORDS, ROLES } from './identity/index.ts';
import { CRASH_VARIABLE } from './platform/crash-points.ts';
import { nearestWord } from './platform/nearest-word.ts';
import { parseNetworks } from './platform/networks.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const positive = z.coerce.number().int().positive();
const networks = z
  .string()
  .refine((text) => parseNetworks(text) !== undefined, 'is a list of networks such as 10.1.0.0/16');
/** A timer of Node that is set longer fires at once. */
const MAX_TIMER_SECONDS = 2_000_000;

type WirePortSetting = `YIWANG_${Uppercase<WireStandard>}_PORT`;

/** Name of the setting for the TCP port of a wire standard. */
export const wirePortSetting = (standard: WireStandard): WirePortSetting =>
  `YIWANG_${standard.toUpperCase() as Uppercase<WireStandard>}_PORT`;

const wirePort = (standard: WireStandard) =>
  port
    .optional()
    .describe(
      `Port for devices that speak ${PROTOCOLS[standard].label} over TCP; off unless set, 0 takes a free one`,
    );
const wirePorts = Object.fromEntries(
  WIRE_STANDARDS.map((standard) => [wirePortSetting(standard), wirePort(standard)]),
) as Record<WirePortSetting, ReturnType<typeof wirePort>>;

const frameLimits = WIRE_STANDARDS.map((standard) => {
  const { label, maxFrameBytes } = PROTOCOLS[standard];
  return `${label} ${maxFrameBytes.toLocaleString('en-US')}`;
}).join(', ');

/**
 * Every setting of the server, by environment variable. The comment of each is what `.env.example` and `docs/settings.md` say;
 * a test holds the three together.
 */
export const configSchema = z.object({
  YIWANG_DATA_DIR: z
    .string()
    .default('.yiwang')
    .describe('Folder of the embedded database, keys and attachments'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'starts with postgres:// or postgresql://')
    .refine((text) => URL.canParse(text), 'is no URL')
    .optional()
    .describe('PostgreSQL to use instead of the embedded one'),
  EVENT_STORE_URL: z
    .string()
    .regex(/^esdb(\+discover)?:\/\//, 'starts with esdb:// or esdb+discover://')
    .optional()
    .describe(
      'EventStoreDB or KurrentDB that keeps the log instead of PostgreSQL: esdb://user:password@host:2113',
    ),
  YIWANG_HTTP_HOST: z.string().default('127.0.0.1').describe('Address that the API and the board listen on'),
  YIWANG_HTTP_PORT: port.default(3000).describe('Port of the API and the board; 0 takes a free one'),
  YIWANG_HTTP_TLS_CERT: z
    .string()
    .optional()
    .describe(
      'File of the certificate chain (PEM) for HTTPS and WebSocket over TLS, read again when it changes; default: without TLS',
    ),
  YIWANG_HTTP_TLS_KEY: z.string().optional().describe('With YIWANG_HTTP_TLS_CERT: file of its key (PEM)'),
  YIWANG_HTTP_TLS_CA: z
    .string()
    .optional()
    .describe(
      'With YIWANG_HTTP_TLS_CERT: file of the authorities (PEM) one of which must have signed a certificate of the client',
    ),
  YIWANG_TRUSTED_PROXIES: networks
    .default('')
    .describe(
      "Networks of the proxies in front, as CIDR with commas: what they say of a client's address and of TLS is believed, and of nobody else",
    ),
  YIWANG_TRUSTED_PROXY_HEADER: z
    .enum(['x-forwarded-for', 'forwarded'])
    .default('x-forwarded-for')
    .describe('The header in which these proxies say so: the one that they write themselves'),
  YIWANG_WEBSOCKET_ORIGINS: z
    .string()
    .default('')
    .describe(
      'Web pages of other origins that may open the WebSocket, with commas: https://map.example.org; what is no browser sends no origin and is not asked',
    ),
  YIWANG_METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe(
      'Bearer token that /metrics and the details of /readyz ask for; default: open to everybody unless YIWANG_METRICS_NETWORKS is set',
    ),
  YIWANG_METRICS_NETWORKS: networks
    .default('')
    .describe('Networks that need no such token, as CIDR with commas'),
  YIWANG_API_DOCS_OPEN: z
    .stringbool()
    .default(true)
    .describe('Whether everybody may read /docs and /openapi.json; false asks for the same token or network'),
  YIWANG_MQTT_HOST: z.string().default('127.0.0.1').describe('Address that the MQTT broker listens on'),
  YIWANG_MQTT_PORT: port.default(1883).describe('Port of MQTT over TCP; 0 takes a free one'),
  YIWANG_MQTT_TLS_CERT: z
    .string()
    .optional()
    .describe(
      'File of the certificate chain (PEM) for MQTT over TLS, read again when it changes; default: without TLS',
    ),
  YIWANG_MQTT_TLS_KEY: z.string().optional().describe('With YIWANG_MQTT_TLS_CERT: file of its key (PEM)'),
  YIWANG_MQTT_TLS_CA: z
    .string()
    .optional()
    .describe(
      'With YIWANG_MQTT_TLS_CERT: file of the authorities (PEM) one of which must have signed a certificate of the device',
    ),
  YIWANG_MQTT_MAX_PACKET_BYTES: positive
    .default(262_144)
    .describe('Largest MQTT packet; a larger one is closed unread'),
  YIWANG_MQTT_MAX_CONNECTIONS: positive.default(20_000).describe('Most device connections at once'),
  YIWANG_MQTT_MAX_CONNECTIONS_PER_DEVICE: positive
    .default(16)
    .describe('Most connections of one device or gateway at once; the oldest gives way'),
  YIWANG_MQTT_MAX_CONNECT_BYTES: positive
    .default(16_384)
    .describe('Largest first packet, with which a device says who it is'),
  YIWANG_MQTT_CONNECT_SECONDS: positive
    .max(MAX_TIMER_SECONDS)
    .default(10)
    .describe('A connection that has not said who it is after this long is closed'),
  YIWANG_MQTT_MAX_TOPIC_LEVELS: z.coerce.number().int().min(4).max(100).default(8).describe('Deepest topic'),
  YIWANG_MQTT_READ_BUFFER_BYTES: positive
    .default(16_384)
    .describe(
      'Messages of a connection within so many bytes may wait for their acknowledgement; no more is read meanwhile',
    ),
  YIWANG_MQTT_MESSAGES_UNDER_WAY: positive
    .default(32)
    .describe(
      'Messages of one device, over all its connections, that are on their way into the log at once; the others wait behind them',
    ),
  YIWANG_MESSAGES_PER_SECOND_PER_DEVICE: positive
    .default(300)
    .describe(
      'Messages or frames a second of one device, or of the devices behind one gateway, that are read for long; one that sends more is read more slowly',
    ),
  YIWANG_MESSAGES_PER_SECOND_PER_ADDRESS: positive
    .default(2000)
    .describe(
      'The same of one network address: what it sends as no device yet, and over lines that many devices share',
    ),
  YIWANG_UNPROVED_CONNECTIONS_PER_ADDRESS: positive
    .default(2000)
    .describe('Most MQTT and TCP connections of one address (IPv6: /64) that have not proved who they are'),
  YIWANG_UNPROVED_CONNECTIONS: positive.default(8000).describe('The same for all addresses together'),
  YIWANG_CONNECTION_ATTEMPTS_PER_SECOND_PER_ADDRESS: positive
    .default(500)
    .describe('MQTT and TCP connections that one address may begin in a second, for 40 seconds at once'),
  YIWANG_CONNECTION_ATTEMPTS_PER_SECOND: positive
    .default(2000)
    .describe('The same for all addresses together'),
  YIWANG_UNKNOWN_DEAD_LETTERS_PER_HOUR_PER_ADDRESS: positive
    .default(60)
    .describe('Dead letters in an hour of one address that has not proved who it is; more are counted'),
  YIWANG_UNKNOWN_DEAD_LETTERS_PER_HOUR: positive.default(240).describe('The same for all addresses together'),
  ...wirePorts,
  YIWANG_TCP_HOST: z.string().default('127.0.0.1').describe('Address that these ports listen on'),
  YIWANG_TCP_MAX_CONNECTIONS: positive.default(20_000).describe('Most connections at once, of each of them'),
  YIWANG_TCP_IDLE_SECONDS: positive
    .max(MAX_TIMER_SECONDS)
    .default(3900)
    .describe('A connection without a whole frame for this long is closed'),
  YIWANG_TCP_PROOF_SECONDS: positive
    .max(MAX_TIMER_SECONDS)
    .default(60)
    .describe('A connection over which no frame of a known device has come after this long is closed'),
  YIWANG_WIRE_AUTHENTICATION: z
    .enum(['strict', 'required', 'optional'])
    .default('required')
    .describe(
      'What frames over TCP must show: required asks for a password or source network when a device gets a name in a standard, strict also refuses frames of older devices without one, optional asks for none and marks their readings as unauthenticated',
    ),
  YIWANG_WIRE_FREE_GUESSES: positive
    .default(5)
    .describe('Wrong passwords of one address for one device before its frames are passed over for a while'),
  YIWANG_WIRE_LOCK_MAX_SECONDS: positive
    .default(900)
    .describe('Longest such while; the first is a second, each further wrong password doubles it'),
  YIWANG_TCP_MAX_FRAME_BYTES: positive
    .default(Math.max(...WIRE_STANDARDS.map((standard) => PROTOCOLS[standard].maxFrameBytes)))
    .describe(`Longest frame that is read; the standards allow: ${frameLimits}`),
  YIWANG_TCP_MAX_REFUSALS: positive
    .default(20)
    .describe('After this many refused frames in a row a connection is closed'),
  YIWANG_DEVICE_REQUESTS_MAX_OPEN: positive
    .default(1)
    .describe('Most requests to one device that are under way at once'),
  YIWANG_DEVICE_REQUEST_PICKUP_SECONDS: positive
    .default(10)
    .describe(
      'A request that no process sends within this long ends: nobody has the connection of the device',
    ),
  YIWANG_DEVICE_REQUEST_MAX_SECONDS: positive
    .default(1800)
    .describe('A request that has not ended after this long is timed out'),
  YIWANG_REJECTED_PAYLOAD_BYTES: positive
    .default(4096)
    .describe('Bytes of a dead letter that are shown; of an unknown sender, all that is kept'),
  YIWANG_STORE_MAX_BATCH_EVENTS: positive.default(1000).describe('Most events in one commit'),
  YIWANG_STORE_APPEND_TIMEOUT_MS: positive
    .default(30_000)
    .describe('How long an append waits for the database'),
  YIWANG_STORE_TAIL_CACHE_EVENTS: positive
    .default(20_000)
    .describe('Most events kept in memory for projections that have not come to them yet'),
  YIWANG_PARTITION_MAX_EVENTS: positive
    .default(10_000_000)
    .describe('Most events in one partition of what ages; otherwise a partition holds about a day'),
  YIWANG_ARCHIVE_AFTER_DAYS: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(90)
    .describe('Readings, detections and dead letters older than this are archived to files; 0: never'),
  YIWANG_ARCHIVE_DIR: z
    .string()
    .optional()
    .describe('Folder of the archive; default: archive in the data folder'),
  YIWANG_SEAL_SECONDS: positive
    .default(10)
    .describe(
      'How long an event waits for a full block of the hash chain before it is sealed in a smaller one',
    ),
  YIWANG_SEAL_EVENTS_PER_SECOND: positive
    .default(5000)
    .describe('Most events that are sealed in a second; a fifth of it while many appends wait'),
  YIWANG_EVENT_STORE_REPEAT_WINDOW: positive
    .default(500)
    .describe('With EVENT_STORE_URL: events at the end of a stream among which a repeat is recognised'),
  YIWANG_EVENT_STORE_CALL_TIMEOUT_MS: positive
    .default(10_000)
    .describe('With EVENT_STORE_URL: how long one call to the server may take before it is tried again'),
  YIWANG_MIN_FREE_DISK_BYTES: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(536_870_912)
    .describe('Below this much free disk nothing is acknowledged any more'),
  YIWANG_PG_SHARED_BUFFERS: z
    .string()
    .optional()
    .describe('shared_buffers of the embedded PostgreSQL, for example 512MB'),
  YIWANG_AUDIT_SAMPLES_PER_MINUTE: positive
    .default(10)
    .describe(
      'Refused acts of one person, and of all who are not signed in, that are audited one by one in a minute; the others as a sum',
    ),
  YIWANG_SESSION_HOURS: positive.default(12).describe('How long a bearer token is valid'),
  YIWANG_PERSON_KEY_CACHE_SECONDS: positive
    .default(20)
    .describe('How long a process uses the key of a person without looking whether it was erased'),
  YIWANG_SESSION_IDLE_MINUTES: positive.default(60).describe('A session that is not used for this long ends'),
  YIWANG_SESSIONS_MAX: positive
    .default(10)
    .describe('Most sessions of one person; a further one ends the oldest'),
  YIWANG_SIGN_IN_WINDOW_MINUTES: positive.default(5).describe('Time in which failed sign-ins are counted'),
  YIWANG_SIGN_IN_MAX_FAILURES: positive
    .default(10)
    .describe(
      'Most failures in it of one name from one address, and of one session that changes its password or tries codes',
    ),
  YIWANG_SIGN_IN_MAX_FAILURES_PER_ADDRESS: positive
    .default(100)
    .describe('Most failures in it from one address, over all names that it never signed in to'),
  YIWANG_SIGN_IN_FREE_FAILURES: positive
    .default(30)
    .describe(
      'Failures in it of one name from addresses unknown to it; further attempts from such are answered late',
    ),
  YIWANG_SIGN_IN_MAX_DELAY_SECONDS: positive.max(60).default(10).describe('How late at most'),
  YIWANG_PASSWORD_HASH_THREADS: positive
    .max(64)
    .default(1)
    .describe('Threads that hash passwords, and processors that signing in takes at most'),
  YIWANG_PASSWORD_HASHES_WAITING: positive
    .default(40)
    .describe('Most passwords that wait to be hashed; further attempts are refused at once'),
  YIWANG_PASSWORD_FORCE_CHANGE: z
    .stringbool()
    .default(true)
    .describe('Who was given a password by an administrator may do nothing before changing it'),
  YIWANG_PASSWORD_HISTORY: positive
    .max(MOST_FORMER_PASSWORDS)
    .default(5)
    .describe('So many of the last passwords may not be used again'),
  YIWANG_PASSWORD_MAX_AGE_DAYS: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(0)
    .describe('After so many days a password has to be changed; 0: never'),
  YIWANG_PASSWORD_RESET_MINUTES: positive
    .default(60)
    .describe('How long a one-time code for a new password serves'),
  YIWANG_TOTP_REQUIRED_FOR: z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((role) => role.trim())
        .filter((role) => role !== ''),
    )
    .pipe(z.array(z.enum(ROLES)))
    .prefault('')
    .describe('Roles with commas that may do nothing without a second factor: administrator,deviceManager'),
  YIWANG_MIN_PASSWORD_LENGTH: positive.default(10).describe('Shortest password'),
  YIWANG_RIGHTS_SECOND_PERSON: z
    .stringbool()
    .default(false)
    .describe('A change of rights is done only when a second security administrator has approved it'),
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
  YIWANG_ATTACHMENT_MAX_BYTES: positive.default(10_485_760).describe('Largest photo'),
  YIWANG_AUDIO_MAX_BYTES: positive.default(20_971_520).describe('Largest sound recording'),
  YIWANG_VIDEO_MAX_BYTES: positive.default(209_715_200).describe('Largest film'),
  YIWANG_ATTACHMENTS_MAX: positive.default(9).describe('Most attachments with one report or feedback'),
  YIWANG_ATTACHMENT_FAR_METERS: positive
    .default(500)
    .describe('A photo taken farther than this from the reported point, by its EXIF, is marked'),
  YIWANG_UPLOAD_EXPIRY_HOURS: positive
    .default(24)
    .describe('How long an upload waits for its next bytes, and an attachment for an event that names it'),
  YIWANG_UPLOADS_MAX_OPEN: positive.default(20).describe('Most unfinished uploads of one person'),
  YIWANG_UPLOAD_QUOTA_BYTES: positive
    .default(2_147_483_648)
    .describe('Most bytes of one person that no event names yet, in unfinished uploads and finished ones'),
  YIWANG_UPLOAD_QUOTA_FILES: positive
    .default(500)
    .describe('Most files of one person that no event names yet'),
  YIWANG_IMPORT_MAX_BYTES: positive
    .default(5_242_880)
    .describe('Largest imported file: a sheet (CSV, XLSX) or GeoJSON'),
  YIWANG_PARSE_SECONDS: positive
    .max(600)
    .default(10)
    .describe(
      'Longest time that reading one photo or imported file may take: beyond it a photo is kept without what it tells, a file is refused',
    ),
  YIWANG_PARSE_MEMORY_MB: positive
    .default(256)
    .describe('Most memory (MiB of heap) that reading one of them may take, with the same end'),
  YIWANG_PARSE_MAX_WAITING: positive
    .default(32)
    .describe(
      'Most photos, and most imported files, that wait to be read; the next one is answered 503 with Retry-After',
    ),
  YIWANG_S3_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('S3-compatible store that keeps the attachments instead of the data folder: https://host'),
  YIWANG_S3_BUCKET: z.string().optional().describe('With YIWANG_S3_ENDPOINT: the bucket'),
  YIWANG_S3_REGION: z.string().default('us-east-1').describe('With YIWANG_S3_ENDPOINT: the region'),
  YIWANG_S3_ACCESS_KEY: z.string().optional().describe('With YIWANG_S3_ENDPOINT: the access key'),
  YIWANG_S3_SECRET_KEY: z.string().optional().describe('With YIWANG_S3_ENDPOINT: the secret key'),
  YIWANG_S3_PATH_STYLE: z
    .stringbool()
    .default(true)
    .describe('With YIWANG_S3_ENDPOINT: the bucket stands in the path; false puts it before the host name'),
  YIWANG_WEBHOOK_ALLOWED_NETWORKS: networks
    .default('')
    .describe(
      'Private networks that webhooks may reach, also without TLS, as CIDR with commas: 10.1.0.0/16,127.0.0.0/8',
    ),
  YIWANG_WEBHOOK_TIMEOUT_MS: positive.default(10_000).describe('How long a webhook receiver may take'),
  YIWANG_WEBHOOK_RETRIES: positive.default(8).describe('How often a failed webhook delivery is tried again'),
  YIWANG_WEBHOOK_RETRY_SECONDS: positive
    .default(10)
    .describe('Pause before the first of these; each further one is twice as long, with jitter'),
  YIWANG_ALARM_SILENCE_MAX_DAYS: positive.max(31).default(30).describe('Longest silence of alarms'),
  YIWANG_DRY_RUN_MAX_DEVICES: positive
    .default(5000)
    .describe('Most devices whose readings a dry run of an alarm rule plays'),
  YIWANG_DRY_RUN_MAX_RECORDS: positive
    .default(5_000_000)
    .describe('Most records that it reads; it says when it stopped there'),
  YIWANG_DRY_RUN_MAX_SECONDS: positive
    .max(300)
    .default(20)
    .describe('Longest time that it may take in the API; it says when it stopped there'),
  YIWANG_STREAM_MAX_CLIENTS: positive.default(500).describe('Most live streams (Server-Sent Events) at once'),
  YIWANG_STREAMS_PER_PERSON: positive.default(10).describe('Of these, of one person'),
  YIWANG_STREAMS_PER_ADDRESS: positive
    .default(300)
    .describe('Of these, from one address; an office may stand behind one'),
  YIWANG_BACKUP_KEY_FILE: z
    .string()
    .optional()
    .describe(
      'File with the key or passphrase (12 characters or more) that encrypts backups and opens them; default: `backup --encrypt` asks for a passphrase',
    ),
  YIWANG_MASTER_KEY: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/)
    .optional()
    .describe('32 bytes in hex from which all keys derive; default: made once and kept in the data folder'),
  YIWANG_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least level that is logged'),
  YIWANG_WATCHDOG_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(3600)
    .default(20)
    .describe(
      'A server that does nothing for this long, because something spins, is ended with a crash report, for its supervisor to start again; 0: never',
    ),
});

export type Config = z.infer<typeof configSchema>;

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] };

/** A bucket without its keys would fail at the first photo only. */
const s3Problems = (config: Config): string[] =>
  config.YIWANG_S3_ENDPOINT === undefined
    ? []
    : (['YIWANG_S3_BUCKET', 'YIWANG_S3_ACCESS_KEY', 'YIWANG_S3_SECRET_KEY'] as const)
        .filter((name) => config[name] === undefined)
        .map((name) => `${name}: is needed with YIWANG_S3_ENDPOINT`);

/** Largest form with photos, in bytes: as many as one report may have, each as large as it may be, and what is said of them. */
export const largestForm = (
  settings: Pick<
    Config,
    'YIWANG_ATTACHMENT_MAX_BYTES' | 'YIWANG_ATTACHMENTS_MAX' | 'YIWANG_HTTP_MAX_BODY_BYTES'
  >,
): number =>
  settings.YIWANG_ATTACHMENT_MAX_BYTES * settings.YIWANG_ATTACHMENTS_MAX +
  settings.YIWANG_HTTP_MAX_BODY_BYTES;

/** A report that may be sent and never fits would fail at the first large one only. */
const bufferProblems = (config: Config): string[] => {
  const needed = largestForm(config);
  return (
    [
      'YIWANG_HTTP_BUFFER_PER_CONNECTION_BYTES',
      'YIWANG_HTTP_BUFFER_PER_ADDRESS_BYTES',
      'YIWANG_HTTP_BUFFER_BYTES',
    ] as const
  )
    .filter((name) => config[name] < needed)
    .map((name) => `${name}: is less than the largest report with photos, ${needed} bytes`);
};

/** A certificate without its key would fail at the start only, with words of OpenSSL. */
const tlsProblems = (config: Config): string[] =>
  (['HTTP', 'MQTT'] as const).flatMap((listener) => {
    const [cert, key, ca] = (['CERT', 'KEY', 'CA'] as const).map(
      (part) => config[`YIWANG_${listener}_TLS_${part}`] !== undefined,
    );
    return cert === key && (cert || !ca)
      ? []
      : [`YIWANG_${listener}_TLS_CERT and YIWANG_${listener}_TLS_KEY: are needed together`];
  });

const NAMES = Object.keys(configSchema.shape);

/** Variables that are nearly called like a setting of ours, and are none: of other programs, or slips. */
export const nearSettings = (
  environment: Readonly<Record<string, string | undefined>>,
): readonly { readonly name: string; readonly meant: string }[] =>
  Object.keys(environment).flatMap((name) => {
    if (NAMES.includes(name) || name.startsWith('YIWANG_')) return [];
    const meant = nearestWord(name, NAMES, 2);
    return meant === undefined ? [] : [{ name, meant }];
  });

/** Reads the settings; an empty variable counts as absent. Unknown variables of ours are named, since they are slips. */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): ConfigResult => {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const unknown = Object.keys(given)
    .filter((name) => name.startsWith('YIWANG_') && !(name in configSchema.shape) && name !== CRASH_VARIABLE)
    .map((name) => {
      const meant = nearestWord(name, NAMES);
      return `${name}: unknown setting${meant === undefined ? '' : `; did you mean ${meant}?`}`;
    });
  const parsed = configSchema.safeParse(given);
  const problems = parsed.success
    ? [...unknown, ...s3Problems(parsed.data), ...bufferProblems(parsed.data), ...tlsProblems(parsed.data)]
    : [...unknown, ...parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)];
  return parsed.success && problems.length === 0
    ? { ok: true, config: parsed.data }
    : { ok: false, problems };
};
