import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type DeviceWireRow, deviceWire } from './table.ts';

const emptyRow = (deviceId: string): DeviceWireRow => ({
  device_id: deviceId,
  aliases: [],
  settings: {},
  password_hash: null,
  sealed_sm4_key: null,
});

export const deviceWireProjection = rowProjection(deviceWire)({
  name: 'device-wire@1',
  keyOf: ({ data }) => data.deviceId,
  on: {
    DeviceAliasAdded(known, { data: { deviceId, standard, aliasId } }) {
      const row = known ?? emptyRow(deviceId);
      return { ...row, aliases: [...row.aliases, { standard, aliasId }] };
    },
    DeviceAliasRemoved(known, { data: { deviceId, standard, aliasId } }) {
      const row = known ?? emptyRow(deviceId);
      const aliases = row.aliases.filter((one) => one.standard !== standard || one.aliasId !== aliasId);
      return { ...row, aliases };
    },
    DeviceWireSettingsChanged: (row, { data: { deviceId, settings, passwordHash, sealedSm4Key } }) => ({
      ...(row ?? emptyRow(deviceId)),
      settings,
      password_hash: passwordHash,
      sealed_sm4_key: sealedSm4Key,
    }),
  },
});
