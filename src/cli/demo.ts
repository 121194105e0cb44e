import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasDevices } from '../../projections/sensing/device-list/queries.ts';
import type { Config } from '../config.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD, DEMO_SEED } from '../demo/city.ts';
import { compareHistory } from '../demo/history/compare-history.ts';
import { type Past, preparePast } from '../demo/history/past.ts';
import { endOfPast } from '../demo/history/past-process.ts';
import { createLiveTable } from '../demo/live-table.ts';
import { prepareDemoCity } from '../demo/prepare.ts';
import { reportByPublic } from '../demo/public-reports.ts';
import { countLog, reconcile } from '../demo/reconciliation.ts';
import { scenarioOf } from '../demo/scenario.ts';
import { type SimulatorProcess, startSimulators } from '../demo/simulator-process.ts';
import { startDemoStaff } from '../demo/staff.ts';
import { createStaffCall } from '../demo/staff-call.ts';
import { reportWaitingCases } from '../demo/waiting-cases.ts';
import { rejectedDigest } from '../ingest/rejections.ts';
import { removeDataFolder } from '../platform/embedded-postgres/index.ts';
import { every } from '../platform/every.ts';
import type { Logger } from '../platform/logger.ts';
import { probePort } from '../platform/ports.ts';
import { openDatabase } from '../server/core.ts';
import { type RunningServer, startServer } from '../server/start-server.ts';
import { ensurePagesBuilt } from '../web-build/ensure-built.ts';
import { type Command, loadConfig, noMore, parse, UsageError, untilSignal } from './command.ts';

const MOST_DAYS = 90;

const HELP = [
  'Usage: npm run demo [-- --once | --reset] [--days 30 | --no-history] [--exposed]',
  '',
  'Sets everything up and runs a demo city on recorded data until stopped: database, broker, ingest, projections, processes,',
  'API, board, simulators and a staff that moves the cases.',
  '',
  "  --once    plays a fixed scenario, compares the simulators' ledger with the log, writes .yiwang/demo-report.json, and",
  '            exits 0 only if nothing is missing and at least one case went from an alarm to closed',
  '  --reset   deletes the data of the demo and ends',
  `  --days N  days of past that the city begins with, at most ${MOST_DAYS} (30): cases, readings, alarms, made up and marked so. A city`,
  '            that exists goes on as it is',
  '  --no-history',
  '            begins with an empty city',
  '  --exposed also runs with a DATABASE_URL, an EVENT_STORE_URL or an address that others can reach, although the accounts of',
  '            the demo have a published password',
].join('\n');

const STAFF_ROUND_MS = { once: 500, continuous: 5000 };
const SETTLE_LIMIT_MS = 90_000;
const PRINT_MS = 2000;

const printProgress = (step: string): void => console.log(`  ${step} …`);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const LOOPBACK = /^(127(\.\d{1,3}){3}|::1|localhost)$/;

/** The demo creates accounts with a published password: not in an external database, and not where others can reach it. */
export const refuseExposure = (environment: Readonly<Record<string, string | undefined>>): void => {
  const given = (name: string): string => environment[name] ?? '';
  const foreign = ['DATABASE_URL', 'EVENT_STORE_URL'].filter((name) => given(name) !== '');
  const reachable = ['YIWANG_HTTP_HOST', 'YIWANG_MQTT_HOST', 'YIWANG_TCP_HOST'].filter(
    (name) => given(name) !== '' && !LOOPBACK.test(given(name)),
  );
  const names = [...foreign, ...reachable];
  if (names.length > 0)
    throw new UsageError(
      `The demo creates accounts with a published password, and ${names.join(', ')} would open them to others: unset it, or add --exposed.`,
    );
};

