import type { Config } from '../../config.ts';
import type { Logger } from '../../platform/logger.ts';
import { markSimulated } from '../../platform/simulated-clock.ts';
import type { RunningServer } from '../../server/start-server.ts';
import type { Places } from './arrivals.ts';
import { writePastRecords } from './past-process.ts';
import { hasNoPast, historyOf, type StandingClock, standingClock } from './plan-history.ts';
import { recordHistory } from './record-history.ts';

/** A past that a city is to be given while its server starts. */
export interface Past {
  /** Of the server: stands at the first day until the past is in the log. */
  readonly clock: StandingClock;
  record(city: {
    readonly server: RunningServer;
    readonly logger: Logger;
    readonly places: Places;
    readonly onProgress: (step: string) => void;
  }): Promise<{ readonly seconds: number }>;
}

const CATCH_UP_MS = 300_000;

/** Undefined: the log has a past, or is kept where none can be put. The reports of the devices are made meanwhile. */
export const preparePast = async ({
  config,
  databaseUrl,
  days,
}: {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly days: number;
}): Promise<Past | undefined> => {
  if (config.EVENT_STORE_URL !== undefined || !(await hasNoPast(databaseUrl))) return undefined;
  const history = historyOf(days, Date.now());
  // The log will have times of a stepped clock: only the demo goes on with it.
  await markSimulated(config.YIWANG_DATA_DIR);
  const clock = standingClock(history.fromMs);
  const records = writePastRecords(config.YIWANG_DATA_DIR, history);
  // Awaited below; a start that fails before must not fail twice.
  records.catch(() => undefined);
  return {
    clock,
    async record({ server, logger, places, onProgress }) {
      const started = performance.now();
      onProgress(`${days} days of the city's past`);
      const { events } = await recordHistory({
        ...history,
        server,
        databaseUrl,
        logger,
        places,
        recordsPath: await records,
        partitionEvents: config.YIWANG_PARTITION_MAX_EVENTS,
      });
      clock.release();
      onProgress(`${events} events of the past`);
      await server.engine.waitFor(await server.core.store.head(), { timeoutMs: CATCH_UP_MS });
      const seconds = Math.round((performance.now() - started) / 100) / 10;
      return { seconds };
    },
  };
};
