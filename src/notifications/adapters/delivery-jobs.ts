import { Pool } from 'pg';
import PgBoss from 'pg-boss';
import { guarded } from '../../platform/guard.ts';
import type { Logger } from '../../platform/logger.ts';
import { createRateLimitedWarning } from '../../platform/rate-limited-warning.ts';
import type { Deliverer } from '../webhooks/deliver.ts';

export interface DeliveryJobs {
  /** A delivery is attempted soon. Asking twice is harmless: only pending deliveries are sent. */
  enqueue(deliveryIds: readonly string[]): Promise<void>;
  /** Those among these that have no job. */
  withoutJob(deliveryIds: readonly string[]): Promise<readonly string[]>;
  start(deliverer: Deliverer): Promise<void>;
  stop(): Promise<void>;
}

/** Schema of the job library, which creates and migrates its tables independently of our migrations. */
const SCHEMA = 'yiwang_jobs';
const QUEUE = 'webhook-delivery';
const GIVEN_UP = 'webhook-given-up';
const WORKERS = 4;
const POLL_SECONDS = 0.5;
/** How often to look for jobs whose worker was killed. */
const MAINTENANCE_SECONDS = 5;
const SLACK_SECONDS = 5;
const STOP_MS = 5000;
const WARN_EVERY_MS = 10_000;

interface Delivery {
  readonly deliveryId: string;
}

/** Thrown so that the library retries; its message is the reason shown for a dead delivery. */
class DeliveryFailedError extends Error {}

const reasonOf = (output: unknown): string => {
  const { message } = (output ?? {}) as { message?: unknown };
  // Jobs that ran out of time have a different output: no worker was left to give a reason.
  return typeof message === 'string' ? message : 'the worker was lost';
};

/**
 * The statements by which the library records the outcome of jobs: it waits neither for them nor for their failure, which nothing
 * would catch. A job whose outcome could not be recorded runs out of time and is retried.
 */
const notesResult = (values: readonly unknown[] | undefined): boolean =>
  values?.length === 3 && Array.isArray(values[1]);
const NONE_NOTED = { rows: [{ count: '0' }] };

/**
 * Deliveries as jobs of pg-boss in the same PostgreSQL: several servers share them, a job whose worker was killed is tried
 * again by another one, pauses grow with jitter, and a delivery that has failed too often moves to the queue of those given up. The
 * jobs are not the source of truth: the log is, and a delivery that is pending there without a job gets one at the next start.
 */
export const createDeliveryJobs = (options: {
  readonly databaseUrl: string;
  readonly logger: Logger;
  readonly retries: number;
  readonly retrySeconds: number;
  /** The longest that one call may take. */
  readonly timeoutMs: number;
}): DeliveryJobs => {
  const { databaseUrl, logger, retries, retrySeconds, timeoutMs } = options;
  const pool = new Pool({ connectionString: databaseUrl, application_name: 'yiwang-jobs', max: 3 });
  // A connection that is lost is replaced; without listeners it would end the process (see platform/sql.ts).
  pool.on('error', () => undefined);
  pool.on(
    'connect',
    guarded('delivery jobs connect', (client) => client.on('error', () => undefined)),
  );
  // While the database is down every poll of every worker fails: logged at a limited rate.
  const warning = createRateLimitedWarning(logger, 'webhook jobs are waiting for the database', {
    intervalMs: WARN_EVERY_MS,
  });
  const warn = (err: unknown) => warning({ err });
  const boss = new PgBoss({
    db: {
      executeSql: (text, values) => {
        const answer = pool.query(text, values);
        if (!notesResult(values)) return answer;
        return answer.catch((err: unknown) => {
          warn(err);
          return NONE_NOTED;
        });
      },
    },
    schema: SCHEMA,
    schedule: false,
    maintenanceIntervalSeconds: MAINTENANCE_SECONDS,
    archiveCompletedAfterSeconds: 3600,
    deleteAfterDays: 7,
  });
  boss.on('error', guarded('delivery jobs error', warn));
  const send = {
    retryLimit: retries,
    retryDelay: retrySeconds,
    retryBackoff: true,
    // After this time a job in progress has lost its worker.
    expireInSeconds: Math.ceil(timeoutMs / 1000) + SLACK_SECONDS,
    deadLetter: GIVEN_UP,
  };

  const enqueue: DeliveryJobs['enqueue'] = async (deliveryIds) => {
    if (deliveryIds.length === 0) return;
    await boss.insert(
      deliveryIds.map((deliveryId) => ({
        name: QUEUE,
        data: { deliveryId },
        singletonKey: deliveryId,
        ...send,
      })),
    );
  };

  return {
    enqueue,
    async withoutJob(deliveryIds) {
      const { rows } = await pool.query<{ id: string }>(
        `select singleton_key as id from ${SCHEMA}.job
         where name = $1 and state < 'completed' and singleton_key = any($2::text[])`,
        [QUEUE, deliveryIds],
      );
      const known = new Set(rows.map(({ id }) => id));
      return deliveryIds.filter((deliveryId) => !known.has(deliveryId));
    },
    async start(deliverer) {
      await boss.start();
      await boss.createQueue(GIVEN_UP);
      await boss.createQueue(QUEUE);
      const poll = { pollingIntervalSeconds: POLL_SECONDS, batchSize: 1, includeMetadata: true } as const;
      for (let worker = 0; worker < WORKERS; worker += 1) {
        await boss.work<Delivery>(QUEUE, poll, async ([job]) => {
          const outcome = await deliverer.attempt(job!.data.deliveryId, job!.retryCount + 1);
          if (outcome.status === 'retry') throw new DeliveryFailedError(outcome.reason);
        });
      }
      await boss.work<Delivery>(GIVEN_UP, { ...poll, pollingIntervalSeconds: 2 }, async ([job]) => {
        await deliverer.giveUp(job!.data.deliveryId, retries + 1, reasonOf(job!.output));
      });
    },
    async stop() {
      await boss.stop({ graceful: true, wait: true, timeout: STOP_MS });
      await pool.end();
    },
  };
};
