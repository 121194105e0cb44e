import { type Recorded, rowProjection } from '../../../src/projection-engine/row-projection.ts';
import type { DeviceEvent, PresenceEvent } from '../../../src/sensing/events.ts';
import { type DeviceRow, devices } from './table.ts';

type Handled = DeviceEvent | PresenceEvent;

const apply = (row: DeviceRow | undefined, event: Recorded<Handled>): DeviceRow | undefined => {
  if (event.type === 'DeviceRegistered') {
    const { data } = event;
    return {
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
      registered_at: event.recordedAt,
      version: event.version,
    };
  }
  if (row === undefined) return undefined;
  switch (event.type) {
    case 'DeviceSecretRotated':
      return { ...row, secret_hash: event.data.secretHash, version: event.version };
    case 'DeviceRetired':
      return { ...row, status: 'retired', version: event.version };
    case 'DeviceAliasAdded':
    case 'DeviceAliasRemoved':
    case 'DeviceWireSettingsChanged':
      // Shown by device-wire; the version is the stream's.
      return { ...row, version: event.version };
    case 'DeviceWentOnline':
      return { ...row, presence: 'online', boot_id: event.data.bootId, presence_at: event.data.at };
    case 'DeviceWentOffline': {
      // A connection that ended without a last word leaves it to what the device reports.
      const presence = event.data.cause === 'silence' ? 'unknown' : 'offline';
      return { ...row, presence, presence_at: event.data.at };
    }
    default:
      return event satisfies never;
  }
};

export const deviceListProjection = rowProjection<DeviceRow, Handled>({
  name: 'device-list@2',
  table: devices,
  key: 'device_id',
  handles: [
    'DeviceRegistered',
    'DeviceSecretRotated',
    'DeviceRetired',
    'DeviceAliasAdded',
    'DeviceAliasRemoved',
    'DeviceWireSettingsChanged',
    'DeviceWentOnline',
    'DeviceWentOffline',
  ],
  keyOf: (event) => event.data.deviceId,
  apply,
});