export const demoCommand: Command = {
  name: 'demo',
  summary: 'a demo city on recorded data, with everything running',
  help: HELP,
  async run(args) {
    const { values, positionals } = parse(args, {
      once: { type: 'boolean', default: false },
      reset: { type: 'boolean', default: false },
      exposed: { type: 'boolean', default: false },
      days: { type: 'string', default: '30' },
      'no-history': { type: 'boolean', default: false },
    });
    noMore(positionals, HELP);
    const days = values['no-history'] ? 0 : daysOf(values.days);
    if (!values.exposed && !values.reset) refuseExposure(process.env);
    const base = process.env.YIWANG_DATA_DIR ?? '.yiwang';
    // The fixed scenario starts empty each time, even while a demo is running.
    const dataDir = join(base, values.once ? 'demo-once' : 'demo');
    if (values.reset || values.once) await resetFolder(dataDir);
    if (values.reset) {
      console.log(`The data of the demo (${dataDir}) is deleted.`);
      if (process.env.EVENT_STORE_URL)
        console.log('The log in the event store of EVENT_STORE_URL is left unchanged.');
      return 0;
    }
    const { config, logger } = loadConfig({
      YIWANG_LOG_LEVEL: process.env.YIWANG_LOG_LEVEL ?? 'error',
      YIWANG_DATA_DIR: dataDir,
      YIWANG_HTTP_PORT: await choosePort('HTTP', process.env.YIWANG_HTTP_PORT, 3000),
      YIWANG_MQTT_PORT: await choosePort('MQTT', process.env.YIWANG_MQTT_PORT, 1883),
    });
    const started = performance.now();
    const stopRequested = untilSignal();
    if (!values.once) await ensurePagesBuilt(logger, console.log);
    console.log('Starting the database …');
    const database = await openDatabase(config, logger);
    try {
      const { databaseUrl } = database;
      const past = days === 0 ? undefined : await preparePast({ config, databaseUrl, days });
      const server = await startServer({
        config,
        databaseUrl,
        logger,
        ...(past === undefined ? {} : { clock: past.clock }),
        onProgress: printProgress,
      });
      try {
        if (values.once && config.EVENT_STORE_URL !== undefined && (await hasDevices(server.core.sql))) {
          console.error(
            'The fixed scenario needs an empty log, but the event store of EVENT_STORE_URL already contains devices.',
          );
          return 1;
        }
        return values.once
          ? await playOnce({ config, server, logger, databaseUrl, past, base, started })
          : await playOn({ config, server, logger, databaseUrl, past, stopRequested });
      } finally {
        await server.stop();
      }
    } finally {
      await database.close();
    }
  },
};

const daysOf = (text: string): number => {
  const days = Number(text);
  if (!Number.isSafeInteger(days) || days < 1 || days > MOST_DAYS)
    throw new UsageError(`--days takes a whole number from 1 to ${MOST_DAYS}`);
  return days;
};

const resetFolder = async (dataDir: string): Promise<void> => {
  await removeDataFolder(dataDir);
  await rm(dataDir, { recursive: true, force: true });
};

/** The requested port, or the next free one from the usual port, printing a note. */
const choosePort = async (what: string, asked: string | undefined, usual: number): Promise<string> => {
  if (asked !== undefined && asked !== '') return asked;
  for (let port = usual; port < usual + 100; port += 1) {
    if ((await probePort(port)) === undefined) continue;
    if (port !== usual) console.log(`${what} port ${usual} is in use: using ${port}.`);
    return String(port);
  }
  return '0';
};

interface Stage {
  readonly config: Config;
  readonly server: RunningServer;
  readonly logger: Logger;
  readonly databaseUrl: string;
  /** The past that the city is to be given; undefined if it has one, or is to have none. */
  readonly past: Past | undefined;
}

const startPlay = async (
  { config, server, logger, databaseUrl, past }: Stage,
  mode: 'once' | 'continuous',
) => {
  const dataDir = config.YIWANG_DATA_DIR;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const { secrets, places } = await prepareDemoCity(server, dataDir);
  const recorded = await past?.record({ server, logger, places, onProgress: printProgress });
  // Nothing is written yet that could differ.
  const seeded =
    recorded === undefined || mode === 'continuous'
      ? undefined
      : { ...recorded, ...(await compareHistory(databaseUrl)) };
  for (const { key, shown, inLog } of seeded?.differences ?? [])
    console.log(`DIFFERENT ${key}: ${shown} shown, ${inLog} in the log`);
  const since = await endOfPast(dataDir);
  const ledgerPath = join(dataDir, 'ledger.ndjson');
  const baseUrl = `http://127.0.0.1:${server.httpPort}`;
  const after = await server.core.store.head();
  server.engine.resetLag();
  const simulators = await startSimulators(dataDir, {
    brokerUrl: `mqtt://127.0.0.1:${server.mqttPort}`,
    ledgerPath,
    seed: DEMO_SEED,
    mode,
    devices: scenarioOf(mode, secrets, { withPast: mode === 'continuous' && since === undefined }),
    connectConcurrency: 10,
  });
  await simulators.pastPlayed;
  await server.engine.waitFor(await server.core.store.head(), { timeoutMs: 30_000 });
  if (mode === 'continuous') {
    const call = createStaffCall(baseUrl);
    await reportWaitingCases(call);
    await reportByPublic(baseUrl, call);
  }
  printAddresses(server, baseUrl);
  const staff = startDemoStaff(baseUrl, {
    since,
    onError: (err) => logger.warn({ err }, 'demo staff'),
  });
  return { simulators, staff, ledgerPath, after, seeded };
};

