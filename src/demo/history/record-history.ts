import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { findDuplicateRules } from '../../../projections/governance/duplicate-rule-list/queries.ts';
import { loadStandards } from '../../../projections/governance/filing-standard-list/queries.ts';
import { readCaseTiming } from '../../application/case-timing.ts';
import { appendHistory } from '../../event-store/postgres/append-history.ts';
import { connectDatabase } from '../../platform/connect-database.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Sql } from '../../platform/sql.ts';
import { PROCESS_NAMES } from '../../processes/names.ts';
import type { RunningServer } from '../../server/start-server.ts';
import { drawArrivals, type Places } from './arrivals.ts';
import { createCaseWork } from './case-work.ts';
import { createHistoryLog, type HistoryLog } from './history-log.ts';
import { createSensedPast, type PastRecord } from './sensed-past.ts';

export interface History {
  /** Midnight of its first day in Asia/Shanghai, ms. */
  readonly fromMs: number;
  readonly toMs: number;
  /** The same seed makes the same history. */
  readonly seed: string;
}

export interface RecordHistoryOptions extends History {
  readonly server: RunningServer;
  readonly databaseUrl: string;
  readonly logger: Logger;
  readonly places: Places;
  /** The reports of the devices by time, a JSON line each. */
  readonly recordsPath: string;
  readonly partitionEvents: number;
}

const STANDARD = 'yuncheng';
const HOUR_MS = 3_600_000;

/**
 * Makes the city's past and appends it to the log. Reports of devices go through the alarm rules and the index engine, people's cases
 * through the case decider, all on a stepped clock and in memory; then everything is written at once, together with what the processes
 * have come to know, so that they go on from there and tell nobody of the past. If the process dies, nothing of it is in the log.
 */
export const recordHistory = async (options: RecordHistoryOptions): Promise<{ readonly events: number }> => {
  const sql = connectDatabase({ url: options.databaseUrl, name: 'history', maxConnections: 2 });
  try {
    const { log, save } = await makeHistory(options, sql);
    await appendHistory({
      sql,
      rows: log.rows,
      partitionEvents: options.partitionEvents,
      async alongside(tx) {
        await save(tx);
        const head = log.rows.at(-1)!.recorded.position;
        await tx`update projection_checkpoints set position = ${head} where name = any(${PROCESS_NAMES}::text[])`;
      },
    });
    return { events: log.rows.length };
  } finally {
    await sql.end();
  }
};

const makeHistory = async (
  { server, logger, places, recordsPath, fromMs, toMs, seed }: RecordHistoryOptions,
  sql: Sql,
): Promise<{ readonly log: HistoryLog; readonly save: (tx: Sql) => Promise<void> }> => {
  let now = fromMs;
  /** Nothing is recorded before what is already in the log. */
  const setClock = (ms: number): void => {
    now = Math.max(now, ms);
  };
  const log = await createHistoryLog(server.core.store, { now: () => now });
  const standards = await loadStandards(sql);
  const rows = standards.get(STANDARD)!.rows;
  const sensed = await createSensedPast(log, sql, logger);
  const work = createCaseWork({
    log,
    setClock,
    timing: await readCaseTiming(log),
    standards,
    duplicates: await findDuplicateRules(sql),
    arrivals: drawArrivals({ fromMs, toMs, seed }, rows, places),
    seed,
  });
  const take = async (opened: readonly string[]): Promise<void> => {
    for (const caseId of opened) await work.take(caseId, now);
  };
  /** The whole hour up to which indices are computed. */
  let derived = fromMs;
  const passHours = async (ms: number): Promise<void> => {
    while (derived + HOUR_MS <= ms) {
      derived += HOUR_MS;
      await work.until(derived);
      setClock(derived);
      await take(await sensed.derive());
    }
  };
  for await (const line of createInterface({ input: createReadStream(recordsPath) })) {
    const record = JSON.parse(line) as PastRecord;
    await passHours(record.at);
    await work.until(record.at);
    setClock(record.at);
    if (sensed.isDue(now)) await take(await sensed.passTime(now));
    await take(await sensed.receive(record));
  }
  await passHours(toMs);
  await work.until(toMs);
  setClock(toMs);
  await take(await sensed.derive());
  return { log, save: sensed.save };
};
