import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openFileLimit } from '../simulators/processes.ts';
import { readConfig } from '../src/config.ts';
import { silentLogger } from '../src/platform/logger.ts';
import { openDatabase } from '../src/server/core.ts';
import { startServer } from '../src/server/start-server.ts';
import { alarmsExpected, RULES, SILENT_SECONDS, TIPPED, type Tipped } from './alarms/plan.ts';
import { definitions } from './alarms/prepare.ts';
import type { PublisherConfig } from './alarms/publishers.ts';
import { createDatabase, onDatabase, SECRET, startScript, walSyncs } from './harness.ts';
import { caughtUp, lagBuckets, lagP99Ms } from './product.ts';
import { percentile, readConditions, round, writeResults } from './report.ts';
import { openStage, until } from './stage.ts';

const HELP = `npm run bench:alarms -- [--seconds N] [--devices N] [--rate N] [--silent N]

The product with every projection and rule on, ${RULES.length} alarm rules of all kinds on each of --devices devices (default 4,000: 100,000
rules armed), each device on a connection of its own, --rate messages a second (default 4,000) of 5 indicators, QoS 1. Some
messages tip rules: the plan says which, and the alarms in the log have to be exactly those. Delay: from the receipt of the message
that tips a rule by the broker to the time at which AlarmRaised was recorded; of "no data" from when it was due. Publishers run in a
process of their own. Goes to bench/results/alarms.json, the run to bench/results/runs/.`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '120' },
    devices: { type: 'string', default: '4000' },
    rate: { type: 'string', default: '4000' },
    silent: { type: 'string', default: '20' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const [SECONDS, DEVICES, RATE] = [Number(values.seconds), Number(values.devices), Number(values.rate)];
/** Silent devices are detected while the others are still sending. */
const WARMUP_MESSAGES = 8;
const SILENT = SECONDS * (RATE / DEVICES) > WARMUP_MESSAGES + SILENT_SECONDS + 5 ? Number(values.silent) : 0;
if (openFileLimit() < DEVICES + 500) {
  console.error(`ulimit -n is ${openFileLimit()}: too few files for ${DEVICES} connections`);
  process.exit(1);
}

interface Ledger {
  readonly sent: readonly number[];
  readonly acked: number;
  readonly unacknowledged: number;
  readonly sentPerSecond: number;
  readonly ackP50Ms: number;
  readonly ackP99Ms: number;
  readonly publisherDelayP99Ms: number;
}

const prepare = async (settings: Record<string, string>): Promise<void> => {
  const parsed = readConfig(settings);
  if (!parsed.ok) throw new Error(parsed.problems.join());
  const database = await openDatabase(parsed.config, silentLogger);
  const { databaseUrl } = database;
  const server = await startServer({ config: parsed.config, databaseUrl, logger: silentLogger });
  const { store, keys } = server.core;
  const requests = definitions(DEVICES, keys.deviceSecrets);
  for (let from = 0; from < requests.length; from += 1000)
    await store.appendMany(requests.slice(from, from + 1000));
  await server.engine.waitFor(await store.head(), { timeoutMs: 120_000 });
  await server.stop();
  await database.close();
};

const publish = async (folder: string, port: number): Promise<Ledger> => {
  const configPath = join(folder, 'alarm-load.json');
  const config: PublisherConfig = {
    port,
    secret: SECRET,
    devices: DEVICES,
    rate: RATE,
    seconds: SECONDS,
    silent: SILENT,
    fromMessage: WARMUP_MESSAGES,
    resultPath: join(folder, 'alarm-ledger.json'),
  };
  await writeFile(configPath, JSON.stringify(config));
  const child = startScript('./alarms/publishers.ts', [configPath]);
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error('the publishers failed');
  return JSON.parse(await readFile(config.resultPath, 'utf8')) as Ledger;
};

interface Raised {
  readonly ruleId: string;
  readonly delayMs: number;
}

/** Every alarm in the log with its latency. Silence of devices before the publishers began is not part of the plan. */
const readAlarms = (databaseUrl: string, startedAt: string): Promise<Raised[]> =>
  onDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<Raised>(
      `with raised as (
         select data::jsonb as data, (meta::jsonb ->> 'causationId')::uuid as cause, recorded_at
         from events where type = 'AlarmRaised')
       select raised.data ->> 'ruleId' as "ruleId",
         (extract(epoch from raised.recorded_at) - extract(epoch from case
           when raised.data ->> 'ruleId' = $1
           then (raised.data ->> 'since')::timestamptz + make_interval(secs => $2)
           else (tipping.meta::jsonb ->> 'receivedAt')::timestamptz end))::float8 * 1000 as "delayMs"
       from raised join events tipping on tipping.id = raised.cause
       where raised.data ->> 'ruleId' <> $1 or (raised.data ->> 'since')::timestamptz >= $3`,
      [TIPPED.noData, SILENT_SECONDS, startedAt],
    );
    return rows;
  });

const stage = await openStage('alarms');
try {
  const productUrl = await createDatabase(stage.serverUrl, 'product');
  console.log(`Preparing ${DEVICES} devices with ${RULES.length} rules each …`);
  await prepare(stage.settings(productUrl));
  await stage.withServer(productUrl, async () => {
    const conditions = {
      ...(await readConditions(stage.serverUrl)),
      seconds: SECONDS,
      devices: DEVICES,
      rulesArmed: DEVICES * RULES.length,
      rate: RATE,
      indicators: 5,
    };
    console.log(JSON.stringify(conditions));
    await onDatabase(stage.serverUrl, (client) => client.query('checkpoint'));
    const [syncs, lag] = [await walSyncs(stage.serverUrl), await lagBuckets(stage.httpPort)];
    const startedAt = new Date().toISOString();
    const ledger = await publish(stage.folder, stage.mqttPort);
    await until(() => caughtUp(stage.httpPort));
    const lagMs = lagP99Ms(lag, await lagBuckets(stage.httpPort));
    const alarms = await readAlarms(productUrl, startedAt);

    const expected = { ...alarmsExpected(ledger.sent, WARMUP_MESSAGES), noData: SILENT };
    const kinds = (Object.keys(TIPPED) as Tipped[]).map((kind) => {
      const delays = alarms.filter(({ ruleId }) => ruleId === TIPPED[kind]).map(({ delayMs }) => delayMs);
      return {
        kind,
        expected: expected[kind],
        raised: delays.length,
        p50Ms: round(percentile(delays, 0.5)),
        p99Ms: round(percentile(delays, 0.99)),
        maxMs: round(Math.max(0, ...delays)),
      };
    });
    const tipped = alarms.filter(({ ruleId }) => ruleId !== TIPPED.noData).map(({ delayMs }) => delayMs);
    const others = alarms.length - kinds.reduce((sum, { raised }) => sum + raised, 0);
    const exact = others === 0 && kinds.every((kind) => kind.expected === kind.raised);
    console.table(kinds);
    const { sent: _, ...load } = ledger;
    await writeResults(
      'alarms',
      {
        ...load,
        rulesArmed: conditions.rulesArmed,
        walSyncsPerSecond: round(((await walSyncs(stage.serverUrl)) - syncs) / SECONDS),
        projectionLagP99Ms: lagMs,
        alarmDelayP50Ms: round(percentile(tipped, 0.5)),
        alarmDelayP99Ms: round(percentile(tipped, 0.99)),
        alarmDelayMaxMs: round(Math.max(0, ...tipped)),
        alarms: alarms.length,
        alarmsAsPlanned: exact,
        kinds,
      },
      conditions,
    );
    if (!exact) process.exitCode = 1;
  });
} finally {
  await stage.close();
}
