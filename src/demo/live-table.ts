import type { RunningServer } from '../server/start-server.ts';
import type { SimulatorProgress } from './simulator-process.ts';

/** One line every few seconds, under a heading that comes again. */
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
      const [alarms] = await sql<{ active: number; total: number }>`
        select (count(*) filter (where state = 'active'))::int as active, count(*)::int as total from alarms`;
      const stages = await sql<{ stage: string; count: number }>`
        select stage, sum(cases)::int as count from board_counts group by stage having sum(cases) > 0 order by stage`;
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
          `${alarms?.active ?? 0}/${alarms?.total ?? 0}`,
          `${Math.round(server.engine.lagPercentile(0.99))} ms`,
        ]
          .map(cell)
          .join('')}  ${stages.map(({ stage, count }) => `${stage} ${count}`).join(', ')}`,
      );
    },
  };
};
