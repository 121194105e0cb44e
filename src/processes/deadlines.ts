import { createCommandHandler } from '../application/command-handler.ts';
import type { EventStore } from '../event-store/event-store.ts';
import { caseDecider, caseStream } from '../governance/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Sql } from '../platform/sql.ts';

export interface DeadlineWatch {
  /** Marks what is overdue now; gives how many cases were marked. */
  tick(): Promise<number>;
  stop(): void;
}

const ACTOR = 'process:deadlines';
const TICK_MS = 1000;
const MOST_PER_TICK = 200;

/**
 * Turns passed deadlines into events. Reads the index of running clocks, so open cases cost nothing while they are in
 * time; the decider has the last word, and the event's id follows from case and deadline.
 */
export const startDeadlineWatch = (options: {
  readonly store: EventStore;
  readonly sql: Sql;
  readonly clock: Clock;
  readonly logger: Logger;
}): DeadlineWatch => {
  const { store, sql, clock, logger } = options;
  const handle = createCommandHandler(store);
  let busy = false;

  const tick = async (): Promise<number> => {
    const at = new Date(clock.now()).toISOString();
    const due = await sql<{ case_id: string; deadline: string }>`
      select case_id, deadline from case_deadlines where state = 'running' and deadline < ${at}
      order by deadline limit ${MOST_PER_TICK}`;
    let marked = 0;
    for (const { case_id: caseId, deadline } of due) {
      const outcome = await handle({
        stream: caseStream(caseId),
        decider: caseDecider,
        command: { type: 'MarkHandlingOverdue', at },
        context: { actor: ACTOR, key: `${caseId} ${deadline}` },
      });
      if (outcome.ok && outcome.position !== undefined && !outcome.replayed) marked += 1;
    }
    return marked;
  };

  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    tick()
      .catch((err: unknown) => logger.warn({ err }, 'deadlines not checked'))
      .finally(() => {
        busy = false;
      });
  }, TICK_MS);
  return { tick, stop: () => clearInterval(timer) };
};
