import { readFile } from 'node:fs/promises';
import { findAnyCalendar } from '../../projections/governance/work-calendar-list/queries.ts';
import { checkEverything, checkProcess } from '../checkup/checkup.ts';
import { checkAnswering, databaseFailed } from '../checkup/database.ts';
import type { Finding } from '../checkup/finding.ts';
import { type Config, readConfig } from '../config.ts';
import { prepareCalendar, type WorkCalendar, workCalendarSchema } from '../governance/index.ts';
import { connectDatabase } from '../platform/connect-database.ts';
import { isAlive, locateDataFolder } from '../platform/embedded-postgres/index.ts';
import { readServerNote } from '../platform/running-server.ts';
import type { Database } from '../platform/sql.ts';
import { reachConfigured } from '../server/core.ts';
import { type Command, noMore, parse } from './command.ts';
import { sentenceOf } from './sentence-of.ts';
import { addressFile } from './session.ts';

const HELP = [
  'Usage: npm run yiwang -- doctor [--json]',
  '',
  'Checks what a server needs: settings, Node, the data folder and its permissions, free disk, ports, the database, the work calendar',
  'of next year. One sentence each, and what to do about problems. Starts and changes nothing, whether a server is running or not.',
  '',
  'Exit code 1: something prevents a server from starting or working.',
].join('\n');

const MARKS = { good: 'ok  ', doubtful: 'note', bad: 'BAD ' };

const runningServer = async (config: Config) => {
  const server = await readServerNote(config.YIWANG_DATA_DIR);
  return server !== undefined && isAlive(server.pid) ? server : undefined;
};

/** The existing database: the configured one, or that of a running server. None is started. */
const openRunning = async (config: Config): Promise<Database | undefined> => {
  const connect = (url: string) => connectDatabase({ url, name: 'doctor', maxConnections: 1 });
  if (config.DATABASE_URL !== undefined) return connect(config.DATABASE_URL);
  if ((await runningServer(config)) === undefined) return undefined;
  return connect((await readFile(addressFile(config), 'utf8')).trim());
};

const checkDatabase = async (config: Config): Promise<Finding> => {
  try {
    const sql = await openRunning(config);
    if (sql === undefined) {
      const folder = await locateDataFolder(config.YIWANG_DATA_DIR);
      return {
        check: 'database',
        state: 'good',
        sentence: {
          zh: `内置 PostgreSQL 将在 ${folder} 启动`,
          en: `the embedded PostgreSQL will start in ${folder}`,
        },
      };
    }
    try {
      if (config.DATABASE_URL !== undefined) await reachConfigured(sql, config.DATABASE_URL);
      return await checkAnswering(sql);
    } finally {
      await sql.end();
    }
  } catch (error) {
    return databaseFailed(sentenceOf(error) ?? String(error));
  }
};

/** From the log if there is a database, otherwise the shipped one. */
const calendarOf = async (config: Config): Promise<WorkCalendar> => {
  const sql = await openRunning(config).catch(() => undefined);
  try {
    const calendar = sql && (await findAnyCalendar(sql));
    if (calendar !== undefined) return prepareCalendar(calendar);
  } catch {
    // A database without a first start has no such table; another check reports a database that does not answer.
  } finally {
    await sql?.end();
  }
  const shipped = new URL('../../data/calendars/china.json', import.meta.url);
  return prepareCalendar(workCalendarSchema.parse(JSON.parse(await readFile(shipped, 'utf8'))));
};

const findingsOf = async (config: Config): Promise<readonly Finding[]> => {
  const listens = Object.values((await runningServer(config))?.listens ?? {});
  const ours = listens.map((address) => Number(new URL(address).port));
  return checkEverything({
    config,
    isOurs: (port) => ours.includes(port),
    database: await checkDatabase(config),
    calendar: await calendarOf(config),
    now: Date.now(),
  });
};

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'find problems that prevent a server from starting or working',
  help: HELP,
  async run(args) {
    const { values, positionals } = parse(args, { json: { type: 'boolean', default: false } });
    noMore(positionals, HELP);
    const settings = readConfig(process.env);
    const found = settings.ok ? await findingsOf(settings.config) : checkProcess();
    const findings = found.map(({ sentence, fix, ...finding }) => ({
      ...finding,
      sentence: sentence.en,
      ...(fix && { fix: fix.en }),
    }));
    if (values.json) console.log(JSON.stringify(findings));
    else
      for (const { check, state, sentence, fix } of findings) {
        console.log(`${MARKS[state]}  ${check.padEnd(10)}${sentence}`);
        if (fix !== undefined) console.log(`${' '.repeat(16)}→ ${fix}`);
      }
    return findings.some(({ state }) => state === 'bad') ? 1 : 0;
  },
};
