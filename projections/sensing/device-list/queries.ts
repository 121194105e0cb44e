import type { WireStandard } from '../../../devices/wire/index.ts';
import { boundsAround, metresBetween } from '../../../src/geography/index.ts';
import type { Sql } from '../../../src/platform/sql.ts';
import { SILENT_AFTER } from '../../../src/sensing/index.ts';
import { type Page, type PageRequest, pageBy } from '../../paging.ts';
import { type Scope, scopeClause } from '../../scope-clause.ts';
import type { LatestDetection, LatestReading } from '../device-latest/table.ts';
import type { DeviceRow } from './table.ts';

export type Presence = DeviceRow['presence'];

/**
 * Whether a device of `devices` is online: by its status, or by what it reports (`latest`: its row of `device_latest`). A device that is
 * known to be connected is online whatever it sends; any other is online while it is not silent, unless it has since reported going offline.
 */
export const presenceNow = (sql: Sql, nowIso: string) => {
  const { intervals, seconds } = SILENT_AFTER;
  return sql`(case
    when presence = 'online' then 'online'
    when greatest(latest.heard_at, case presence when 'unknown' then presence_at end)
      > ${nowIso}::timestamptz - make_interval(secs => greatest(report_interval_seconds * ${intervals}::int, ${seconds}::int))
      and (presence = 'unknown' or latest.heard_at > presence_at) then 'online'
    when coalesce(latest.heard_at, presence_at) is not null then 'offline'
    else 'unknown' end)`;
};

export interface DeviceFilter {
  readonly modelId?: string;
  /** Models of a family. */
  readonly modelIds?: readonly string[];
  readonly status?: 'active' | 'retired';
  readonly presence?: Presence;
  readonly divisionPrefix?: string;
  readonly gridCode?: string;
  readonly text?: string;
}

/** A device with what it last said. */
export interface DeviceWithLatest extends DeviceRow {
  /** With what it reports taken into account. */
  presence_now: Presence;
  observed_at: string | null;
  heard_at: string | null;
  readings: Readonly<Record<string, LatestReading>> | null;
  detection: LatestDetection | null;
  record_count: number | null;
  doubtful_count: number | null;
  active_alarms: number;
  /** How its frames are known to be its own; null: it has neither names nor settings. */
  wire: {
    readonly standards: readonly WireStandard[];
    readonly hasPassword: boolean;
    readonly hasSourceNetworks: boolean;
  } | null;
}

const columns = (sql: Sql, nowIso: string) => sql`
  ${presenceNow(sql, nowIso)} as presence_now, devices.*, latest.observed_at, latest.readings, latest.detection, latest.heard_at, latest.record_count, latest.doubtful_count,
  (select count(*)::int from alarms where alarms.device_id = devices.device_id and alarms.state = 'active') as active_alarms,
  (select jsonb_build_object('standards', jsonb_path_query_array(aliases, '$[*].standard'),
      'hasPassword', password_hash is not null, 'hasSourceNetworks', settings ? 'sourceNetworks')
    from device_wire where device_wire.device_id = devices.device_id) as wire
  from devices left join device_latest latest using (device_id)`;

/** By device id, with their presence at the given time. */
export const listDevices = async (
  sql: Sql,
  scopes: readonly Scope[],
  filter: DeviceFilter,
  nowIso: string,
  request: PageRequest,
): Promise<Page<DeviceWithLatest>> => {
  const page = pageBy<DeviceWithLatest>(sql, request, { id: 'device_id' });
  const rows = await sql<DeviceWithLatest>`
    select ${columns(sql, nowIso)} where (${scopeClause(sql, scopes, { hasDepartment: true })})
    ${filter.modelId ? sql`and model_id = ${filter.modelId}` : sql``}
    ${filter.modelIds ? sql`and model_id = any(${filter.modelIds}::text[])` : sql``}
    ${filter.status ? sql`and status = ${filter.status}` : sql``}
    ${filter.presence ? sql`and ${presenceNow(sql, nowIso)} = ${filter.presence}` : sql``}
    ${filter.divisionPrefix ? sql`and starts_with(division_code, ${filter.divisionPrefix})` : sql``}
    ${filter.gridCode ? sql`and grid_code = ${filter.gridCode}` : sql``}
    ${filter.text ? sql`and (position(${filter.text} in name) > 0 or position(${filter.text} in device_id) > 0)` : sql``}
    ${page.rest}`;
  return page.of(rows);
};

export interface NearestDevices {
  readonly point: { readonly lon: number; readonly lat: number };
  readonly metres: number;
  readonly limit: number;
}

