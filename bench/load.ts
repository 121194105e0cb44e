import { readFileSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { connectPacket, PINGREQ, publishPacket } from '../simulators/mqtt-packets.ts';
import { createRandom } from '../src/demo/random.ts';

/**
 * Publishers of the ingest benchmark, in a process of their own: `load.ts <config.json>`. Open loop at a rate, or as fast as a
 * window of unacknowledged messages per connection allows (saturation). At a rate, latency counts from when a message was
 * due, so that a stalled server cannot hide its delay. Its counts are the ledger. It reports the delay of its own event loop,
 * since an acknowledgement that waits here looks like a late one.
 */
export interface LoadConfig {
  readonly host: string;
  readonly port: number;
  readonly devices: readonly LoadDevice[];
  readonly seconds: number;
  readonly warmupSeconds: number;
  /** Messages a second over all connections; 0 sends as fast as the windows allow. */
  readonly rate: number;
  /** Unacknowledged messages per connection. */
  readonly window: number;
  /** Number of connections, from the first, that publish; the others only send PINGREQ. Default all. */
  readonly publishing?: number;
  /** Seconds between two PINGREQ of a connection that does not publish; 0 for none. */
  readonly pingSeconds?: number;
  readonly seed: number;
  readonly resultPath: string;
}

export interface LoadDevice {
  readonly deviceId: string;
  readonly secret: string;
  /** Default: the device id; a second connection of a device needs another. */
  readonly clientId?: string;
}

interface Connection {
  readonly deviceId: string;
  readonly socket: Socket;
  /** Due time by message id; 0 is free. */
  readonly due: Float64Array;
  nextId: number;
  inFlight: number;
  last: string;
  lastObservedAt: number;
  readonly values: number[];
}

const DUPLICATE_SHARE = 0.02;
const MALFORMED_SHARE = 0.01;
const TICK_MS = 5;
const PING_TICK_MS = 100;
const DRAIN_MS = 30_000;

const config = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as LoadConfig;
const random = createRandom(config.seed);
const latencies: number[] = [];
const counts = { sent: 0, distinct: 0, duplicates: 0, malformed: 0, acked: 0, ackedInWindow: 0 };
let measuring = false;
let running = true;

/** Indicator, range it wanders in, largest step. PM2.5 reaches the alarm rule's 115 µg/m³ now and then. */
const INDICATORS = [
  ['pm25', 10, 130, 2],
  ['pm10', 20, 200, 4],
  ['so2', 2, 40, 1],
  ['no2', 5, 80, 2],
  ['co', 0.2, 2, 0.1],
  ['o3', 20, 150, 3],
] as const;

const wander = (value: number, low: number, high: number, step: number): number =>
  Math.min(high, Math.max(low, value + (random() * 2 - 1) * step));

/** Six indicators, about 250 bytes, observed now; the time makes each message of a device distinct. */
const newPayload = (connection: Connection): string => {
  connection.lastObservedAt = Math.max(Date.now(), connection.lastObservedAt + 1);
  const values = INDICATORS.map(([code, low, high, step], index) => {
    const value = wander(connection.values[index]!, low, high, step);
    connection.values[index] = value;
    return `"${code}":${value.toFixed(1)}`;
  });
  const text = `{"observedAt":"${new Date(connection.lastObservedAt).toISOString()}","values":{${values.join(',')}}`;
  return `${text}${' '.repeat(Math.max(0, 249 - text.length))}}`;
};

const send = (connection: Connection, due: number): void => {
  const dice = random();
  let payload: string;
  if (dice < DUPLICATE_SHARE && connection.last !== '') {
    payload = connection.last;
    counts.duplicates += 1;
  } else if (dice < DUPLICATE_SHARE + MALFORMED_SHARE) {
    payload = newPayload(connection).slice(0, -3);
    counts.malformed += 1;
    counts.distinct += 1;
  } else {
    payload = newPayload(connection);
    connection.last = payload;
    counts.distinct += 1;
  }
  connection.nextId = (connection.nextId % (connection.due.length - 1)) + 1;
  connection.due[connection.nextId] = due;
  connection.inFlight += 1;
  counts.sent += 1;
  const topic = `yw/v1/${connection.deviceId}/telemetry`;
  connection.socket.write(publishPacket(topic, payload, connection.nextId));
};

/** PUBACK is four bytes: 0x40 0x02 and the message id (MQTT 3.1.1 section 3.4). */
const PACKET_BYTES = 4;
const onData = (connection: Connection, chunk: Buffer, rest: { bytes: Buffer }): void => {
  const data = rest.bytes.length === 0 ? chunk : Buffer.concat([rest.bytes, chunk]);
  let at = 0;
  const now = performance.now();
  while (at + PACKET_BYTES <= data.length) {
    if (data[at] !== 0x40) throw new Error(`unexpected packet ${data[at]}`);
    const id = data.readUInt16BE(at + 2);
    at += PACKET_BYTES;
    connection.inFlight -= 1;
    counts.acked += 1;
    if (measuring) {
      counts.ackedInWindow += 1;
      latencies.push(now - connection.due[id]!);
    }
    if (config.rate === 0 && running && connection.inFlight < config.window) send(connection, now);
  }
  rest.bytes = data.subarray(at);
};

/** Messages of a connection that may be unacknowledged, and one. */
const DUE_SLOTS = 4096;

const open = (
  { deviceId, secret, clientId = deviceId }: LoadDevice,
  publishes: boolean,
): Promise<Connection> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: config.host, port: config.port, noDelay: true });
    const connection: Connection = {
      deviceId,
      socket,
      due: new Float64Array(publishes ? DUE_SLOTS : 0),
      nextId: 0,
      inFlight: 0,
      last: '',
      lastObservedAt: 0,
      values: INDICATORS.map(([, low, high]) => low + random() * (high - low) * 0.7),
    };
    const rest = { bytes: Buffer.alloc(0) };
    socket.once('error', reject);
    socket.once('data', (connack: Buffer) => {
      if (connack[0] !== 0x20 || connack[3] !== 0)
        return reject(new Error(`connection of ${deviceId} refused`));
      // A connection that does not publish only receives PINGRESP.
      if (publishes) socket.on('data', (chunk: Buffer) => onData(connection, chunk, rest));
      else socket.resume();
      resolve(connection);
    });
    socket.write(connectPacket({ deviceId, secret, clientId, keepaliveSeconds: config.pingSeconds ?? 0 }));
  });

