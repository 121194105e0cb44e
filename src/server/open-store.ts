import { createMetrics } from '../api/metrics.ts';
import { refuseForeignCheckpoints } from '../projection-engine/checkpoint.ts';
import { seedDomainData } from '../shipped-data/seed-domain-data.ts';
import { openCore } from './core.ts';
import type { PartOptions } from './part-options.ts';

/** The log with its keys, the database, and the shipped data. */
export const openStore = async (options: PartOptions) => {
  const { config, databaseUrl, logger, clock, cleanup, onProgress } = options;
  const core = await openCore(config, databaseUrl, logger, clock, options.passwordCost);
  cleanup.add(core.close);
  const { store, sql } = core;
  const metrics = createMetrics();

  await refuseForeignCheckpoints(sql, store);

  onProgress?.('domain data');
  const seeded = await seedDomainData(store);
  logger.info(seeded, 'domain data is in the log');

  return { core, metrics };
};

export type OpenedStore = Awaited<ReturnType<typeof openStore>>;
