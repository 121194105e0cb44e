import type { DeviceRow } from '../../../projections/sensing/device-list/table.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import { type Scope, scopeClause } from '../../platform/scope-clause.ts';
import type { Sql } from '../../platform/sql.ts';
import type { AlarmRule, DeviceRegistered } from '../../sensing/events.ts';
import { deviceStream, type PlayedDevice } from '../../sensing/index.ts';

/** Which of the rule's devices are played; what is absent narrows nothing. */
export interface DryRunScope {
  readonly divisionPrefix?: string;
  readonly gridCode?: string;
  readonly deviceIds?: readonly string[];
}

export interface CandidateDevice extends PlayedDevice {
  readonly retiredAt: string | null;
  /** Of the last record that was ever kept, archived or not. */
  readonly lastObservedAt: string | null;
}

interface Row extends DeviceRow {
  last_observed_at: string | null;
}

/** Registration as the engine wants it; the secret is none of its business. */
const registrationOf = (row: DeviceRow): DeviceRegistered['data'] => ({
  deviceId: row.device_id,
  name: row.name,
  modelId: row.model_id,
  location: { lon: row.lon, lat: row.lat },
  divisionCode: row.division_code,
  gridCode: row.grid_code,
  departmentId: row.department_id,
  secretHash: '',
  reportIntervalSeconds: row.report_interval_seconds,
  synthetic: row.synthetic,
});

const retirementOf = async (store: EventStore, deviceId: string): Promise<string | null> => {
  const events = await store.readStream(deviceStream(deviceId), { direction: 'backwards' });
  return events.find(({ type }) => type === 'DeviceRetired')?.recordedAt ?? null;
};

/** Devices of a rule that were there in the span, those among them that the caller may see. */
export const findDevices = async (
  { sql, store }: { readonly sql: Sql; readonly store: EventStore },
  rule: AlarmRule,
  where: {
    readonly scopes: readonly Scope[];
    readonly scope: DryRunScope;
    readonly from: string;
    readonly to: string;
    readonly limit: number;
  },
): Promise<{ readonly devices: readonly CandidateDevice[] } | { readonly tooMany: number }> => {
  const { scopes, scope, from, to, limit } = where;
  const matching = sql`
    where (${scopeClause(sql, scopes, { hasDepartment: false })})
      and model_id = ${rule.modelId} and registered_at < ${to}::timestamptz
      ${rule.deviceIds ? sql`and device_id = any(${[...rule.deviceIds]}::text[])` : sql``}
      ${scope.deviceIds ? sql`and device_id = any(${[...scope.deviceIds]}::text[])` : sql``}
      ${scope.divisionPrefix ? sql`and starts_with(division_code, ${scope.divisionPrefix})` : sql``}
      ${scope.gridCode ? sql`and grid_code = ${scope.gridCode}` : sql``}`;
  const [counted] = await sql<{ count: number }>`select count(*)::int as count from devices ${matching}`;
  const count = counted?.count ?? 0;
  if (count > limit) return { tooMany: count };
  const rows = await sql<Row>`
    select devices.*,
      greatest(latest.observed_at, (latest.detection ->> 'observedAt')::timestamptz) as last_observed_at
    from devices left join device_latest latest using (device_id) ${matching} order by device_id`;
  const devices: CandidateDevice[] = [];
  for (const row of rows) {
    const retiredAt = row.status === 'retired' ? await retirementOf(store, row.device_id) : null;
    if (retiredAt !== null && retiredAt <= from) continue;
    devices.push({
      device: registrationOf(row),
      registeredAt: row.registered_at,
      retiredAt,
      lastObservedAt: row.last_observed_at,
    });
  }
  return { devices };
};