const publishers = config.publishing ?? config.devices.length;
const connections: Connection[] = [];
for (let from = 0; from < config.devices.length; from += 100) {
  const next = config.devices.slice(from, from + 100);
  connections.push(...(await Promise.all(next.map((device, n) => open(device, from + n < publishers)))));
}

const publishing = connections.slice(0, publishers);
const idle = connections.slice(publishers);

const started = performance.now();
let pinged = 0;
const pinger =
  idle.length === 0 || !config.pingSeconds
    ? undefined
    : setInterval(() => {
        const target = Math.floor(((performance.now() - started) / 1000 / config.pingSeconds!) * idle.length);
        for (; pinged < target; pinged += 1) idle[pinged % idle.length]!.socket.write(PINGREQ);
      }, PING_TICK_MS);
let issued = 0;
if (config.rate === 0)
  for (const connection of publishing) for (let n = 0; n < config.window; n += 1) send(connection, started);
const ticker =
  config.rate === 0
    ? undefined
    : setInterval(() => {
        const target = Math.floor(((performance.now() - started) / 1000) * config.rate);
        for (; issued < target; issued += 1) {
          send(publishing[issued % publishing.length]!, started + (issued / config.rate) * 1000);
        }
      }, TICK_MS);
await pause(config.warmupSeconds * 1000);
const loopDelay = monitorEventLoopDelay({ resolution: 1 });
loopDelay.enable();
measuring = true;
process.send?.('from');
const measuredFrom = performance.now();
await pause(config.seconds * 1000);
measuring = false;
loopDelay.disable();
process.send?.('to');
const measuredSeconds = (performance.now() - measuredFrom) / 1000;
running = false;
clearInterval(ticker);
clearInterval(pinger);
const until = performance.now() + DRAIN_MS;
while (counts.acked < counts.sent && performance.now() < until) await pause(20);

const sorted = Float64Array.from(latencies).sort();
const percentile = (fraction: number): number =>
  sorted.length === 0
    ? 0
    : Math.round(sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))]! * 10) / 10;
const result = {
  ...counts,
  ackedPerSecond: Math.round(counts.ackedInWindow / measuredSeconds),
  ackP50Ms: percentile(0.5),
  ackP99Ms: percentile(0.99),
  publisherDelayP99Ms: Math.round(loopDelay.percentile(99) / 1e5) / 10,
  unacknowledged: counts.sent - counts.acked,
};
writeFileSync(config.resultPath, JSON.stringify(result));
process.exit(0);
