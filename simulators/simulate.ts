import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, UsageError, untilSignal } from '../src/cli/command.ts';
import { createProgressBar } from '../src/cli/progress-bar.ts';
import { reckonFully } from '../src/demo/reckoning.ts';
import { describeFleet, describeResult, type RunResult, reportOf } from './fleet/describe.ts';
import { type Fleet, planFleet } from './fleet/plan.ts';
import {
  reachRunningProduct,
  removeData,
  type SimulatedProduct,
  startProductProcess,
  waitUntil,
} from './fleet/product.ts';
import { registerFleet } from './fleet/register.ts';
import { startSenders } from './fleet/senders.ts';
import { openFileLimit } from './processes.ts';
import { profileProblems } from './profile.ts';
import { type ProfiledFamily, readFamilyFile, readProfiledFamilies } from './profile-files.ts';

const HELP = `Usage: npm run simulate -- [--profile province|city|family:<file>] [--devices N] [--minutes N] [options]

Starts the product on a data folder of its own, registers a fleet of made-up devices of all families, lets them report with some
bad behaviour, and then compares the senders' own ledger with plain SQL on the log: what was acknowledged and is neither stored
nor a dead letter is missing, what is stored twice is doubled. Writes .yiwang/simulate-report.json. Exit code 0 only if nothing is.

  --profile P       province (50,000 devices, 5,000 of them connected themselves, the others behind MQTT and TCP gateways),
                    city (1,000 and 200), or family:<file>: one device-family file, at the pace that it says itself
  --devices N       devices in all
  --minutes N       how long they report
  --rate N          messages a second in all; default: one of each device every 25 seconds
  --connections N   devices that are connected themselves
  --family A,B      of the profile's families these alone
  --bad-share X     part of the messages that misbehaves: malformed, sent twice (at once, and after a broken connection), late
                    from a device's memory, from a clock a day ahead, storms (default 0.02)
  --seed N          the same seed gives the same devices and values
  --senders N       processes that send (default 2)
  --running         uses the server that runs with the settings of the environment, in place of one of its own;
                    the devices that it registers there stay, marked synthetic
  --keep            keeps the data folder .yiwang/simulate`;

const PROFILES = {
  province: { devices: 50_000, connections: 5000, division: '14' },
  city: { devices: 1000, connections: 200, division: '1401' },
} as const;
const SECONDS_BETWEEN_MESSAGES = 25;
/** Files that a process has open besides its connections. */
const OTHER_FILES = 500;
/** A clock that misbehaves is a day ahead: no later report may have its time. */
const MAX_MINUTES = 12 * 60;
const CATCH_UP_LIMIT_MS = 300_000;
const LINE_EVERY_MS = 5000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const write = (text: string): void => void process.stdout.write(text);
const bar = (label: string) => createProgressBar(label, write, process.stdout.isTTY);

const readOptions = () => {
  const { values } = parse(process.argv.slice(2), {
    profile: { type: 'string', default: 'province' },
    devices: { type: 'string' },
    minutes: { type: 'string', default: '2' },
    rate: { type: 'string' },
    connections: { type: 'string' },
    family: { type: 'string' },
    'bad-share': { type: 'string', default: '0.02' },
    seed: { type: 'string', default: '20261124' },
    senders: { type: 'string', default: '2' },
    running: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  });
  const number = (name: string, text: string, least: number, most: number): number => {
    const parsed = Number(text);
    if (text.trim() === '' || !(parsed >= least && parsed <= most))
      throw new UsageError(`--${name} takes a number from ${least} to ${most}`);
    return parsed;
  };
  const whole = (name: string, text: string, least: number, most: number): number => {
    const parsed = number(name, text, least, most);
    if (!Number.isSafeInteger(parsed)) throw new UsageError(`--${name} takes a whole number`);
    return parsed;
  };
  const alone = values.profile.startsWith('family:');
  const usual = alone ? PROFILES.city : PROFILES[values.profile as keyof typeof PROFILES];
  if (usual === undefined) throw new UsageError(`there is no profile ${values.profile}`);
  const families = alone
    ? [readAlone(values.profile.slice('family:'.length))]
    : chooseFamilies(values.family?.split(','));
  const counts = alone ? families[0]!.profile.models.map(({ count }) => count ?? 0) : [0];
  const counted = counts.every((count) => count > 0) ? counts.reduce((one, other) => one + other, 0) : 0;
  const devices = whole('devices', values.devices ?? `${counted || usual.devices}`, 1, 1_000_000);
  const rate = alone ? undefined : devices / SECONDS_BETWEEN_MESSAGES;
  return {
    profile: values.profile,
    families,
    devices,
    division: usual.division,
    minutes: number('minutes', values.minutes, 0.01, MAX_MINUTES),
    rate: values.rate === undefined ? rate : number('rate', values.rate, 0.1, 1_000_000),
    connections: whole('connections', values.connections ?? `${usual.connections}`, 1, 100_000),
    badShare: number('bad-share', values['bad-share'], 0, 1),
    seed: whole('seed', values.seed, 0, 2 ** 31),
    senders: whole('senders', values.senders, 1, 64),
    running: values.running,
    keep: values.keep,
    help: values.help,
  };
};
type Options = ReturnType<typeof readOptions>;

