import { countCasesByStage } from '../../projections/governance/board-counts/queries.ts';
import { countAlarms } from '../../projections/sensing/alarm-list/queries.ts';
import type { RunningServer } from '../server/start-server.ts';
import type { SimulatorProgress } from './simulator-process.ts';

/** One line every few seconds, under a heading that is repeated. */
export const createLiveTable = (
  server: RunningServer,
  progress: () => SimulatorProgress | undefined,
  write: (line: string) => void,
) => {
  const columns = ['published', 'acked', 'stored', 'duplicate', 'rejected', 'flagged', 'alarms', 'lag p99'];
  const cell = (value: string | number) => String(value).padStart(10);
  let printed = 0;
  return {
    async print(): Promise<void> {
      const { sql } = server.core;
      const alarms = await countAlarms(sql);
      const stages = await countCasesByStage(sql);
      const sent = progress();
      const { counters } = server;
      if (printed % 15 === 0) write(`${columns.map(cell).join('')}  cases by stage`);
      printed += 1;
      write(
        `${[
          sent?.published ?? 0,
          sent?.acknowledged ?? 0,
          counters.stored,
          counters.duplicates,
          counters.rejected,
          counters.flagged,
          `${alarms.active}/${alarms.total}`,
          `${Math.round(server.engine.lagPercentile(0.99))} ms`,
        ]
          .map(cell)
          .join('')}  ${stages.map(({ stage, count }) => `${stage} ${count}`).join(', ')}`,
      );
    },
  };
};
