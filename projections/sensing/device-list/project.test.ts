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

test('a device gets another name, place and department', async () => {
  const place = { location: { lon: 112.6, lat: 37.9 }, divisionCode: '140107', gridCode: '140107G0001' };
  const log = [
    registered,
    given('DeviceRenamed', { deviceId, name: '柳巷空气站' }),
    given('DeviceMoved', { deviceId, ...place }),
    given('DeviceDepartmentChanged', { deviceId, departmentId: 'ecology' }),
  ];
  expect(await rowsAfter(deviceListProjection, log)).toMatchObject([
    {
      name: '柳巷空气站',
      lon: 112.6,
      lat: 37.9,
      division_code: '140107',
      grid_code: '140107G0001',
      department_id: 'ecology',
      version: 4,
    },
  ]);
});
