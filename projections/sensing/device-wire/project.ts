import { type Recorded, rowProjection } from '../../../src/projection-engine/row-projection.ts';
import type {
  DeviceAliasAdded,
  DeviceAliasRemoved,
  DeviceWireSettingsChanged,
} from '../../../src/sensing/events.ts';
import { type DeviceWireRow, deviceWire } from './table.ts';

type Handled = DeviceAliasAdded | DeviceAliasRemoved | DeviceWireSettingsChanged;

const emptyRow = (deviceId: string): DeviceWireRow => ({
  device_id: deviceId,
  aliases: [],
  settings: {},
  password_hash: null,
  sealed_sm4_key: null,
});

const apply = (known: DeviceWireRow | undefined, event: Recorded<Handled>): DeviceWireRow => {
  const row = known ?? emptyRow(event.data.deviceId);
  switch (event.type) {
    case 'DeviceAliasAdded': {
      const { standard, aliasId } = event.data;
      return { ...row, aliases: [...row.aliases, { standard, aliasId }] };
    }
    case 'DeviceAliasRemoved': {
      const { standard, aliasId } = event.data;
      const aliases = row.aliases.filter((one) => one.standard !== standard || one.aliasId !== aliasId);
      return { ...row, aliases };
    }
    case 'DeviceWireSettingsChanged': {
      const { settings, passwordHash, sealedSm4Key } = event.data;
      return { ...row, settings, password_hash: passwordHash, sealed_sm4_key: sealedSm4Key };
    }
    default:
      return event satisfies never;
  }
};

export const deviceWireProjection = rowProjection<DeviceWireRow, Handled>({
  name: 'device-wire@1',
  table: deviceWire,
  key: 'device_id',
  handles: ['DeviceAliasAdded', 'DeviceAliasRemoved', 'DeviceWireSettingsChanged'],
  keyOf: (event) => event.data.deviceId,
  apply,
});
