import type { RecordedEvent } from '../../event-store/event-store.ts';
import { derivedId } from '../../platform/ids.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Sql } from '../../platform/sql.ts';
import { saveMemory } from '../../processes/alarm-engine/memory.ts';
import { createAlarmToCase } from '../../processes/alarm-to-case.ts';
import { type HourShelf, newHourRow, writeHours } from '../../processes/index-engine/hour-rows.ts';
import { loadIndexMemory } from '../../processes/index-engine/memory.ts';
import { deriveIndices, INDEX_INPUTS } from '../../processes/index-engine/process.ts';
import type { HourRow } from '../../processes/index-engine/table.ts';
import {
  ALARM_CLOCK_STREAM,
  ALARM_INPUTS,
  createAlarmEngineCore,
  type RecordedInput,
} from '../../sensing/index.ts';
import { detectionRequest, readingRequest } from '../../sensing/readings/record-events.ts';
import type { HistoryLog } from './history-log.ts';

/** What a device measured, or what it saw: a line that the simulators write. */
export interface PastRecord {
  readonly deviceId: string;
  readonly at: number;
  readonly values?: Readonly<Record<string, number>>;
  readonly seen?: { readonly type: string; readonly confidence: number; readonly track: string };
}

export interface SensedPast {
  /** A report arrives, at the time of the clock; resolves with the cases that it opened. */
  receive(record: PastRecord): Promise<readonly string[]>;
  /** Whether time alone would do something. */
  isDue(ms: number): boolean;
  passTime(ms: number): Promise<readonly string[]>;
  /** Computes the indices of what arrived since the last time. */
  derive(): Promise<readonly string[]>;
  /** What the processes know at the end, for their tables. */
  save(tx: Sql, last: RecordedEvent): Promise<void>;
}

const OPENS_OR_CLEARS: ReadonlySet<string> = new Set(['AlarmRaised', 'AlarmCleared']);

/** In memory, as the table keeps them. */
const createShelf = () => {
  const devices = new Map<string, Map<number, HourRow>>();
  const hoursOf = (deviceId: string): Map<number, HourRow> => {
    const known = devices.get(deviceId) ?? new Map<number, HourRow>();
    devices.set(deviceId, known);
    return known;
  };
  const HOUR_MS = 3_600_000;
  const shelf: HourShelf = {
    async read(deviceId, fromMs, toMs) {
      const hours = hoursOf(deviceId);
      const found = new Map<number, HourRow>();
      for (let at = fromMs; at <= toMs; at += HOUR_MS) {
        const row = hours.get(at);
        if (row !== undefined) found.set(at, row);
      }
      return found;
    },
    async write(rows) {
      for (const row of rows) hoursOf(row.device_id).set(Date.parse(row.hour), row);
    },
    async writeOpen(opened) {
      for (const { deviceId, open } of opened) {
        const hours = hoursOf(deviceId);
        const row = hours.get(open.hourMs) ?? newHourRow(deviceId, open.hourMs);
        const due_at = new Date(open.dueMs).toISOString();
        hours.set(open.hourMs, { ...row, open_from: open.fromVersion, due_at });
      }
    },
  };
  return { shelf, all: () => [...devices.values()].flatMap((hours) => [...hours.values()]) };
};

const ROWS_AT_ONCE = 2000;

/** Alarm rules, alarms that become cases, and indices over the reports of the past: the product's own, in memory. */
export const createSensedPast = async (log: HistoryLog, sql: Sql, logger: Logger): Promise<SensedPast> => {
  const core = createAlarmEngineCore();
  for (const event of log.before) if (ALARM_INPUTS.has(event.type)) core.apply(event as RecordedInput);
  core.takeEmissions();
  const toCase = createAlarmToCase(log, logger);
  const indices = await loadIndexMemory(sql);
  const hours = createShelf();
  let unread = log.rows.length;

  /** What follows from an event: alarms, and the cases that they open. */
  const follow = async (from: number): Promise<readonly string[]> => {
    const opened: string[] = [];
    for (let n = from; n < log.rows.length; n += 1) {
      const event = log.rows[n]!.recorded;
      if (!ALARM_INPUTS.has(event.type)) continue;
      core.apply(event as RecordedInput);
      const emissions = core.takeEmissions();
      if (emissions.length === 0) continue;
      const first = log.rows.length;
      await log.appendMany(
        emissions.map(({ stream, id, event: emitted, causationId }) => ({
          stream,
          expected: 'any' as const,
          events: [
            { id, ...emitted, meta: { actor: 'process:alarm-engine', causationId }, contentDigest: id },
          ],
        })),
      );
      const alarms = log.rows.slice(first).map(({ recorded }) => recorded);
      const before = log.rows.length;
      const batch = alarms.filter(({ type }) => OPENS_OR_CLEARS.has(type));
      if (batch.length > 0) await toCase.project(batch as readonly RecordedEvent[], sql);
      for (const { recorded } of log.rows.slice(before))
        if (recorded.type === 'CaseReported') opened.push((recorded.data as { caseId: string }).caseId);
    }
    return opened;
  };

  return {
    async receive({ deviceId, at, values, seen }) {
      const first = log.rows.length;
      const observedAt = new Date(at).toISOString();
      const received = { deviceId, quality: undefined, receivedAt: observedAt };
      if (values !== undefined) await log.appendMany([readingRequest(received, { observedAt, values })]);
      if (seen !== undefined) await log.appendMany([detectionRequest(received, { observedAt, ...seen })]);
      return follow(first);
    },
    isDue: (ms) => core.isDue(ms),
    async passTime(ms) {
      const first = log.rows.length;
      const at = new Date(ms).toISOString();
      await log.append({
        stream: ALARM_CLOCK_STREAM,
        expected: 'any',
        events: [
          {
            id: derivedId('alarm-time', at),
            type: 'AlarmTimePassed',
            data: { at },
            meta: { actor: 'process:alarm-watch' },
          },
        ],
      });
      return follow(first);
    },
    async derive() {
      const fresh = log.rows.slice(unread).map(({ recorded }) => recorded);
      unread = log.rows.length;
      const wanted = fresh.filter(({ type }) => INDEX_INPUTS.has(type));
      if (wanted.length === 0) return [];
      const first = log.rows.length;
      await deriveIndices(wanted, { store: log, memory: indices, shelf: hours.shelf });
      return follow(first);
    },
    async save(tx, last) {
      await saveMemory(tx, core.takeChanges(), last);
      await indices.save(tx);
      const rows = hours.all();
      for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
        await writeHours(tx, rows.slice(from, from + ROWS_AT_ONCE));
    },
  };
};
