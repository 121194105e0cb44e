import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { moduleArguments } from '../../platform/module-arguments.ts';
import { DEMO_SEED } from '../city.ts';
import { DEMO_DEVICES, PAST_OF_DEVICES } from '../devices.ts';
import type { History } from './record-history.ts';

const CONFIG = 'past.json';
const PROGRAM = new URL('../../../simulators/past.ts', import.meta.url);

/** When the past of the city in this folder ends, ISO 8601 UTC; undefined if it has none. */
export const endOfPast = (dataDir: string): Promise<string | undefined> =>
  readFile(join(dataDir, CONFIG), 'utf8').then(
    (text) => new Date((JSON.parse(text) as History).toMs).toISOString(),
    () => undefined,
  );

/** What the devices reported in the past, by the simulators in a process of their own; resolves with the file's path. */
export const writePastRecords = async (dataDir: string, { fromMs, toMs }: History): Promise<string> => {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const outputPath = join(dataDir, 'past-records.ndjson');
  const configPath = join(dataDir, CONFIG);
  const devices = DEMO_DEVICES.map(({ deviceId, modelId, reportIntervalSeconds: intervalSeconds }) => ({
    deviceId,
    modelId,
    intervalSeconds,
    ...PAST_OF_DEVICES[deviceId],
  }));
  await writeFile(configPath, JSON.stringify({ outputPath, seed: DEMO_SEED, fromMs, toMs, devices }));
  const child = spawn(process.execPath, moduleArguments(PROGRAM, configPath), {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the simulators could not make the past (exit code ${code})`);
  return outputPath;
};
