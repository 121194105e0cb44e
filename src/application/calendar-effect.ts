import { listRunningCases } from '../../projections/governance/case-list/queries.ts';
import type { CaseClock } from '../governance/events.ts';
import { type CaseState, type CaseTiming, movedByCalendar, NO_CASE } from '../governance/index.ts';
import type { Sql } from '../platform/sql.ts';

/** A clock of an open case that a changed calendar moves. */
export interface MovedClock {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly divisionCode: string;
  readonly before: CaseClock;
  readonly after: CaseClock;
}

export interface CalendarEffect {
  /** Cases that were looked at. */
  readonly openCases: number;
  readonly moved: readonly MovedClock[];
}

const PAGE = 1000;

/** What a calendar would move, by the very function that moves it afterwards. Nothing is written. */
export const calendarEffect = async (
  sql: Sql,
  divisionCode: string,
  timing: CaseTiming,
  ended?: AbortSignal,
): Promise<CalendarEffect> => {
  const moved: MovedClock[] = [];
  let openCases = 0;
  let after = '';
  for (;;) {
    ended?.throwIfAborted();
    const page = await listRunningCases(sql, divisionCode, after, PAGE);
    openCases += page.length;
    for (const { case_id: caseId, case_number: caseNumber, division_code, state } of page) {
      const known: CaseState = { ...NO_CASE, ...state };
      for (const clock of movedByCalendar(known, timing)) {
        const before = known.clocks[clock.clock]!;
        moved.push({ caseId, caseNumber, divisionCode: division_code, before, after: clock });
      }
    }
    if (page.length < PAGE) return { openCases, moved };
    after = page.at(-1)!.case_id;
  }
};
