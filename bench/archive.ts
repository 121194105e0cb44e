import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import type { AppendRequest } from '../src/event-store/event-store.ts';
import { createPostgresEventStore } from '../src/event-store/postgres/postgres-event-store.ts';
import { sealWholeLog } from '../src/event-store/postgres/seals/sealer.ts';
import { systemClock } from '../src/platform/clock.ts';
import { connectDatabase } from '../src/platform/connect-database.ts';
import { removeDataFolder, startEmbeddedPostgres } from '../src/platform/embedded-postgres/index.ts';
import { applyMigrations } from '../src/platform/migrations.ts';
import { cliArguments } from '../src/platform/module-arguments.ts';
import { readingRequest } from '../src/sensing/readings/record-events.ts';
import { deviceIds } from './harness.ts';
import { percentile, readConditions, round, writeResults } from './report.ts';

const HELP = `npm run bench:archive -- [--events N] [--partition N] [--rate N] [--devices N]

Fills a log with readings through the store, seals it, and archives it as the product does: \`yiwang archive run\` in a process of its
own, while --rate appends a second go on (one event each; the longest wait is the stall). Tells the rate of archiving (reading,
carrying forward, compressing, writing, fsync), how long dropping took, the space that came back, and the rate of \`verify\` before
(from the log) and after (from the archive's files). Goes to bench/results/archive.json.`;

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '10000000' },
    partition: { type: 'string', default: '1000000' },
    rate: { type: 'string', default: '1000' },
    devices: { type: 'string', default: '2000' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const EVENTS = Number(values.events);
const CHUNK = 2000;
const began = Date.parse('2026-11-01T00:00:00Z');
const devices = deviceIds(Number(values.devices));

const requestOf = (n: number): AppendRequest => {
  const deviceId = devices[n % devices.length]!;
  const at = new Date(began + Math.floor(n / devices.length) * 1000 + (n % 1000)).toISOString();
  const reading = {
    pm25: (n * 7) % 90,
    pm10: (n * 13) % 150,
    temperature: ((n * 3) % 400) / 10,
    humidity: n % 100,
  };
  return readingRequest(
    { deviceId, quality: undefined, receivedAt: at },
    { observedAt: at, values: reading },
  );
};

const folder = await mkdtemp(join(tmpdir(), 'yiwang-bench-archive-'));
const postgres = await startEmbeddedPostgres({
  mayCreateDatabases: true,
  dataDir: join(folder, 'postgres'),
  sharedBuffers: '512MB',
});
const sql = connectDatabase({ url: postgres.url, name: 'bench', maxConnections: 3 });
try {
  await applyMigrations(postgres.url);
  const store = createPostgresEventStore({
    url: postgres.url,
    clock: systemClock,
    maxBatchEvents: CHUNK,
    partitionEvents: Number(values.partition),
  });
  const environment = {
    ...process.env,
    DATABASE_URL: postgres.url,
    YIWANG_DATA_DIR: folder,
    YIWANG_PARTITION_MAX_EVENTS: values.partition,
  };
  const yiwang = async (...args: string[]): Promise<string> =>
    (
      await promisify(execFile)(process.execPath, cliArguments(...args), {
        env: environment,
        maxBuffer: 1 << 24,
      })
    ).stdout;
  const logBytes = async (): Promise<number> => {
    const [row] = await sql<{ bytes: string }>`
      select sum(pg_total_relation_size(relid)) as bytes from pg_partition_tree('events')`;
    return Number(row!.bytes);
  };
  const verify = async (): Promise<number> => {
    const { fault, events, seconds } = JSON.parse(await yiwang('verify', '--json'));
    if (fault !== null) throw new Error(JSON.stringify(fault));
    return Math.round(events / seconds);
  };

  let written = 0;
  const fillStarted = performance.now();
  // Two chunks at once: one is serialised while the other commits.
  const fill = async () => {
    while (written < EVENTS) {
      const from = written;
      written += CHUNK;
      await store.appendMany(Array.from({ length: CHUNK }, (_, n) => requestOf(from + n)));
    }
  };
  await Promise.all([fill(), fill()]);
  console.log(`filled at ${Math.round((written / (performance.now() - fillStarted)) * 1000)} events/s`);
  const sealStarted = performance.now();
  const sealed = await sealWholeLog(sql, systemClock);
  const sealPerSecond = Math.round((sealed / (performance.now() - sealStarted)) * 1000);
  const verifyPerSecond = await verify();
  const bytesBefore = await logBytes();
  const conditions = { ...(await readConditions(postgres.url)), events: written, rate: Number(values.rate) };
  console.log(JSON.stringify({ ...conditions, sealPerSecond, verifyPerSecond, bytesBefore }));

  let appending = true;
  const waits: number[] = [];
  const ingest = (async () => {
    const started = performance.now();
    const under = new Set<Promise<unknown>>();
    for (let sent = 0; appending; ) {
      const due = Math.floor(((performance.now() - started) / 1000) * conditions.rate) - sent;
      for (let n = 0; n < due; n += 1) {
        const at = performance.now();
        const append = store.append(requestOf(written + sent)).then(() => {
          waits.push(performance.now() - at);
          under.delete(append);
        });
        under.add(append);
        sent += 1;
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await Promise.all(under);
  })();
  const archiveStarted = performance.now();
  const output = await yiwang('archive', 'run', '--older-than-days', '0');
  const runSeconds = (performance.now() - archiveStarted) / 1000;
  appending = false;
  await ingest;
  console.log(output);
  const ranges = [
    ...output.matchAll(/: (\d+) events in (\d+) bytes, archived in ([\d.]+) s, dropped in ([\d.]+) s/g),
  ].map(([, events, bytes, archived, dropped]) => ({
    events: Number(events),
    bytes: Number(bytes),
    archiveSeconds: Number(archived),
    dropSeconds: Number(dropped),
  }));
  const sum = (pick: (range: (typeof ranges)[number]) => number) =>
    ranges.reduce((total, range) => total + pick(range), 0);
  const report = {
    events: sum(({ events }) => events),
    archivedPerSecond: Math.round(sum(({ events }) => events) / sum(({ archiveSeconds }) => archiveSeconds)),
    wholeRunSeconds: round(runSeconds),
    dropSeconds: round(
      sum(({ dropSeconds }) => dropSeconds),
      2,
    ),
    appendStallMs: round(Math.max(...waits)),
    appendP99Ms: round(percentile(waits, 0.99)),
    appendsMeanwhile: waits.length,
    logBytesBefore: bytesBefore,
    logBytesAfter: await logBytes(),
    archiveBytes: sum(({ bytes }) => bytes),
    sealPerSecond,
    verifyPerSecond,
    verifyArchivedPerSecond: await verify(),
  };
  await writeResults('archive', report, { ...conditions, ranges });
  await store.close();
} finally {
  await sql.end();
  await postgres.stop();
  await removeDataFolder(join(folder, 'postgres'));
  await rm(folder, { recursive: true, force: true });
}
