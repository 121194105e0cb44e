import { readFile } from 'node:fs/promises';
import { findAnyCalendar } from '../../../projections/governance/work-calendar-list/queries.ts';
import type { Config } from '../../config.ts';
import {
  prepareCalendar,
  unpublishedYear,
  type WorkCalendar,
  workCalendarSchema,
} from '../../governance/index.ts';
import { connectDatabase } from '../../platform/connect-database.ts';
import { isAlive, locateDataFolder } from '../../platform/embedded-postgres/index.ts';
import { assertDurable } from '../../platform/postgres-guard.ts';
import { readServerNote } from '../../platform/running-server.ts';
import type { Database } from '../../platform/sql.ts';
import { reachConfigured } from '../../server/core.ts';
import { sentenceOf } from '../sentence-of.ts';
import { addressFile } from '../session.ts';
import type { Finding } from './finding.ts';

/** The existing database: the configured one, or that of a running server. None is started. */
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
      return { check, state: 'good', sentence: 'it answers, and acknowledged data are durable' };
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
  const shipped = new URL('../../../data/calendars/china.json', import.meta.url);
  return prepareCalendar(workCalendarSchema.parse(JSON.parse(await readFile(shipped, 'utf8'))));
};

/** Without the holiday notice of a year, only the statutory days off are known. */
export const checkCalendar = async (config: Config, now: Date): Promise<Finding> => {
  const missing = unpublishedYear(await calendarOf(config), now.getTime());
  const check = 'calendar';
  if (missing === undefined)
    return {
      check,
      state: 'good',
      sentence: 'no days off that should have been announced by now are missing',
    };
  return {
    check,
    state: 'doubtful',
    sentence: `the announced days off of ${missing} are missing: deadlines that extend into it use only the statutory days off and are provisional`,
    fix: `add the announced days off to data/calendars/china.json, under the next calendarVersion, and restart`,
  };
};
