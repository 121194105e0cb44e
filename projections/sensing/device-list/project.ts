import type { EventOf } from '../../../src/projection-engine/handlers.ts';
import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type DeviceRow, devices } from './table.ts';

/** Shown by device-wire; the version is the stream's. */
const toVersion = (
  row: DeviceRow | undefined,
  { version }: EventOf<'DeviceAliasAdded' | 'DeviceAliasRemoved' | 'DeviceWireSettingsChanged'>,
) => row && { ...row, version };

export const deviceListProjection = rowProjection(devices)({
  name: 'device-list@2',
  keyOf: ({ data }) => data.deviceId,
  on: {
    DeviceRegistered: (_row, { data, recordedAt, version }) => ({
      device_id: data.deviceId,
      name: data.name,
      model_id: data.modelId,
      lon: data.location.lon,
      lat: data.location.lat,
      division_code: data.divisionCode,
      grid_code: data.gridCode,
      department_id: data.departmentId,
      secret_hash: data.secretHash,
      report_interval_seconds: data.reportIntervalSeconds,
      synthetic: data.synthetic,
      gateway_id: data.gatewayId ?? null,
      status: 'active',
      presence: 'unknown',
      boot_id: null,
      presence_at: null,
      registered_at: recordedAt,
      version,
    }),
    DeviceSecretRotated: (row, { data, version }) => row && { ...row, secret_hash: data.secretHash, version },
    DeviceRenamed: (row, { data, version }) => row && { ...row, name: data.name, version },
    DeviceMoved: (row, { data: { location, divisionCode, gridCode }, version }) =>
      row && {
        ...row,
        lon: location.lon,
        lat: location.lat,
        division_code: divisionCode,
        grid_code: gridCode,
        version,
      },
    DeviceDepartmentChanged: (row, { data, version }) =>
      row && { ...row, department_id: data.departmentId, version },
    DeviceRetired: (row, { version }) => row && { ...row, status: 'retired', version },
    DeviceAliasAdded: toVersion,
    DeviceAliasRemoved: toVersion,
    DeviceWireSettingsChanged: toVersion,
    DeviceWentOnline: (row, { data: { bootId, at } }) =>
      row && { ...row, presence: 'online', boot_id: bootId, presence_at: at },
    DeviceWentOffline(row, { data: { cause, at } }) {
      // A connection that ended without a last word leaves it to what the device reports.
      const presence = cause === 'silence' ? 'unknown' : 'offline';
      return row && { ...row, presence, presence_at: at };
    },
  },
});
