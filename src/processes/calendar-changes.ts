import { listRunningCases } from '../../projections/governance/case-list/queries.ts';
import { readCaseTiming } from '../application/case-timing.ts';
import { createCommandHandler } from '../commands/command-handler.ts';
import type { EventStore, Position } from '../event-store/event-store.ts';
import { caseStream, createCaseDecider } from '../governance/index.ts';
import { type Clock, isoNow } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import type { Sql } from '../platform/sql.ts';
import type { EventOf, EventType } from '../projection-engine/handlers.ts';
import type { Projection } from '../projection-engine/projection.ts';
import { CALENDAR_CHANGES } from './names.ts';

const ACTOR = 'process:calendar-changes';
const PAGE = 500;
const EVERYWHERE = '';

type Change = EventOf<'WorkCalendarPublished'> | EventOf<'LocalCalendarSet'>;

export interface CalendarChangesOptions {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Resolves when the list of cases has seen a position. */
  readonly waitFor: (position: Position) => Promise<unknown>;
}

/**
 * A changed work calendar moves the deadlines of the cases that run by it. The decider computes them and writes an event only where
 * something moves, so repeating it after a crash changes nothing. A case that slips through, since a step used the old calendar
 * at that very moment, is corrected by its own next step or timer.
 */
export const createCalendarChanges = (options: CalendarChangesOptions): Projection => ({
  name: CALENDAR_CHANGES.name,
  tables: [],
  handles: new Set<EventType>(['WorkCalendarPublished', 'LocalCalendarSet']),
  async project(batch, sql) {
    for (const event of batch as unknown as readonly Change[]) await moveDeadlines(options, event, sql);
  },
});

const moveDeadlines = async (
  { store, clock, logger, waitFor }: CalendarChangesOptions,
  event: Change,
  sql: Sql,
): Promise<void> => {
  const division = event.type === 'LocalCalendarSet' ? event.data.divisionCode : EVERYWHERE;
  await waitFor(event.position);
  let page = await listRunningCases(sql, division, '', PAGE);
  if (page.length === 0) return;
  const decider = createCaseDecider(await readCaseTiming(store));
  const handle = createCommandHandler(store);
  while (page.length > 0) {
    const at = isoNow(clock);
    await Promise.all(
      page.map(async ({ case_id: caseId }) => {
        const outcome = await handle({
          stream: caseStream(caseId),
          decider,
          command: { type: 'ApplyDueTimers', at },
          context: { actor: ACTOR, key: `${caseId} ${event.id}`, causationId: event.id },
        });
        if (!outcome.ok) logger.warn({ caseId, refusal: outcome.refusal }, 'deadlines of a case not moved');
      }),
    );
    page = page.length < PAGE ? [] : await listRunningCases(sql, division, page.at(-1)!.case_id, PAGE);
  }
};
