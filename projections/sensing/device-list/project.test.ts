import { expect, test } from 'vitest';
import { given, rowsAfter } from '../../testing/rows-after.ts';
import { deviceListProjection } from './project.ts';

const deviceId = 'd1';
const at = '2026-11-24T08:00:00.000Z';
const registered = given('DeviceRegistered', { deviceId });

test('a device is online by its status, and unknown once its connection is gone silently', async () => {
  const online = given('DeviceWentOnline', { deviceId, bootId: 'b1', at });
  expect(await rowsAfter(deviceListProjection, [registered, online])).toMatchObject([
    { device_id: deviceId, presence: 'online', boot_id: 'b1', presence_at: at, version: 1 },
  ]);
  const silent = given('DeviceWentOffline', { deviceId, cause: 'silence', at });
  expect(await rowsAfter(deviceListProjection, [registered, online, silent])).toMatchObject([
    { presence: 'unknown' },
  ]);
});

test('names and wire settings change only the version', async () => {
  const log = [registered, given('DeviceAliasAdded', { deviceId }), given('DeviceRetired', { deviceId })];
  expect(await rowsAfter(deviceListProjection, log)).toMatchObject([{ status: 'retired', version: 3 }]);
});
