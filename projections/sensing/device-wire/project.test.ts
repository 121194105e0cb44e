import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { deviceWireProjection } from './project.ts';

const deviceId = 'd1';
const alias = { deviceId, standard: 'hj212', aliasId: 'MN1' } as const;

test('a device has the aliases that were added and not removed', async () => {
  const log = [
    given('DeviceAliasAdded', alias),
    given('DeviceAliasAdded', { ...alias, aliasId: 'MN2' }),
    given('DeviceAliasRemoved', alias),
  ];
  expect(await rowsAfter(deviceWireProjection, log)).toMatchObject([
    { device_id: deviceId, aliases: [{ standard: 'hj212', aliasId: 'MN2' }], settings: {} },
  ]);
});

test('settings contain the secrets in force', async () => {
  const log = [
    given('DeviceWireSettingsChanged', { deviceId, settings: { minuteInterval: 10 }, passwordHash: 'h' }),
    given('DeviceWireSettingsChanged', { deviceId, settings: {}, passwordHash: null }),
  ];
  expect(await rowsAfter(deviceWireProjection, log)).toMatchObject([{ settings: {}, password_hash: null }]);
});