const readAlone = (file: string): ProfiledFamily => {
  const family = readFamilyFile(file);
  if (family === undefined) throw new UsageError(`${file} has no simulator profile`);
  return family;
};

const chooseFamilies = (names: readonly string[] | undefined): readonly ProfiledFamily[] => {
  const known = readProfiledFamilies();
  const unknown = names?.find((name) => !known.some(({ family }) => family === name));
  if (unknown !== undefined)
    throw new UsageError(
      `there is no family ${unknown}; there are ${known.map(({ family }) => family).join(', ')}`,
    );
  return names === undefined ? known : known.filter(({ family }) => names.includes(family));
};

/** A profile that names what the server does not know would only make doubtful readings. */
const assertModelsKnown = async (
  { core: { sql } }: SimulatedProduct,
  families: readonly ProfiledFamily[],
): Promise<void> => {
  const models = await sql<{ definition: Parameters<typeof profileProblems>[1][number] }>`
    select definition from device_models`;
  const known = models.map(({ definition }) => definition);
  const problems = families.flatMap(({ profile }) => profileProblems(profile, known));
  if (problems.length > 0)
    throw new UsageError(`the server does not know all of the profile's models:\n  ${problems.join('\n  ')}`);
};

const openProduct = async (options: Options, dataDir: string): Promise<SimulatedProduct> => {
  if (options.running) return reachRunningProduct();
  console.log(`Starting the product in ${dataDir} …`);
  return startProductProcess(dataDir);
};

const run = async (options: Options, fleet: Fleet, folder: string, dataDir: string): Promise<RunResult> => {
  const product = await openProduct(options, dataDir);
  try {
    await assertModelsKnown(product, options.families);
    const secret = randomBytes(32).toString('base64url');
    const registering = performance.now();
    await registerFleet(product.core, fleet, {
      secret,
      division: options.division,
      seed: options.seed,
      onProgress: bar('registering'),
    });
    if (!(await waitUntil(product.caughtUp, CATCH_UP_LIMIT_MS)))
      throw new Error('the read models did not come to the end of the log');
    const registerSeconds = (performance.now() - registering) / 1000;
    console.log(`${fleet.devices.length} devices registered in ${registerSeconds.toFixed(1)} s`);
    return { ...(await send(options, fleet, folder, product, secret)), registerSeconds };
  } finally {
    await product.close();
  }
};

