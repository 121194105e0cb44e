import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { createRandom } from '../../src/demo/random.ts';
import { createLedger } from '../ledger.ts';
import type { Line } from './line.ts';
import { createFleetMessages, type FleetMessage, type FleetMessages } from './messages.ts';
import { createMqttLine } from './mqtt-line.ts';
import { type SenderOrder, type SenderReport, senderConfigSchema } from './sender-config.ts';
import { createWireLine } from './wire-line.ts';

/** Part of a fleet in a separate process, with a separate ledger and none of the server's code: `sender.ts <config.json>`. */
const config = senderConfigSchema.parse(JSON.parse(readFileSync(process.argv[2]!, 'utf8')));
const ledger = createLedger();
const random = createRandom(config.seed);

/** Messages in flight: a device's own client, and that of a gateway (mosquitto's default limit for a client). */
const DEVICE_WINDOW = 20;
const GATEWAY_WINDOW = 20;
/** A device whose line has this many pending messages makes no new report; behind a gateway there may be one for each device. */
const DEVICE_LIMIT = 4;
const CONNECT_AT_ONCE = 50;
const TICK_MS = 10;
const PING_SECONDS = 45;
const PROGRESS_MS = 500;
const SETTLE_MS = 120_000;
/** A gateway's connection carries others too: it is not broken more often than this. */
const CUT_EVERY_MS = 30_000;

interface Player {
  readonly deviceId: string;
  readonly line: PlayedLine;
  readonly intervalMs: number;
  readonly messages: FleetMessages;
}

interface PlayedLine {
  readonly line: Line;
  readonly limit: number;
  readonly shared: boolean;
  cutAt: number;
}

const sendReport = (report: SenderReport): void => void process.send?.(report);

const profiles = new Map(config.profiles.map((profile) => [profile.modelId, profile]));
const lines: PlayedLine[] = [];
const players: Player[] = [];
for (const planned of config.lines) {
  const [first] = planned.devices;
  const { host, secret, runId } = config;
  const line =
    planned.kind === 'tcpGateway'
      ? createWireLine({
          host,
          port: config.wirePorts[planned.standard]!,
          standard: planned.standard,
          ledger,
        })
      : createMqttLine({
          host,
          port: config.mqttPort,
          deviceId: first!.deviceId,
          secret,
          bootId: runId,
          window: planned.kind === 'device' ? DEVICE_WINDOW : GATEWAY_WINDOW,
          ledger,
        });
  const shared = planned.kind !== 'device';
  const limit = shared ? Math.max(GATEWAY_WINDOW, planned.devices.length) : DEVICE_LIMIT;
  const played: PlayedLine = { line, limit, shared, cutAt: Number.NEGATIVE_INFINITY };
  lines.push(played);
  for (const device of planned.devices) {
    const profile = profiles.get(device.modelId)!;
    players.push({
      deviceId: device.deviceId,
      line: played,
      intervalMs: device.intervalMs,
      messages: createFleetMessages(device, profile, { seed: config.seed, badShare: config.badShare }),
    });
  }
}

let phase: Extract<SenderReport, { kind: 'progress' }>['phase'] = 'connecting';
let heldBack = 0;
let reconnects = 0;
const behaviours: Record<string, number> = {};
const connected = (): number => lines.filter(({ line }) => line.connected()).length;
const report = (): void =>
  sendReport({ kind: 'progress', phase, connected: connected(), heldBack, ...ledger.counts() });

