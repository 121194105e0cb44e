import { afterEach, expect, it } from 'vitest';
import { silentLogger } from '../../platform/logger.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/postgres.ts';
import { createDeliveryJobs } from './delivery-jobs.ts';

let database: TestDatabase;
const uncaught: unknown[] = [];
const note = (error: unknown) => uncaught.push(error);
afterEach(async () => {
  process.off('unhandledRejection', note);
  await database.drop();
});

/** Jobs whose first delivery is in progress until it is released. */
const startJobs = async () => {
  database = await createTestDatabase();
  const warned: unknown[] = [];
  const logger = Object.assign(Object.create(silentLogger), { warn: (what: unknown) => warned.push(what) });
  const jobs = createDeliveryJobs({
    databaseUrl: database.url,
    logger,
    retries: 1,
    retrySeconds: 1,
    timeoutMs: 30_000,
  });
  let begun: () => void = () => undefined;
  let letGo: () => void = () => undefined;
  const isUnderWay = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const released = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await jobs.start({
    async attempt() {
      begun();
      await released;
      return { status: 'delivered' } as never;
    },
    giveUp: () => Promise.resolve(),
  });
  await jobs.enqueue(['a-delivery']);
  await isUnderWay;
  uncaught.length = 0;
  process.on('unhandledRejection', note);
  return { jobs, warned, letGo: () => letGo() };
};

it('a job that outlives the stop of the queue does not end the process', { timeout: 60_000 }, async () => {
  const { jobs, warned, letGo } = await startJobs();
  await jobs.stop();
  letGo();
  await expect.poll(() => warned).toHaveLength(1);
  expect(uncaught).toEqual([]);
});

it('failing to record the outcome of a job does not end the process', { timeout: 60_000 }, async () => {
  const { jobs, warned, letGo } = await startJobs();
  await database.sql.statement('alter table yiwang_jobs.job rename to away', []);
  letGo();
  await expect.poll(() => warned.length, { timeout: 20_000 }).toBeGreaterThan(0);
  expect(uncaught).toEqual([]);
  await database.sql.statement('alter table yiwang_jobs.away rename to job', []);
  await jobs.stop();
});
