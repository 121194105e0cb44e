import { readFileSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import mqttPacket from 'mqtt-packet';
import { deviceId, valuesOf } from './plan.ts';

/**
 * Publishers of the alarm benchmark, in a process of their own: `publishers.ts <config.json>`. Open loop at a rate, device after
 * device, each message as in the plan. The ledger contains the acknowledged messages.
 */
export interface PublisherConfig {
  readonly port: number;
  readonly secret: string;
  readonly devices: number;
  /** Messages a second over all devices. */
  readonly rate: number;
  readonly seconds: number;
  /** Number of devices, from the first, that fall silent after the warm-up. */
  readonly silent: number;
  /** Messages of each device before anything happens. */
  readonly fromMessage: number;
  readonly resultPath: string;
}

const config = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as PublisherConfig;
const TICK_MS = 5;
const DRAIN_MS = 30_000;

const sent = new Array<number>(config.devices).fill(0);
let acked = 0;
const ackDelays: number[] = [];
const due: Float64Array[] = [];
let lastObservedAt = 0;

/** PUBACK is four bytes: 0x40 0x02 and the message id (MQTT 3.1.1 section 3.4). */
const PACKET_BYTES = 4;
const IDS = 1024;

const open = (device: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: config.port, noDelay: true });
    let rest: Buffer = Buffer.alloc(0);
    due[device] = new Float64Array(IDS);
    socket.once('error', reject);
    socket.once('data', (connack: Buffer) => {
      if (connack[0] !== 0x20 || connack[3] !== 0) return reject(new Error(`${deviceId(device)} refused`));
      socket.on('data', (chunk: Buffer) => {
        const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
        let at = 0;
        for (; at + PACKET_BYTES <= data.length; at += PACKET_BYTES) {
          acked += 1;
          ackDelays.push(performance.now() - due[device]![data.readUInt16BE(at + 2) % IDS]!);
        }
        rest = data.subarray(at);
      });
      resolve(socket);
    });
    socket.write(
      mqttPacket.generate({
        cmd: 'connect',
        protocolId: 'MQTT',
        protocolVersion: 4,
        clean: true,
        clientId: deviceId(device),
        keepalive: 0,
        username: deviceId(device),
        password: Buffer.from(config.secret),
      }),
    );
  });

const sockets: Socket[] = [];
for (let from = 0; from < config.devices; from += 100) {
  const batch = Array.from({ length: Math.min(100, config.devices - from) }, (_, n) => open(from + n));
  sockets.push(...(await Promise.all(batch)));
}

const publish = (device: number, dueAt: number): void => {
  const n = sent[device]!;
  if (device < config.silent && n >= config.fromMessage) return;
  lastObservedAt = Math.max(Date.now(), lastObservedAt);
  const messageId = (n % (IDS - 1)) + 1;
  due[device]![messageId] = dueAt;
  sent[device] = n + 1;
  sockets[device]!.write(
    mqttPacket.generate({
      cmd: 'publish',
      topic: `yw/v1/${deviceId(device)}/telemetry`,
      payload: JSON.stringify({
        observedAt: new Date(lastObservedAt).toISOString(),
        values: valuesOf(device, n, config.fromMessage),
      }),
      qos: 1,
      messageId,
      dup: false,
      retain: false,
    }),
  );
};

const loopDelay = monitorEventLoopDelay({ resolution: 1 });
loopDelay.enable();
const started = performance.now();
let issued = 0;
const ticker = setInterval(() => {
  const target = Math.floor(((performance.now() - started) / 1000) * config.rate);
  for (; issued < target; issued += 1)
    publish(issued % config.devices, started + (issued / config.rate) * 1000);
}, TICK_MS);
await pause(config.seconds * 1000);
clearInterval(ticker);
const total = sent.reduce((sum, count) => sum + count, 0);
const until = performance.now() + DRAIN_MS;
while (acked < total && performance.now() < until) await pause(20);

const sorted = Float64Array.from(ackDelays).sort();
const percentile = (fraction: number): number =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))] ?? 0) * 10) / 10;
writeFileSync(
  config.resultPath,
  JSON.stringify({
    sent,
    acked,
    unacknowledged: total - acked,
    sentPerSecond: Math.round(total / config.seconds),
    ackP50Ms: percentile(0.5),
    ackP99Ms: percentile(0.99),
    publisherDelayP99Ms: Math.round(loopDelay.percentile(99) / 1e5) / 10,
  }),
);
process.exit(0);
