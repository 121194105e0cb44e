import type { Sql } from '../../platform/sql.ts';
import { rowUpserter } from '../../platform/upsert-rows.ts';
import type { OpenHour } from '../../sensing/indices/derive/open-hours.ts';
import { type HourRow, indexEngineHours } from './table.ts';

export const newHourRow = (deviceId: string, hourMs: number): HourRow => ({
  device_id: deviceId,
  hour: new Date(hourMs).toISOString(),
  open_from: null,
  due_at: null,
  ranges: [],
  summary: null,
  results: {},
});

/** Rows of a device between two hours, both inclusive, by the hour's beginning. */
const readHours = async (
  sql: Sql,
  deviceId: string,
  fromMs: number,
  toMs: number,
): Promise<Map<number, HourRow>> => {
  const rows = await sql<HourRow>`
    select device_id, hour, open_from, due_at, ranges, summary, results from index_engine_hours
    where device_id = ${deviceId} and hour between ${new Date(fromMs).toISOString()} and ${new Date(toMs).toISOString()}`;
  return new Map(rows.map((row) => [Date.parse(row.hour), { ...row }]));
};

export const writeHours = rowUpserter<HourRow>(indexEngineHours, ['device_id', 'hour']);

const writeOpenHours = async (sql: Sql, opened: readonly OpenHourOf[]): Promise<void> => {
  if (opened.length === 0) return;
  await sql`
    insert into index_engine_hours (device_id, hour, open_from, due_at, ranges, results)
    select device_id, hour, open_from, due_at, '[]', '{}' from unnest(
      ${opened.map(({ deviceId }) => deviceId)}::text[],
      ${opened.map(({ open }) => new Date(open.hourMs).toISOString())}::timestamptz[],
      ${opened.map(({ open }) => open.fromVersion)}::int[],
      ${opened.map(({ open }) => new Date(open.dueMs).toISOString())}::timestamptz[]
    ) as opened(device_id, hour, open_from, due_at)
    on conflict (device_id, hour) do update set open_from = excluded.open_from, due_at = excluded.due_at`;
};

/** An hour of a device that is open. */
export interface OpenHourOf {
  readonly deviceId: string;
  readonly open: OpenHour;
}

/** Where the hours of devices are kept. */
export interface HourShelf {
  /** Between two hours, both inclusive, by the hour's beginning. */
  read(deviceId: string, fromMs: number, toMs: number): Promise<Map<number, HourRow>>;
  write(rows: readonly HourRow[]): Promise<unknown>;
  /** Marks hours as open without touching what is known about them. */
  writeOpen(opened: readonly OpenHourOf[]): Promise<void>;
}

export const hourShelf = (sql: Sql): HourShelf => ({
  read: (deviceId, fromMs, toMs) => readHours(sql, deviceId, fromMs, toMs),
  write: (rows) => writeHours(sql, rows),
  writeOpen: (opened) => writeOpenHours(sql, opened),
});

/** Forgets hours that no late record can change any more. */
export const dropHoursBefore = (sql: Sql, beforeMs: number): PromiseLike<unknown> =>
  sql`delete from index_engine_hours where hour < ${new Date(beforeMs).toISOString()}`;
