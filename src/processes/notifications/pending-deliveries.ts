import { pendingDeliveries } from '../../../projections/notifications/webhook-delivery-list/queries.ts';
import { every, type Repeated } from '../../platform/every.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Sql } from '../../platform/sql.ts';

const INTERVAL_MS = 30_000;

/**
 * Gives a job to every delivery that is pending in the log and has none: jobs that could not be written when they were due, or
 * that a restored backup does not have. Deliveries that have one already are left alone.
 */
export const startPendingDeliveries = async (options: {
  readonly sql: Sql;
  readonly enqueueMissing: (deliveryIds: readonly string[]) => Promise<void>;
  readonly logger: Logger;
}): Promise<Repeated> => {
  const { sql, enqueueMissing, logger } = options;
  const run = async () => {
    const pending = await pendingDeliveries(sql);
    if (pending.length > 0) await enqueueMissing(pending);
  };
  await run();
  return every(INTERVAL_MS, 'pending deliveries tick', run, {
    logger,
    message: 'search for pending webhook deliveries failed',
  });
};
