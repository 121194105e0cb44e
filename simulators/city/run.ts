import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, UsageError } from '../../src/cli/command.ts';
import { createProgressBar } from '../../src/cli/progress-bar.ts';
import { readConfig } from '../../src/config.ts';
import { userIdOf } from '../../src/identity/index.ts';
import type { Clock } from '../../src/platform/clock.ts';
import { removeDataFolder } from '../../src/platform/embedded-postgres/index.ts';
import { createLogger } from '../../src/platform/logger.ts';
import { markSimulated } from '../../src/platform/simulated-clock.ts';
import { openDatabase } from '../../src/server/core.ts';
import { startServer } from '../../src/server/start-server.ts';
import { type City, cityStart, runCity } from './city.ts';
import { reportOf, tablesOf } from './report.ts';

const HELP = `Usage: npm run simulate:city -- [--cases 2000] [--days 30] [--seed 20261124] [--keep]

Plays a month of a fictitious district of Taiyuan through the public HTTP API of a separate server, whose clock is stepped: reports,
the work of the centre, the departments and the grid workers, with returns, reworks, extensions, suspensions. Then prints the counts
by stage, light and department, compares every count and every deadline with plain SQL over the raw events, and writes
.yiwang/city-report.json. Exit code 0 only if nothing differs.

  --cases N   cases that are reported
  --days N    simulated days, from ${cityStart()} on
  --seed N    the same seed plays the same month
  --keep      leaves the data folder (\`yiwang start\` refuses it: its clock was simulated)`;

const PASSWORD = 'City-of-the-Fen-2026';
const ADMINISTRATORS = {
  system: { name: 'city-administrator', password: PASSWORD },
  security: { name: 'city-security-administrator', password: PASSWORD },
};
const ROLE_OF = { system: 'administrator', security: 'securityAdministrator' } as const;
const SHOWN_DIFFERENCES = 50;

const readOptions = () => {
  const { values } = parse(process.argv.slice(2), {
    cases: { type: 'string', default: '2000' },
    days: { type: 'string', default: '30' },
    seed: { type: 'string', default: '20261124' },
    keep: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  });
  const whole = (name: 'cases' | 'days' | 'seed', most: number) => {
    const number = Number(values[name]);
    if (!Number.isSafeInteger(number) || number < 1 || number > most)
      throw new UsageError(`--${name} takes a whole number from 1 to ${most}`);
    return number;
  };
  // The calendar covers the years to the end of 2027.
  return {
    cases: whole('cases', 100_000),
    days: whole('days', 365),
    seed: whole('seed', 2 ** 31),
    keep: values.keep,
    help: values.help,
  };
};

/** Starts a server on a separate folder, plays the month on it, and stops it. */
const playOn = async (
  dataDir: string,
  { cases, days, seed }: ReturnType<typeof readOptions>,
): Promise<City> => {
  const settings = readConfig({
    YIWANG_DATA_DIR: dataDir,
    YIWANG_HTTP_PORT: '0',
    YIWANG_MQTT_PORT: '0',
    // Months pass in minutes: nobody signs in again, nothing is old enough to be archived, people are quick.
    YIWANG_SESSION_HOURS: '100000',
    YIWANG_SESSION_IDLE_MINUTES: '10000000',
    YIWANG_PASSWORD_FORCE_CHANGE: 'false',
    YIWANG_ARCHIVE_AFTER_DAYS: '0',
    YIWANG_HTTP_REQUESTS_PER_SECOND: '1000000',
    YIWANG_HTTP_REQUESTS_BURST: '1000000',
  });
  if (!settings.ok) throw new Error(settings.problems.join('\n'));
  const { config } = settings;
  const logger = createLogger(process.env.YIWANG_LOG_LEVEL ?? 'error');
  let now = Date.parse(cityStart());
  const clock: Clock = { now: () => now };
  await markSimulated(dataDir);
  const database = await openDatabase(config, logger);
  const { databaseUrl } = database;
  try {
    const server = await startServer({ config, databaseUrl, logger, clock });
    try {
      const { accounts } = server.core;
      const actor = { actor: 'system' };
      for (const duty of ['system', 'security'] as const) {
        const { name, password } = ADMINISTRATORS[duty];
        await accounts.register({ loginName: name, displayName: name, password }, actor);
        const assignment = { role: ROLE_OF[duty], divisionCode: '14', departmentId: null };
        await accounts.assignRole(userIdOf(name), assignment, actor);
      }
      const draw = createProgressBar(
        'simulated minutes',
        (text) => process.stdout.write(text),
        process.stdout.isTTY,
      );
      const minutes = days * 24 * 60;
      return await runCity({
        baseUrl: `http://127.0.0.1:${server.httpPort}`,
        databaseUrl,
        administrators: ADMINISTRATORS,
        time: {
          set(iso) {
            now = Date.parse(iso);
          },
          notice: () => server.deadlines.tick(),
        },
        seed,
        cases,
        days,
        onProgress: (share) => draw(Math.floor(share * minutes), minutes),
        onPart: (part) => console.log(`${part} …`),
      });
    } finally {
      await server.stop();
    }
  } finally {
    await database.close();
  }
};

const main = async (): Promise<number> => {
  const options = readOptions();
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const started = performance.now();
  const dataDir = await mkdtemp(join(tmpdir(), 'yiwang-city-'));
  try {
    const city = await playOn(dataDir, options);
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    const report = reportOf(city.snapshot, seconds, city.differences.length);
    console.log(`\n${tablesOf(city.snapshot)}\n`);
    console.log(`${city.requests} requests, ${city.steps} steps; refused: ${JSON.stringify(city.refused)}\n`);
    for (const { caseNumber, what, shown, recomputed } of city.differences.slice(0, SHOWN_DIFFERENCES))
      console.log(`DIFFERENT ${caseNumber ?? 'count'}: ${what} is ${shown}, recomputed ${recomputed}`);
    const folder = process.env.YIWANG_DATA_DIR ?? '.yiwang';
    const path = join(folder, 'city-report.json');
    await mkdir(folder, { recursive: true });
    await writeFile(path, `${JSON.stringify(report, null, 2)}\n`);
    console.log(`${JSON.stringify(report, null, 2)}\n\nwritten to ${path}`);
    return report.differencesToLog === 0 && report.reported === options.cases ? 0 : 1;
  } finally {
    if (options.keep) console.log(`The data is kept in ${dataDir}`);
    else {
      await removeDataFolder(dataDir);
      await rm(dataDir, { recursive: true, force: true });
    }
  }
};

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof UsageError ? error.message : error);
  return error instanceof UsageError ? 2 : 1;
});