/** Active devices within a radius, nearest first. */
export const nearestDevices = async (
  sql: Sql,
  scopes: readonly Scope[],
  { point, metres, limit }: NearestDevices,
  nowIso: string,
): Promise<readonly (DeviceWithLatest & { readonly metres: number })[]> => {
  const box = boundsAround(point, metres);
  // Degrees of longitude are shorter than those of latitude; within a few kilometres a plane will do for the order.
  const narrow = Math.cos((point.lat * Math.PI) / 180);
  const rows = await sql<DeviceWithLatest>`
    select ${columns(sql, nowIso)} where (${scopeClause(sql, scopes, { hasDepartment: true })})
    and status = 'active'
    and lat between ${box.south} and ${box.north} and lon between ${box.west} and ${box.east}
    order by power(lat - ${point.lat}, 2) + power((lon - ${point.lon}) * ${narrow}::float8, 2), device_id
    limit ${limit}`;
  return rows
    .map((row) => ({ ...row, metres: Math.round(metresBetween(point, row)) }))
    .filter((row) => row.metres <= metres);
};

export const findDevice = async (
  sql: Sql,
  deviceId: string,
  nowIso: string,
): Promise<DeviceWithLatest | undefined> => {
  const [row] = await sql<DeviceWithLatest>`select ${columns(sql, nowIso)} where device_id = ${deviceId}`;
  return row;
};

export const presencesOf = async (
  sql: Sql,
  deviceIds: readonly string[],
  nowIso: string,
): Promise<ReadonlyMap<string, Presence>> => {
  const rows = await sql<{ device_id: string; presence_now: Presence }>`
    select device_id, ${presenceNow(sql, nowIso)} as presence_now
    from devices left join device_latest latest using (device_id) where device_id = any(${deviceIds}::text[])`;
  return new Map(rows.map(({ device_id, presence_now }) => [device_id, presence_now]));
};

export const loadDevices = async (sql: Sql, deviceIds?: readonly string[]): Promise<readonly DeviceRow[]> =>
  deviceIds === undefined
    ? sql<DeviceRow>`select * from devices`
    : sql<DeviceRow>`select * from devices where device_id = any(${deviceIds}::text[])`;

export const hasDevices = async (sql: Sql): Promise<boolean> => {
  const [row] = await sql`select 1 from devices limit 1`;
  return row !== undefined;
};

export interface PresenceCount {
  readonly presence: Presence;
  readonly count: number;
  /** Whether any of them is synthetic. */
  readonly synthetic: boolean;
}

/** Active ones of a division by their presence at the given time. */
export const countDevices = (
  sql: Sql,
  scopes: readonly Scope[],
  divisionPrefix: string,
  nowIso: string,
): PromiseLike<readonly PresenceCount[]> =>
  sql<PresenceCount>`
    select ${presenceNow(sql, nowIso)} as presence, count(*)::int as count, bool_or(synthetic) as synthetic
    from devices left join device_latest latest using (device_id)
    where status = 'active' and (${scopeClause(sql, scopes, { hasDepartment: false })})
      and starts_with(division_code, ${divisionPrefix}) group by 1`;

/** Devices whose records are played through a rule of a model. */
export interface PlayableFilter {
  readonly modelId: string;
  /** Null: every device of the model. */
  readonly ofRule: readonly string[] | null;
  readonly registeredBefore: string;
  readonly deviceIds?: readonly string[];
  readonly divisionPrefix?: string;
  readonly gridCode?: string;
}

export interface PlayableRow extends DeviceRow {
  /** Of the last record that was ever kept, archived or not. */
  last_observed_at: string | null;
}

const playable = (sql: Sql, scopes: readonly Scope[], filter: PlayableFilter) => sql`
  where (${scopeClause(sql, scopes, { hasDepartment: false })})
    and model_id = ${filter.modelId} and registered_at < ${filter.registeredBefore}::timestamptz
    ${filter.ofRule ? sql`and device_id = any(${[...filter.ofRule]}::text[])` : sql``}
    ${filter.deviceIds ? sql`and device_id = any(${[...filter.deviceIds]}::text[])` : sql``}
    ${filter.divisionPrefix ? sql`and starts_with(division_code, ${filter.divisionPrefix})` : sql``}
    ${filter.gridCode ? sql`and grid_code = ${filter.gridCode}` : sql``}`;

export const countPlayable = async (
  sql: Sql,
  scopes: readonly Scope[],
  filter: PlayableFilter,
): Promise<number> => {
  const [row] = await sql<{ count: number }>`
    select count(*)::int as count from devices ${playable(sql, scopes, filter)}`;
  return row!.count;
};

/** By device id. */
export const listPlayable = (
  sql: Sql,
  scopes: readonly Scope[],
  filter: PlayableFilter,
): PromiseLike<readonly PlayableRow[]> =>
  sql<PlayableRow>`
    select devices.*,
      greatest(latest.observed_at, (latest.detection ->> 'observedAt')::timestamptz) as last_observed_at
    from devices left join device_latest latest using (device_id) ${playable(sql, scopes, filter)}
    order by device_id`;
