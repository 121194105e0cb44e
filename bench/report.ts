import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { onDatabase } from './harness.ts';

const RESULTS = new URL('./results/', import.meta.url);

/** Machine and database under which something was measured. */
export const readConditions = async (databaseUrl: string) => ({
  machine: {
    cpus: cpus().length,
    model: cpus()[0]?.model ?? '',
    memoryBytes: totalmem(),
    node: process.version,
  },
  postgres: await onDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<{ name: string; setting: string }>(
      "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'wal_sync_method', 'server_version') order by name",
    );
    return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
  }),
});

/** The report goes to `results/{name}.json`, everything else with it to `results/runs/`. */
export const writeResults = async (name: string, report: object, details: object): Promise<void> => {
  await mkdir(new URL('runs/', RESULTS), { recursive: true });
  const runFile = new URL(`runs/${name}-${new Date().toISOString().replaceAll(':', '-')}.json`, RESULTS);
  await writeFile(runFile, `${JSON.stringify({ ...details, report }, null, 2)}\n`);
  await writeFile(new URL(`${name}.json`, RESULTS), `${JSON.stringify(report, null, 2)}\n`);
  console.log(JSON.stringify(report, null, 2));
};

export const percentile = (values: readonly number[], fraction: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(fraction * sorted.length) - 1)] ?? 0;
};

export const round = (value: number, digits = 1): number => Math.round(value * 10 ** digits) / 10 ** digits;
