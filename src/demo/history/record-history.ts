import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { findDuplicateRules } from '../../../projections/governance/duplicate-rule-list/queries.ts';
import { loadStandards } from '../../../projections/governance/filing-standard-list/queries.ts';
import { readCaseTiming } from '../../application/case-timing.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import type { PlannedRow } from '../../event-store/plan-batch.ts';
import { appendHistory, LogMovedError } from '../../event-store/postgres/append-history.ts';
import { fromPosition, toPosition } from '../../event-store/postgres/rows.ts';
import { connectDatabase } from '../../platform/connect-database.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Sql } from '../../platform/sql.ts';
import { PROCESS_NAMES } from '../../processes/names.ts';
import { ALARM_CLOCK_STREAM } from '../../sensing/index.ts';
import type { RunningServer } from '../../server/start-server.ts';
import { drawArrivals, type Places } from './arrivals.ts';
import { createCaseWork } from './case-work.ts';
import { createHistoryLog, type HistoryLog } from './history-log.ts';
import { createSensedPast, type PastRecord, type SensedPast } from './sensed-past.ts';

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
    const append = (rows: readonly PlannedRow[]) =>
      appendHistory({
        sql,
        rows,
        partitionEvents: options.partitionEvents,
        async alongside(tx) {
          const last = rows.at(-1)!.recorded;
          await save(tx, last);
          await tx`
            update projection_checkpoints set position = ${last.position} where name = any(${PROCESS_NAMES}::text[])`;
        },
      });
    await append(log.rows).catch(async (error: unknown) => {
      if (!(error instanceof LogMovedError)) throw error;
      await append(await afterClock(log, options.server.core.store));
    });
    return { events: log.rows.length };
  } finally {
    await sql.end();
  }
};

/** On a slow machine the alarm watch has written the time meanwhile, at which nothing was due: the past comes after that. */
const afterClock = async (log: HistoryLog, store: EventStore): Promise<readonly PlannedRow[]> => {
  const after = log.before.at(-1)?.position ?? store.start;
  const fresh = await store.readAll({ after, limit: 1000 });
  if (fresh.some(({ stream }) => stream !== ALARM_CLOCK_STREAM))
    throw new Error('the log was written to while the past of the city was made: start again');
  return log.rows.map((row) => {
    const { recorded } = row;
    const position = toPosition(fromPosition(recorded.position) + fresh.length);
    const version = recorded.version + (recorded.stream === ALARM_CLOCK_STREAM ? fresh.length : 0);
    return { ...row, recorded: { ...recorded, position, version } };
  });
};

const makeHistory = async (
  { server, logger, places, recordsPath, fromMs, toMs, seed }: RecordHistoryOptions,
  sql: Sql,
): Promise<{ readonly log: HistoryLog; readonly save: SensedPast['save'] }> => {
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
