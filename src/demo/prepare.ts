import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listBoundaries } from '../../projections/geography/division-list/queries.ts';
import { createCommandHandler } from '../commands/command-handler.ts';
import {
  createLocator,
  generateGrids,
  gridDecider,
  gridStream,
  TAIYUAN_DISTRICTS,
} from '../geography/index.ts';
import { departmentDecider, departmentStream, userIdOf } from '../identity/index.ts';
import {
  deviceDecider,
  deviceStream,
  hashSecret,
  stationLinesDecider,
  stationLinesStream,
} from '../sensing/index.ts';
import type { StationLines } from '../sensing/indices/flood/station-lines.ts';
import type { RunningServer } from '../server/start-server.ts';
import { DEMO_ACCOUNTS, DEMO_DEPARTMENTS, DEMO_PASSWORD } from './city.ts';
import { DEMO_DEVICES } from './devices.ts';
import type { Places } from './history/arrivals.ts';

/** Levels of the recorded river remain below 3 m. */
const DEMO_LINES: StationLines = {
  validFrom: '2020-01-01',
  datum: 'local',
  watch: 2.5,
  warning: 3.2,
  guarantee: 4.2,
  floodLimits: [],
  source: '演示数据',
};
const CONTEXT = { actor: 'system' } as const;

/** Secrets of the demo's devices by device id, kept with its data so that the next run can use them. */
const readSecrets = async (dataDir: string): Promise<Record<string, string>> => {
  const path = join(dataDir, 'device-secrets.json');
  const known = await readFile(path, 'utf8').then(
    (text) => JSON.parse(text) as Record<string, string>,
    () => ({}) as Record<string, string>,
  );
  for (const { deviceId } of DEMO_DEVICES) known[deviceId] ??= randomBytes(32).toString('base64url');
  await writeFile(path, `${JSON.stringify(known, null, 2)}\n`, { mode: 0o600 });
  return known;
};

export interface DemoCity {
  /** By device id. */
  readonly secrets: Record<string, string>;
  readonly places: Places;
}

/** Records the demo city in the log with the same commands that an administrator uses; a second run changes nothing. */
export const prepareDemoCity = async (server: RunningServer, dataDir: string): Promise<DemoCity> => {
  const { store, sql, accounts, keys } = server.core;
  const handle = createCommandHandler(store);
  const rows = await listBoundaries(sql, '1401');
  const boundaries = rows.map((row) => ({
    code: row.code,
    name: row.name,
    geometry: row.boundary,
    approximate: row.boundary_approximate,
    source: row.source,
  }));
  const districts = boundaries.filter(({ code }) => (TAIYUAN_DISTRICTS as readonly string[]).includes(code));
  const grids = generateGrids(districts, { cellSizeDegrees: 0.02 });
  await Promise.all(
    grids.map((data) =>
      handle({
        stream: gridStream(data.code),
        decider: gridDecider,
        command: { type: 'DefineGrid', data },
        context: CONTEXT,
      }),
    ),
  );
  for (const data of DEMO_DEPARTMENTS) {
    await handle({
      stream: departmentStream(data.departmentId),
      decider: departmentDecider,
      command: { type: 'DefineDepartment', data },
      context: CONTEXT,
    });
  }
  await Promise.all(
    DEMO_ACCOUNTS.map(async ({ loginName, displayName, ...assignment }) => {
      const registered = await accounts.register(
        { loginName, displayName, password: DEMO_PASSWORD },
        CONTEXT,
      );
      if (registered.ok) await accounts.assignRole(userIdOf(loginName), assignment, CONTEXT);
    }),
  );
  const secrets = await readSecrets(dataDir);
  const locator = createLocator({ boundaries, grids });
  await Promise.all(
    DEMO_DEVICES.map(({ deviceId, name, modelId, lon, lat, reportIntervalSeconds }) =>
      handle({
        stream: deviceStream(deviceId),
        decider: deviceDecider,
        command: {
          type: 'RegisterDevice',
          data: {
            deviceId,
            name,
            modelId,
            location: { lon, lat },
            divisionCode: locator.divisionOf({ lon, lat })?.code ?? '1401',
            gridCode: locator.gridOf({ lon, lat })?.code ?? null,
            departmentId: null,
            secretHash: hashSecret(keys.deviceSecrets, secrets[deviceId]!),
            reportIntervalSeconds,
            synthetic: true,
          },
        },
        context: CONTEXT,
      }),
    ),
  );
  await Promise.all(
    DEMO_DEVICES.filter(({ modelId }) => modelId === 'river-gauge').map(({ deviceId }) =>
      handle({
        stream: stationLinesStream(deviceId),
        decider: stationLinesDecider,
        command: { deviceId, lines: DEMO_LINES },
        context: CONTEXT,
      }),
    ),
  );
  await server.engine.waitFor(await store.head(), { timeoutMs: 60_000 });
  return { secrets, places: { locator, districts: TAIYUAN_DISTRICTS } };
};
