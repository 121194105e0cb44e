import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EventStore } from '../event-store/event-store.ts';
import { createPostgresEventStore } from '../event-store/postgres/postgres-event-store.ts';
import { applyMigrations } from '../platform/migrations.ts';
import { aliasStream, deviceStream } from '../sensing/index.ts';
import { createTestDatabase, type TestDatabase } from '../testing/postgres.ts';
import { type Registration, registerDevices } from './register-devices.ts';

let database: TestDatabase;
let store: EventStore;

beforeAll(async () => {
  database = await createTestDatabase();
  await applyMigrations(database.url);
  store = createPostgresEventStore({ url: database.url, clock: { now: Date.now } });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const registration = (deviceId: string, station?: string): Registration => ({
  type: 'RegisterDevice',
  data: {
    deviceId,
    name: deviceId,
    modelId: 'river-gauge',
    location: { lon: 112.58, lat: 37.86 },
    divisionCode: '140106',
    gridCode: null,
    departmentId: null,
    secretHash: 'h',
    reportIntervalSeconds: 60,
    synthetic: true,
  },
  ...(station === undefined ? {} : { aliases: [{ standard: 'sl651', aliasId: station }] }),
});
const types = async (stream: string) => (await store.readStream(stream)).map(({ type }) => type);

describe('registering many devices', () => {
  it('writes what registering each of them would, in order, and reports progress', async () => {
    const many = Array.from({ length: 2500 }, (_, n) => registration(`many-${n}`, `00000${10_000 + n}`));
    const progress: number[] = [];
    const refused = await registerDevices(store, many, {
      actor: 'system',
      onProgress: (done) => progress.push(done),
    });
    expect(refused).toEqual([]);
    expect(progress).toEqual([1000, 2000, 2500]);
    expect(await types(deviceStream('many-2499'))).toEqual(['DeviceRegistered', 'DeviceAliasAdded']);
    expect(await types(aliasStream('sl651', '0000012499'))).toEqual(['DeviceAliasReserved']);
  });

  it('refuses existing devices and names and invalid devices, and registers the others', async () => {
    const refused = await registerDevices(
      store,
      [
        registration('many-1'),
        registration('thief', '0000010002'),
        registration('Not An Id'),
        registration('honest', '0000099999'),
      ],
      { actor: 'system' },
    );
    expect(refused.map(({ deviceId, code }) => [deviceId, code])).toEqual([
      ['thief', 'aliasTaken'],
      ['Not An Id', 'deviceIdInvalid'],
      ['many-1', 'deviceExists'],
    ]);
    expect(await types(deviceStream('thief'))).toEqual([]);
    expect(await types(deviceStream('honest'))).toEqual(['DeviceRegistered', 'DeviceAliasAdded']);
  });
});
