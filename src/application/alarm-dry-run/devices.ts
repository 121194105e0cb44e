import type { Scope } from '../../../projections/scope-clause.ts';
import { countPlayable, listPlayable } from '../../../projections/sensing/device-list/queries.ts';
import type { DeviceRow } from '../../../projections/sensing/device-list/table.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import type { Sql } from '../../platform/sql.ts';
import type { AlarmRule, DeviceRegistered } from '../../sensing/events.ts';
import { deviceStream, type PlayedDevice } from '../../sensing/index.ts';

/** Selects the rule's devices to be replayed; absent members do not narrow it. */
export interface DryRunScope {
  readonly divisionPrefix?: string;
  readonly gridCode?: string;
  readonly deviceIds?: readonly string[];
}

export interface CandidateDevice extends PlayedDevice {
  readonly retiredAt: string | null;
  /** Time of the last record ever stored, archived or not. */
  readonly lastObservedAt: string | null;
}

/** Registration as the engine needs it, without the secret. */
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

/** Devices of a rule that existed in the span and that the caller may see. */
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
  const filter = { ...scope, modelId: rule.modelId, ofRule: rule.deviceIds, registeredBefore: to };
  const count = await countPlayable(sql, scopes, filter);
  if (count > limit) return { tooMany: count };
  const rows = await listPlayable(sql, scopes, filter);
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
