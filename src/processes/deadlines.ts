import { type DueCase, dueCases } from '../../projections/governance/case-list/queries.ts';
import { createCommandHandler } from '../commands/command-handler.ts';
import type { EventStore, Position } from '../event-store/event-store.ts';
import { type CaseTiming, caseStream, createCaseDecider, unpublishedYear } from '../governance/index.ts';
import type { Clock } from '../platform/clock.ts';
import { every } from '../platform/every.ts';
import type { Logger } from '../platform/logger.ts';
import type { Sql } from '../platform/sql.ts';

export interface DeadlineWatch {
  /**
   * Records everything that is due now: lights, overdue, the ends of suspensions and deferrals. Resolves when nothing is left, with
   * the number of cases that had something due; code that steps the clock awaits it.
   */
  tick(): Promise<number>;
  /** Starts nothing more, and resolves when work in progress is done. */
  stop(): Promise<void>;
}

export interface DeadlineWatchOptions {
  readonly store: EventStore;
  readonly sql: Sql;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Undefined while calendar and case rules are not loaded. */
  readonly timing: () => CaseTiming | undefined;
  /** Resolves when the list of cases has seen a position. */
  readonly waitFor: (position: Position) => Promise<unknown>;
}

const ACTOR = 'process:deadlines';
const TICK_MS = 1000;
const BATCH = 1000;
/** Notices of holidays are for the whole province. */
const PROVINCE = '14';
/** Cases processed at a time; the store combines their appends into common commits. */
const AT_ONCE = 100;

/**
 * Turns the passing of time into events. The list of cases stores, per case, the instant at which the next timer is due: open
 * cases cost nothing until then. The decider has the last word, and an event's id is derived from the case and that instant, so that
 * restarts, a second process and a clock that is set back change nothing.
 */
export const startDeadlineWatch = (options: DeadlineWatchOptions): DeadlineWatch => {
  const { store, sql, clock, logger } = options;
  const handle = createCommandHandler(store);

  const pass = async (
    { case_id: caseId, next_due_at: due, version }: DueCase,
    at: string,
    timing: CaseTiming,
  ): Promise<Position | undefined> => {
    const outcome = await handle({
      stream: caseStream(caseId),
      decider: createCaseDecider(timing),
      command: { type: 'ApplyDueTimers', at },
      context: { actor: ACTOR, key: `${caseId} ${due} ${version}` },
    });
    if (!outcome.ok) logger.warn({ caseId, refusal: outcome.refusal }, 'due timers not applied to a case');
    return outcome.ok && !outcome.replayed ? outcome.position : undefined;
  };

  const drain = async (): Promise<number> => {
    const timing = options.timing();
    if (timing === undefined) return 0;
    const at = new Date(clock.now()).toISOString();
    let noticed = 0;
    for (;;) {
      const due = await dueCases(sql, at, BATCH);
      const before = noticed;
      let last: Position | undefined;
      for (let from = 0; from < due.length; from += AT_ONCE) {
        const written = await Promise.all(
          due.slice(from, from + AT_ONCE).map((each) => pass(each, at, timing)),
        );
        for (const position of written) {
          if (position === undefined) continue;
          noticed += 1;
          if (last === undefined || store.comparePositions(position, last) > 0) last = position;
        }
      }
      // Nothing was written: what is left is due at this very instant, or the list is behind and the next round handles it.
      if (last === undefined || noticed === before) return noticed;
      await options.waitFor(last);
      if (due.length < BATCH) return noticed;
    }
  };

  let toldOn = '';
  /** Once a day: otherwise nobody might look at the calendar before the year begins. */
  const tellMissingYear = (): void => {
    const timing = options.timing();
    const now = clock.now();
    const today = new Date(now).toISOString().slice(0, 10);
    if (timing === undefined || today === toldOn) return;
    toldOn = today;
    const calendar = timing.calendarOf(PROVINCE);
    const year = unpublishedYear(calendar, now);
    if (year === undefined) return;
    logger.warn({ year, calendar: calendar.version }, 'the announced days off of a year are missing');
  };

  let running: Promise<number> | undefined;
  const tick = async (): Promise<number> => {
    // A round in progress began with an earlier time: this one comes after it.
    while (running !== undefined) await running.catch(() => undefined);
    running = drain();
    try {
      return await running;
    } finally {
      running = undefined;
    }
  };

  const checks = every(
    TICK_MS,
    'deadlines tick',
    async () => {
      if (running !== undefined) return;
      tellMissingYear();
      await tick();
    },
    { logger, message: 'deadlines not checked' },
  );
  return {
    tick,
    async stop() {
      await checks.stop();
      await running?.catch(() => undefined);
    },
  };
};