const printAddresses = (server: RunningServer, baseUrl: string): void => {
  console.log(`\nDesk       ${baseUrl}/desk/`);
  console.log(`Public     ${baseUrl}/public/`);
  console.log(`Board      ${baseUrl}/`);
  console.log(`API        ${baseUrl}/api/v1   try it: ${baseUrl}/docs`);
  console.log(`MQTT       mqtt://127.0.0.1:${server.mqttPort}   ws://127.0.0.1:${server.httpPort}/mqtt`);
  console.log(`Accounts   ${DEMO_ACCOUNTS.map(({ loginName }) => loginName).join(', ')}`);
  console.log(`Password   ${DEMO_PASSWORD}  (of every demo account)\n`);
};

const playOn = async (stage: Stage & { readonly stopRequested: Promise<unknown> }): Promise<number> => {
  const { simulators, staff } = await startPlay(stage, 'continuous');
  const table = createLiveTable(stage.server, () => simulators.progress(), console.log);
  let stopping = false;
  const round = async () => {
    while (!stopping) {
      await staff.work();
      await Promise.race([pause(STAFF_ROUND_MS.continuous), stage.stopRequested]);
    }
  };
  const rounds = round();
  const printing = every(PRINT_MS, 'demo tick', table.print);
  const failed = simulators.ended.then((code) => console.error(`The simulators ended (exit code ${code}).`));
  await stage.stopRequested;
  stopping = true;
  await printing.stop();
  staff.stop();
  simulators.stop();
  await Promise.all([simulators.ended, failed, rounds]);
  console.log('Stopping …');
  return 0;
};

const playOnce = async (
  stage: Stage & { readonly base: string; readonly started: number },
): Promise<number> => {
  const { server, databaseUrl } = stage;
  const { simulators, staff, ledgerPath, after, seeded } = await startPlay(stage, 'once');
  const table = createLiveTable(server, () => simulators.progress(), console.log);
  const code = await workUntil(simulators, staff.work, table.print);
  // The last alarms clear, the last cases are closed: as long as a step is waiting, somebody takes it.
  const until = performance.now() + SETTLE_LIMIT_MS;
  let idle = 0;
  while (idle < 3 && performance.now() < until) {
    await server.engine.waitFor(await server.core.store.head(), { timeoutMs: 10_000 });
    idle = (await staff.work()) === 0 ? idle + 1 : 0;
    await pause(STAFF_ROUND_MS.once);
  }
  staff.stop();
  await table.print();
  const source = {
    databaseUrl,
    eventStoreUrl: stage.config.EVENT_STORE_URL,
    rejectedDigest: (sha256: string) => rejectedDigest(server.core.keys.digests, sha256),
  };
  const reconciliation = await reconcile(ledgerPath, source);
  const { alarmCasesClosed, ...counts } = await countLog(source, after);
  const progress = simulators.progress();
  const report = {
    ...reconciliation,
    ...counts,
    ackP50Ms: progress?.ackP50Ms ?? null,
    ackP99Ms: progress?.ackP99Ms ?? null,
    projectionLagP99Ms: server.engine.lagPercentile(0.99),
    seedSeconds: seeded?.seconds ?? null,
    seedCases: seeded?.cases ?? 0,
    seedReadings: seeded?.readings ?? 0,
    seedDifferences: seeded?.differences.length ?? 0,
    seconds: Math.round((performance.now() - stage.started) / 100) / 10,
  };
  const path = join(stage.base, 'demo-report.json');
  await writeFile(path, `${JSON.stringify(report, null, 2)}\n`);
  console.log(`\n${JSON.stringify(report, null, 2)}\n\nwritten to ${path}`);
  const good =
    code === 0 &&
    reconciliation.missing === 0 &&
    reconciliation.doubled === 0 &&
    alarmCasesClosed >= 1 &&
    report.seedDifferences === 0;
  console.log(
    good
      ? 'Nothing is missing, nothing is duplicated, and a case went from an alarm to closed.'
      : `NOT GOOD: simulators' exit code ${code}, missing ${reconciliation.missing}, doubled ${reconciliation.doubled}, cases closed ${alarmCasesClosed}, seed differences ${report.seedDifferences}`,
  );
  return good ? 0 : 1;
};

/** The staff works while the simulators run; returns the simulators' exit code. */
const workUntil = async (
  simulators: SimulatorProcess,
  work: () => Promise<number>,
  print: () => Promise<void>,
): Promise<number> => {
  let code: number | undefined;
  void simulators.ended.then((exit) => {
    code = exit;
  });
  for (let round = 0; code === undefined; round += 1) {
    await work();
    if (round % 6 === 0) await print();
    await Promise.race([pause(STAFF_ROUND_MS.once), simulators.ended]);
  }
  return code;
};