/** Sends a message, and again if it is to be duplicated: at once, or over the next connection. */
const dispatch = ({ deviceId, line: played }: Player, message: FleetMessage, now: number): void => {
  const { bytes, answered, behaviour } = message;
  behaviours[behaviour] = (behaviours[behaviour] ?? 0) + 1;
  const sending = { deviceId, bytes, answered, entry: ledger.openDigested(message.entry) };
  if (behaviour === 'reconnect') {
    const breaks = !played.shared || now - played.cutAt > CUT_EVERY_MS;
    if (breaks) played.cutAt = now;
    played.line.send({
      ...sending,
      onAcknowledged() {
        if (breaks) {
          reconnects += 1;
          played.line.cut();
        }
        played.line.send(sending);
      },
    });
    return;
  }
  played.line.send(sending);
  if (behaviour === 'duplicate') played.line.send(sending);
};

const play = (player: Player, now: number): void => {
  if (player.line.line.waiting() >= player.line.limit) {
    heldBack += 1;
    return;
  }
  for (const message of player.messages(Date.now())) dispatch(player, message, now);
};

let stopping = false;
const ordered = (wanted: SenderOrder): Promise<void> =>
  new Promise((resolve) => {
    process.on('message', (order: SenderOrder) => {
      if (order === 'stop') stopping = true;
      if (order === wanted || order === 'stop') resolve();
    });
  });
// Without a parent there is nobody to report to. Ctrl-C goes to the parent, which then tells us.
process.on('disconnect', () => process.exit(1));
process.on('SIGINT', () => undefined);

/** Devices by the tick at which their next report is due. */
const wheel = new Map<number, Player[]>();
const enter = (player: Player, dueMs: number): number => {
  const tick = Math.ceil(dueMs / TICK_MS);
  const slot = wheel.get(tick);
  if (slot === undefined) wheel.set(tick, [player]);
  else slot.push(player);
  return tick;
};

const send = async (): Promise<void> => {
  const started = performance.now();
  const until = started + config.seconds * 1000;
  for (const player of players) enter(player, random() * player.intervalMs);
  let [done, pinged] = [-1, 0];
  for (let now = started; now < until && !stopping; now = performance.now()) {
    const current = Math.floor((now - started) / TICK_MS);
    for (let tick = done + 1; tick <= current; tick += 1) {
      const slot = wheel.get(tick);
      if (slot === undefined) continue;
      wheel.delete(tick);
      for (const player of slot) {
        play(player, now);
        // From when it was due, so that a tick that is late does not slow the device down.
        const next = tick * TICK_MS + player.intervalMs;
        enter(player, Math.max(next, (current + 1) * TICK_MS));
      }
    }
    done = current;
    const pings = Math.floor(((now - started) / 1000 / PING_SECONDS) * lines.length);
    for (; pinged < pings; pinged += 1) lines[pinged % lines.length]!.line.keepAlive();
    await pause(TICK_MS);
  }
};

const settle = async (): Promise<void> => {
  const until = performance.now() + SETTLE_MS;
  while (performance.now() < until && lines.some(({ line }) => line.waiting() > 0)) await pause(50);
};

const progress = setInterval(report, PROGRESS_MS);
const go = ordered('go');
for (let from = 0; from < lines.length && !stopping; from += CONNECT_AT_ONCE)
  await Promise.all(lines.slice(from, from + CONNECT_AT_ONCE).map(({ line }) => line.open()));
phase = 'ready';
report();
await go;
phase = 'sending';
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
await send();
delay.disable();
phase = 'settling';
const { acknowledged: acknowledgedWhileSending } = ledger.counts();
await settle();
clearInterval(progress);
report();
const unacknowledged = lines.reduce((sum, { line }) => sum + line.waiting(), 0);
await Promise.all(lines.map(({ line }) => line.close()));
ledger.write(config.ledgerPath);
process.removeAllListeners('disconnect');
sendReport({
  kind: 'done',
  published: ledger.counts().published,
  acknowledgedWhileSending,
  heldBack,
  unacknowledged,
  reconnects,
  behaviours,
  senderDelayP99Ms: Math.round(delay.percentile(99) / 1e5) / 10,
});
process.disconnect?.();
// Sockets of lines that broke while they closed are of no more use.
setTimeout(() => process.exit(0), 2000).unref();
