import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { runSchema, type SimulatedDevice } from './config.ts';
import { createDeviceClient, type DeviceClient } from './device-client.ts';
import { createLedger } from './ledger.ts';
import { createMessages } from './messages.ts';

/** The simulators: `run.ts <config.json>`. A separate process and ledger, and none of the server's code. */
const [configPath] = process.argv.slice(2);
if (configPath === undefined) {
  console.error('Usage: run.ts <config.json>');
  process.exit(2);
}
const config = runSchema.parse(JSON.parse(readFileSync(configPath, 'utf8')));
const ledger = createLedger();
const runId = randomUUID().slice(0, 8);
const clients = new Map<string, DeviceClient>();

let stopping = false;
const stopped = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stopping = true;
      resolve();
    });
  }
});

/** No device begins before the past records of all are in the log: current ones come after them. */
let waiting = config.devices.length;
let isPastPlayed = false;
let openNow: () => void = () => undefined;
const pastPlayed = new Promise<void>((resolve) => {
  openNow = resolve;
});
const pastSent = (): void => {
  waiting -= 1;
  if (waiting > 0) return;
  void settled().then(() => {
    isPastPlayed = true;
    report();
    openNow();
  });
};

const report = (): void => {
  const connected = [...clients.values()].filter((client) => client.connected()).length;
  console.log(JSON.stringify({ ...ledger.totals(), connected, isPastPlayed }));
};

const play = async (device: SimulatedDevice): Promise<void> => {
  const client = createDeviceClient(
    config.brokerUrl,
    device,
    `${runId}-${device.deviceId}`.slice(0, 64),
    ledger,
  );
  clients.set(device.deviceId, client);
  const messages = createMessages(device, config.seed, runId);
  const topicOf = (channel: string) => `yw/v1/${device.deviceId}/${channel}`;
  for (const { entry, payload } of messages.past(Date.now()))
    client.send(topicOf(entry.channel), payload, ledger.open(entry, payload));
  pastSent();
  await pastPlayed;
  const count = config.mode === 'once' ? (device.messages ?? 100) : Number.POSITIVE_INFINITY;
  const started = performance.now();
  for (let n = 0; n < count && !stopping; n += 1) {
    const { entry, payload, twice } = messages.next(n, Date.now());
    const opened = ledger.open(entry, payload);
    const topic = topicOf(entry.channel);
    client.send(topic, payload, opened);
    if (twice) client.send(topic, payload, opened);
    await Promise.race([
      pause(Math.max(0, started + (n + 1) * device.intervalMs - performance.now())),
      stopped,
    ]);
  }
};

const settled = async (): Promise<boolean> => {
  const until = performance.now() + config.settleMs;
  while (ledger.unacknowledged() > 0 && performance.now() < until) await pause(50);
  return ledger.unacknowledged() === 0;
};

const reporting = setInterval(report, 1000);
process.on('SIGUSR2', () => ledger.write(config.ledgerPath));
const plays: Promise<void>[] = [];
for (const [n, device] of config.devices.entries()) {
  plays.push(play(device));
  if ((n + 1) % config.connectConcurrency === 0) await pause(100);
}
await Promise.all(plays);
const complete = config.mode === 'once' ? await settled() : true;
clearInterval(reporting);
await Promise.all([...clients.values()].map((client) => client.close()));
ledger.write(config.ledgerPath);
report();
process.exit(complete ? 0 : 1);