const send = async (
  options: Options,
  fleet: Fleet,
  folder: string,
  product: SimulatedProduct,
  secret: string,
): Promise<Omit<RunResult, 'registerSeconds'>> => {
  const { host, mqttPort, wirePorts, databaseUrl, eventStoreUrl } = product;
  const seconds = options.minutes * 60;
  const senders = await startSenders(folder, fleet.lines, options.senders, {
    host,
    mqttPort,
    wirePorts,
    secret,
    runId: fleet.devices[0]!.deviceId,
    seed: options.seed,
    badShare: options.badShare,
    seconds,
    profiles: options.families.flatMap(({ profile }) => profile.models),
  });
  const connecting = bar('connecting');
  const watch = setInterval(() => connecting(senders.progress().connected, fleet.lines.length), 200);
  await senders.ready.finally(() => clearInterval(watch));
  connecting(fleet.lines.length, fleet.lines.length);

  const started = performance.now();
  senders.go();
  void untilSignal().then(() => senders.stop());
  const sending = bar('sending');
  let ended = false;
  void senders.done
    .catch(() => undefined)
    .then(() => {
      ended = true;
    });
  let toldAt = started;
  let toldAcknowledged = 0;
  while (!ended) {
    await Promise.race([pause(500), senders.done.catch(() => undefined)]);
    const exit = product.exitCode();
    if (exit !== undefined) throw new Error(`the server ended with ${exit} in the middle of the run`);
    const now = performance.now();
    sending(Math.min(seconds, Math.floor((now - started) / 1000)), seconds);
    if (now - toldAt < LINE_EVERY_MS) continue;
    const { connected, acknowledged, distinct, heldBack } = senders.progress();
    const rate = Math.round((acknowledged - toldAcknowledged) / ((now - toldAt) / 1000));
    [toldAt, toldAcknowledged] = [now, acknowledged];
    console.log(
      `  ${rate}/s acknowledged, ${distinct - acknowledged} on their way, ${connected} connections${heldBack > 0 ? `, ${heldBack} reports held back` : ''}`,
    );
  }
  const totals = await senders.done;
  const wholeSeconds = (performance.now() - started) / 1000;
  const sendSeconds = Math.min(seconds, wholeSeconds);
  console.log('Reckoning: the ledger of the senders against plain SQL on the log …');
  const reckoning = await reckonFully(senders.ledgerPaths, { databaseUrl, eventStoreUrl });
  return { totals, reckoning, sendSeconds, settleSeconds: wholeSeconds - sendSeconds };
};

const main = async (): Promise<number> => {
  if (process.argv.includes('--help') || process.argv.includes('-h')) {
    console.log(HELP);
    return 0;
  }
  const options = readOptions();
  const started = performance.now();
  const fleet = planFleet({
    families: options.families,
    devices: options.devices,
    connections: options.connections,
    rate: options.rate,
    tag: randomBytes(3).toString('hex'),
  });
  console.log(describeFleet(fleet));
  const [limit, needed] = [openFileLimit(), fleet.lines.length + OTHER_FILES];
  if (limit < needed)
    throw new UsageError(
      `${fleet.lines.length} connections need ${needed} open files in the server's process and the limit is ${limit}:` +
        ` run "ulimit -n ${needed}" in this shell first (as root "ulimit -Hn ${needed}" too), or take fewer --connections`,
    );
  const base = process.env.YIWANG_DATA_DIR ?? '.yiwang';
  const dataDir = join(base, 'simulate');
  const folder = join(base, 'simulate-senders');
  await mkdir(folder, { recursive: true });
  try {
    const result = await run(options, fleet, folder, dataDir);
    const report = reportOf(options, fleet, result, (performance.now() - started) / 1000);
    const path = join(base, 'simulate-report.json');
    await writeFile(path, `${JSON.stringify(report, null, 2)}\n`);
    console.log(`\n${describeResult(report)}\n\nwritten to ${path}`);
    const good = report.missing === 0 && report.doubled === 0;
    console.log(
      good
        ? 'Nothing that was acknowledged is missing, and nothing is doubled.'
        : `NOT GOOD: missing ${report.missing}, doubled ${report.doubled}`,
    );
    return good ? 0 : 1;
  } finally {
    await removeData(folder);
    if (options.keep) console.log(`The data is kept in ${dataDir}`);
    else if (!options.running) await removeData(dataDir);
  }
};

main()
  .catch((error: unknown) => {
    console.error(error instanceof UsageError ? error.message : error);
    return error instanceof UsageError ? 2 : 1;
  })
  // Timers and sockets of what was stopped must not hold the process up.
  .then((code) => process.exit(code));
