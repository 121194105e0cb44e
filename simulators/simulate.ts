import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loadDeviceModels } from '../projections/sensing/device-model-list/queries.ts';
import { UsageError } from '../src/cli/command.ts';
import { createProgressBar } from '../src/cli/progress-bar.ts';
import { reconcileFully } from '../src/demo/reconciliation.ts';
import { profileProblems } from '../src/device-families/simulator-profile.ts';
import { rejectedDigest } from '../src/ingest/rejections.ts';
import { describeFleet, describeResult, type RunResult, reportOf } from './fleet/describe.ts';
import { readSimulateOptions, SIMULATE_HELP, type SimulateOptions } from './fleet/options.ts';
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
import type { ProfiledFamily } from './profile-files.ts';

/** Files that a process has open apart from its connections. */
const OTHER_FILES = 500;
const CATCH_UP_LIMIT_MS = 300_000;
const LINE_EVERY_MS = 5000;
/** Time within which messages without an answer are in the log. */
const UNANSWERED_LIMIT_MS = 10_000;

/** What Ctrl-C does now; a second one exits at once. Exiting also ends the processes that were started. */
const leave = () => process.exit(130);
let interrupt: () => void = leave;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    const act = interrupt;
    interrupt = leave;
    act();
  });
}

const write = (text: string): void => void process.stdout.write(text);
const bar = (label: string) => createProgressBar(label, write, process.stdout.isTTY);

/** A profile with models or indicators unknown to the server would only produce doubtful readings. */
const assertModelsKnown = async (
  { core: { sql } }: SimulatedProduct,
  families: readonly ProfiledFamily[],
): Promise<void> => {
  const known = await loadDeviceModels(sql);
  const problems = families.flatMap(({ profile }) => profileProblems(profile, known));
  if (problems.length > 0)
    throw new UsageError(`the server does not know all of the profile's models:\n  ${problems.join('\n  ')}`);
};

const openProduct = async (options: SimulateOptions, dataDir: string): Promise<SimulatedProduct> => {
  if (options.running) return reachRunningProduct();
  console.log(`Starting the product in ${dataDir} …`);
  return startProductProcess(dataDir);
};

const run = async (
  options: SimulateOptions,
  fleet: Fleet,
  folder: string,
  dataDir: string,
): Promise<RunResult> => {
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
      throw new Error('the read models did not reach the end of the log');
    const registerSeconds = (performance.now() - registering) / 1000;
    console.log(`${fleet.devices.length} devices registered in ${registerSeconds.toFixed(1)} s`);
    return { ...(await send(options, fleet, folder, product, secret)), registerSeconds };
  } finally {
    await product.close();
  }
};

const send = async (
  options: SimulateOptions,
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
  interrupt = () => {
    console.log('Stopping: messages in flight are still settled and reconciled …');
    senders.stop();
  };
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
      `  ${rate}/s acknowledged, ${distinct - acknowledged} in flight, ${connected} connections${heldBack > 0 ? `, ${heldBack} reports held back` : ''}`,
    );
  }
  const totals = await senders.done;
  const wholeSeconds = (performance.now() - started) / 1000;
  const sendSeconds = Math.min(seconds, wholeSeconds);
  console.log('Reconciliation: the ledger of the senders against plain SQL on the log …');
  const reconcile = () =>
    reconcileFully(senders.ledgerPaths, {
      databaseUrl,
      eventStoreUrl,
      rejectedDigest: (sha256) => rejectedDigest(product.core.keys.digests, sha256),
    });
  let reconciliation = await reconcile();
  // Bytes that are not a frame get no answer that could be waited for.
  await waitUntil(async () => {
    const { sentDistinct, storedDistinct, rejectedDistinct } = reconciliation.total;
    if (sentDistinct <= storedDistinct + rejectedDistinct) return true;
    reconciliation = await reconcile();
    return false;
  }, UNANSWERED_LIMIT_MS);
  return { totals, reconciliation, sendSeconds, settleSeconds: wholeSeconds - sendSeconds };
};

const main = async (): Promise<number> => {
  if (process.argv.includes('--help') || process.argv.includes('-h')) {
    console.log(SIMULATE_HELP);
    return 0;
  }
  const options = readSimulateOptions(process.argv.slice(2));
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
  // Timers and sockets of stopped parts must not keep the process alive.
  .then((code) => process.exit(code));
