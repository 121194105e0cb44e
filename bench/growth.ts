import { parseArgs } from 'node:util';
import type { AppendRequest } from '../src/event-store/event-store.ts';
import { createPostgresEventStore } from '../src/event-store/postgres/postgres-event-store.ts';
import { systemClock } from '../src/platform/clock.ts';
import { readingRequest } from '../src/sensing/readings/record-events.ts';
import { createDatabase, deviceIds, median, onDatabase, runLoad } from './harness.ts';
import { caughtUp, prepareProduct } from './product.ts';
import { readConditions, round, writeResults } from './report.ts';
import { openStage, until } from './stage.ts';

const HELP = `npm run bench:growth -- [--events N] [--small N] [--seconds N] [--rounds N] [--devices N]

Durably acknowledged messages a second (saturated, as bench:ingest measures it) with --events (default 10,000,000) in the log, and
with --small (100,000), on one embedded PostgreSQL. The large log is filled first, through the event store's own append, with readings
of the same devices, and read by every projection and rule when the server starts: nothing is measured before they stand at its end.
Then --rounds times: a fresh small log is measured, then the large one. Each time the server is started anew, the database
vacuumed and analysed as it would be in time, and a checkpoint made. The hash chain lies behind in both alike: sealing goes on at
the pace that it keeps beside ingest. Ten million events take about 10 GB under the folder of temporary files and, on two cores, about
half an hour. Medians go to bench/results/growth.json.`;

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '10000000' },
    small: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '15' },
    rounds: { type: 'string', default: '3' },
    devices: { type: 'string', default: '2000' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const [LARGE, SMALL, DEVICES] = [Number(values.events), Number(values.small), Number(values.devices)];
const MEASURING = { seconds: Number(values.seconds), warmupSeconds: 5 };
const WINDOW = 2;
/** The history runs at this many messages a second and ends now. */
const HISTORY_RATE = 10_000;
/** Requests that wait for the store at once: several commits' worth. */
const CHUNK = 20_000;
const COMMIT_EVENTS = 5000;

const devices = deviceIds(DEVICES);

/** The n-th of the history's readings: the six indicators that the publishers send, of one device after the other. */
const requestOf = (n: number, began: number): AppendRequest => {
  const deviceId = devices[n % DEVICES]!;
  const turn = Math.floor(n / DEVICES);
  const observedMs = began + Math.floor((n * 1000) / HISTORY_RATE);
  const observedAt = new Date(observedMs).toISOString();
  const wave = (low: number, high: number, period: number): number =>
    round(low + ((high - low) * ((turn * 7 + (n % DEVICES) * 13) % period)) / period);
  const readings = {
    pm25: wave(10, 110, 401),
    pm10: wave(20, 180, 307),
    so2: wave(2, 40, 211),
    no2: wave(5, 80, 173),
    co: wave(0.2, 2, 127),
    o3: wave(20, 150, 349),
  };
  const receivedAt = new Date(observedMs + 40).toISOString();
  return readingRequest({ deviceId, quality: undefined, receivedAt }, { observedAt, values: readings });
};

/** Appends readings until the log contains `events`. */
const fill = async (url: string, events: number): Promise<void> => {
  const store = createPostgresEventStore({
    url,
    clock: systemClock,
    maxBatchEvents: COMMIT_EVENTS,
    // Nobody subscribes here.
    tailCacheEvents: 0,
    appendTimeoutMs: 600_000,
  });
  try {
    const missing = events - Number(await store.head());
    const began = Date.now() - (missing / HISTORY_RATE) * 1000;
    const started = performance.now();
    for (let written = 0; written < missing; ) {
      const count = Math.min(CHUNK, missing - written);
      const requests = Array.from({ length: count }, (_, n) => requestOf(written + n, began));
      const results = await store.appendMany(requests);
      const refused = results.find(({ status }) => status !== 'appended');
      if (refused !== undefined) throw new Error(`the store answered ${refused.status}`);
      written += count;
      if (written % (CHUNK * 25) === 0)
        console.log(
          `  ${written} events, ${Math.round(written / ((performance.now() - started) / 1000))} a second`,
        );
    }
  } finally {
    await store.close();
  }
};

const eventsIn = (url: string): Promise<number> =>
  onDatabase(url, async (client) => {
    const { rows } = await client.query<{ position: string }>('select position from event_head');
    return Number(rows[0]!.position);
  });

const stage = await openStage('growth');
const { folder, httpPort, mqttPort, serverUrl } = stage;

const openLog = async (name: string, events: number): Promise<string> => {
  const url = await createDatabase(serverUrl, name);
  await prepareProduct(stage.settings(url), DEVICES);
  await fill(url, events);
  return url;
};

const measure = async (name: string, url: string) => {
  const events = await eventsIn(url);
  await onDatabase(url, (client) => client.query('vacuum analyze'));
  const load = await stage.withServer(url, async () => {
    await until(() => caughtUp(httpPort));
    await onDatabase(url, (client) => client.query('checkpoint'));
    return runLoad({ folder, port: mqttPort, connections: DEVICES, rate: 0, window: WINDOW, ...MEASURING });
  });
  const run = { name, events, ...load };
  console.log(
    `${name.padEnd(6)} ${String(events).padStart(9)} events stored  ${String(load.ackedPerSecond).padStart(6)}/s  p50 ${load.ackP50Ms} ms  p99 ${load.ackP99Ms} ms`,
  );
  return run;
};

try {
  const conditions = { ...(await readConditions(serverUrl)), ...MEASURING, devices: DEVICES };
  console.log(JSON.stringify(conditions));
  console.log(`Filling a log with ${LARGE} events …`);
  const large = await openLog('large', LARGE);
  console.log('The projections read it …');
  const started = performance.now();
  await stage.withServer(large, () => until(() => caughtUp(httpPort)));
  const catchUpSeconds = round((performance.now() - started) / 1000);
  console.log(`  in ${catchUpSeconds} s`);

  const runs: Awaited<ReturnType<typeof measure>>[] = [];
  for (let n = 1; n <= Number(values.rounds); n += 1) {
    const small = await openLog(`small_${n}`, SMALL);
    runs.push(await measure('small', small));
    await onDatabase(serverUrl, (client) => client.query(`drop database small_${n}`));
    runs.push(await measure('large', large));
  }
  const of = (name: string) => {
    const named = runs.filter((run) => run.name === name);
    return {
      events: named[0]!.events,
      ackedPerSecond: Math.round(median(named.map(({ ackedPerSecond }) => ackedPerSecond))),
      ackP99Ms: median(named.map(({ ackP99Ms }) => ackP99Ms)),
    };
  };
  const report = {
    small: of('small'),
    large: of('large'),
    ratio: round(of('large').ackedPerSecond / of('small').ackedPerSecond, 2),
  };
  await writeResults('growth', report, { ...conditions, catchUpSeconds, runs });
} finally {
  await stage.close();
}
