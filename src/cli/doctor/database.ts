import { readFile } from 'node:fs/promises';
import type { Config } from '../../config.ts';
import { reachConfigured } from '../../core.ts';
import { isAlive, locateDataFolder } from '../../platform/embedded-postgres/index.ts';
import { assertDurable } from '../../platform/postgres-guard.ts';
import { readServerNote } from '../../platform/running-server.ts';
import { connectDatabase, type Database } from '../../platform/sql.ts';
import { sentenceOf } from '../sentence-of.ts';
import { addressFile } from '../session.ts';
import type { Finding } from './finding.ts';

/** The database that is there already: the configured one, or that of a running server. None is started. */
const openRunning = async (config: Config): Promise<Database | undefined> => {
  const connect = (url: string) => connectDatabase({ url, name: 'doctor', maxConnections: 1 });
  if (config.DATABASE_URL !== undefined) return connect(config.DATABASE_URL);
  const server = await readServerNote(config.YIWANG_DATA_DIR);
  if (server === undefined || !isAlive(server.pid)) return undefined;
  return connect((await readFile(addressFile(config), 'utf8')).trim());
};

export const checkDatabase = async (config: Config): Promise<Finding> => {
  const check = 'database';
  try {
    const sql = await openRunning(config);
    if (sql === undefined)
      return {
        check,
        state: 'good',
        sentence: `the embedded PostgreSQL will start in ${await locateDataFolder(config.YIWANG_DATA_DIR)}`,
      };
    try {
      if (config.DATABASE_URL !== undefined) await reachConfigured(sql, config.DATABASE_URL);
      await assertDurable(sql);
      return { check, state: 'good', sentence: 'it answers, and keeps what it has acknowledged' };
    } finally {
      await sql.end();
    }
  } catch (error) {
    return {
      check,
      state: 'bad',
      sentence: sentenceOf(error) ?? String(error),
      fix: 'start the database, or correct DATABASE_URL',
    };
  }
};

interface CalendarDays {
  readonly holidays: readonly string[];
}

/** Of the log where a database is there, else the one that ships. */
const calendarOf = async (config: Config): Promise<CalendarDays> => {
  const sql = await openRunning(config).catch(() => undefined);
  try {
    const [row] =
      sql === undefined ? [] : await sql<{ definition: CalendarDays }>`select definition from work_calendars`;
    if (row !== undefined) return row.definition;
  } catch {
    // A database that nothing has started on has no such table; that it does not answer is told by another check.
  } finally {
    await sql?.end();
  }
  const shipped = new URL('../../../data/calendars/china.json', import.meta.url);
  return JSON.parse(await readFile(shipped, 'utf8')) as CalendarDays;
};

/** The State Council announces the days off of a year in the November before. */
export const checkCalendar = async (config: Config, now: Date): Promise<Finding> => {
  const next = now.getFullYear() + 1;
  const { holidays } = await calendarOf(config);
  const knows = (year: number) => holidays.some((day) => day.startsWith(String(year)));
  const check = 'calendar';
  const fix = `add the announced days off to data/calendars/china.json, under the next calendarVersion, and start again`;
  if (!knows(now.getFullYear()))
    return {
      check,
      state: 'bad',
      sentence: `the days off of ${now.getFullYear()} are not known: deadlines in working days are wrong`,
      fix,
    };
  if (!knows(next))
    return {
      check,
      state: 'doubtful',
      sentence: `the days off of ${next} are not known yet: deadlines that run into it count Monday to Friday`,
      fix,
    };
  return { check, state: 'good', sentence: `the days off of ${next} are known` };
};
