import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { Pool } from 'pg';
import { createPostgresEventStore } from '../src/event-store/postgres/postgres-event-store.ts';
import { systemClock } from '../src/platform/clock.ts';
import { removeDataFolder, startEmbeddedPostgres } from '../src/platform/embedded-postgres/index.ts';
import { newId } from '../src/platform/ids.ts';
import { applyMigrations } from '../src/platform/migrations.ts';
import { createDatabase, median } from './harness.ts';
import { percentile, readConditions, round, writeResults } from './report.ts';

const HELP = `npm run bench:append -- [--seconds N] [--rounds N] [--callers N] [--tune-seconds N]

Single commands a second: each caller appends one event to a case stream of its own with the version that it expects, and waits for
the answer before the next; the product's PostgreSQL store and Emmett's on the same server, fsync on, one after the other.
Emmett's pool size is swept first and the best kept. Emmett checks the expected version; it does not recognise repeated ids.
Medians over the rounds go to bench/results/append.json.`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '3' },
    callers: { type: 'string', default: '64' },
    'tune-seconds': { type: 'string', default: '3' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const CALLERS = Number(values.callers);
const POOLS = [4, 8, 16, 32];
/** A stream is left for a new one after this many events, as cases are. */
const EVENTS_PER_STREAM = 10;
const WARMUP_SECONDS = 1;

/** Appends the `version`-th event of a stream. */
type Append = (stream: string, version: number) => Promise<unknown>;

interface Run {
  readonly appendsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const data = {
  departmentId: 'ecology',
  deadline: '2026-11-24T19:09:48.387Z',
  calendarVersion: 'china@1',
  opinion: '请及时处置',
  at: '2026-11-24T17:09:48.387Z',
};

const run = async (append: Append, seconds: number): Promise<Run> => {
  const times: number[] = [];
  const from = performance.now() + WARMUP_SECONDS * 1000;
  const until = from + seconds * 1000;
  await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      let [stream, version] = [`case-${newId()}`, 0];
      for (;;) {
        if (version === EVENTS_PER_STREAM) [stream, version] = [`case-${newId()}`, 0];
        const started = performance.now();
        if (started >= until) return;
        version += 1;
        await append(stream, version);
        const ended = performance.now();
        if (started >= from && ended <= until) times.push(ended - started);
      }
    }),
  );
  return {
    appendsPerSecond: Math.round(times.length / seconds),
    p50Ms: round(percentile(times, 0.5)),
    p99Ms: round(percentile(times, 0.99)),
  };
};

const folder = await mkdtemp(join(tmpdir(), 'yiwang-bench-append-'));
const postgres = await startEmbeddedPostgres({
  mayCreateDatabases: true,
  dataDir: join(folder, 'postgres'),
  sharedBuffers: '512MB',
});
try {
  const conditions = {
    ...(await readConditions(postgres.url)),
    seconds: Number(values.seconds),
    callers: CALLERS,
  };
  console.log(JSON.stringify(conditions));
  let databases = 0;
  const freshDatabase = () => {
    databases += 1;
    return createDatabase(postgres.url, `bench_append_${databases}`);
  };

  const measureProduct = async (seconds: number): Promise<Run> => {
    const url = await freshDatabase();
    await applyMigrations(url);
    const store = createPostgresEventStore({ url, clock: systemClock });
    const append: Append = async (stream, version) => {
      const event = {
        id: newId(),
        type: 'CaseDispatched',
        schemaVersion: 1,
        data,
        meta: { actor: 'user:bench' },
      };
      const result = await store.append({
        stream,
        expected: version === 1 ? 'none' : version - 1,
        events: [event],
      });
      if (result.status !== 'appended') throw new Error(result.status);
    };
    return run(append, seconds).finally(() => store.close());
  };
  const measureEmmett = async (seconds: number, poolSize: number): Promise<Run> => {
    const pool = new Pool({ connectionString: await freshDatabase(), max: poolSize });
    const store = getPostgreSQLEventStore(pool.options.connectionString!, { connectionOptions: { pool } });
    await store.schema.migrate();
    const append: Append = (stream, version) =>
      store.appendToStream(stream, [{ type: 'CaseDispatched', data, metadata: { actor: 'user:bench' } }], {
        expectedStreamVersion: version === 1 ? 'STREAM_DOES_NOT_EXIST' : BigInt(version - 1),
      });
    return run(append, seconds).finally(() => pool.end());
  };

  const tried = [];
  for (const pool of POOLS) {
    const tuned = await measureEmmett(Number(values['tune-seconds']), pool);
    console.log(
      `tune emmett, pool ${String(pool).padStart(2)}  ${String(tuned.appendsPerSecond).padStart(6)}/s`,
    );
    tried.push({ pool, ...tuned });
  }
  const pool = tried.reduce((best, next) =>
    next.appendsPerSecond > best.appendsPerSecond ? next : best,
  ).pool;

  const runs: { readonly name: string; readonly result: Run }[] = [];
  const note = (name: string, result: Run) => {
    runs.push({ name, result });
    console.log(
      `${name.padEnd(8)} ${String(result.appendsPerSecond).padStart(6)}/s  p50 ${result.p50Ms} ms  p99 ${result.p99Ms} ms`,
    );
  };
  for (let n = 0; n < Number(values.rounds); n += 1) {
    note('product', await measureProduct(Number(values.seconds)));
    note('emmett', await measureEmmett(Number(values.seconds), pool));
  }
  const of = (name: string): Run => {
    const results = runs.filter((each) => each.name === name).map(({ result }) => result);
    return {
      appendsPerSecond: Math.round(median(results.map(({ appendsPerSecond }) => appendsPerSecond))),
      p50Ms: median(results.map(({ p50Ms }) => p50Ms)),
      p99Ms: median(results.map(({ p99Ms }) => p99Ms)),
    };
  };
  const [product, emmett] = [of('product'), of('emmett')];
  const report = {
    callers: CALLERS,
    product,
    emmett: { ...emmett, pool },
    ratioToEmmett: round(product.appendsPerSecond / emmett.appendsPerSecond, 2),
  };
  await writeResults('append', report, { ...conditions, tried, runs });
} finally {
  await postgres.stop();
  await removeDataFolder(join(folder, 'postgres'));
  await rm(folder, { recursive: true, force: true });
}
