import { registerDevices } from '../src/application/register-devices.ts';
import { readConfig } from '../src/config.ts';
import { silentLogger } from '../src/platform/logger.ts';
import { hashSecret } from '../src/sensing/index.ts';
import { openDatabase } from '../src/server/core.ts';
import { type RunningServer, startServer } from '../src/server/start-server.ts';
import { deviceIds, SECRET } from './harness.ts';

/** A server in this process with its shipped data, for as long as `work` takes. */
export const withProduct = async <Result>(
  settings: Record<string, string>,
  work: (server: RunningServer) => Promise<Result>,
): Promise<Result> => {
  const parsed = readConfig(settings);
  if (!parsed.ok) throw new Error(parsed.problems.join());
  const database = await openDatabase(parsed.config, silentLogger);
  const server = await startServer({
    config: parsed.config,
    databaseUrl: database.databaseUrl,
    logger: silentLogger,
  });
  const result = await work(server);
  await server.stop();
  await database.close();
  return result;
};

/** Shipped data and the devices, before anything is measured. */
export const prepareProduct = (settings: Record<string, string>, devices: number): Promise<void> =>
  withProduct(settings, async (server) => {
    const { store, keys } = server.core;
    const secretHash = hashSecret(keys.deviceSecrets, SECRET);
    const refused = await registerDevices(
      store,
      deviceIds(devices).map((deviceId) => ({
        type: 'RegisterDevice',
        data: {
          deviceId,
          name: deviceId,
          modelId: 'air-station',
          location: { lon: 112.58, lat: 37.86 },
          divisionCode: '140106',
          gridCode: null,
          departmentId: null,
          secretHash,
          reportIntervalSeconds: 1,
          synthetic: true,
        },
      })),
      { actor: 'system' },
    );
    if (refused.length > 0) throw new Error(refused[0]!.message);
    await server.engine.waitFor(await store.head(), { timeoutMs: 60_000 });
  });

const metrics = async (httpPort: number): Promise<string> =>
  (await fetch(`http://127.0.0.1:${httpPort}/metrics`)).text();

/** Counts of the lag histogram by upper bound in seconds, over all projections. */
export const lagBuckets = async (httpPort: number): Promise<Map<number, number>> => {
  const buckets = new Map<number, number>();
  for (const [, bound, count] of (await metrics(httpPort)).matchAll(
    /yiwang_projection_lag_seconds_bucket\{le="([^"]+)"[^}]*\} (\d+)/g,
  )) {
    const upper = bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound);
    buckets.set(upper, (buckets.get(upper) ?? 0) + Number(count));
  }
  return buckets;
};

/** Upper bound of the bucket that holds 99 % of the batches between two scrapes, in ms; a batch counts by its oldest event. */
export const lagP99Ms = (before: Map<number, number>, after: Map<number, number>): number => {
  const bounds = [...after.keys()].sort((a, b) => a - b);
  const grown = (bound: number) => (after.get(bound) ?? 0) - (before.get(bound) ?? 0);
  const total = grown(Number.POSITIVE_INFINITY);
  return (bounds.find((bound) => grown(bound) >= 0.99 * total) ?? 0) * 1000;
};

/** The heap of the server that is in use, MiB; garbage that was not collected yet counts. */
export const heapUsedMb = async (httpPort: number): Promise<number> =>
  Number(/^nodejs_heap_size_used_bytes (\S+)/m.exec(await metrics(httpPort))?.[1]) / 1_048_576;

/** Every read model has reached the end of the log. */
export const caughtUp = async (httpPort: number): Promise<boolean> =>
  [...(await metrics(httpPort)).matchAll(/yiwang_projection_behind\{[^}]*\} (\d+)/g)].every(
    ([, behind]) => behind === '0',
  );
