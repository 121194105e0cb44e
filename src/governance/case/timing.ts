import { accepted, type Decision, refused } from '../../commands/decider.ts';
import type { WorkCalendar, YearMissing } from '../calendar/work-calendar.ts';
import type { CaseRules } from '../clocks/case-rules.ts';
import {
  type ClockResult,
  type ClockSetting,
  pauseClock,
  resumeClock,
  startClock,
  stopClock,
} from '../clocks/clock.ts';
import type { CaseClock, CaseEvent, CaseStage, ClockName, TimeLimit } from '../events.ts';
import { clockOfStage, stageAfter } from './stage-after.ts';
import type { CaseState } from './state.ts';

export type Refused = Extract<Decision<never>, { ok: false }>;

/** The loaded data from which limits are computed. */
export interface CaseTiming {
  /** The calendar of a division: that of the country, with what province, city and county have differently. */
  calendarOf(divisionCode: string): WorkCalendar;
  /** The case rules of a version; the latest for null, and if the version is no longer known. */
  rulesOf(version: string | null): CaseRules;
}

export type ClocksMoved = { readonly ok: true; readonly clocks: readonly CaseClock[] } | Refused;

/** The calendar by which a case's clocks run. */
export const calendarOf = ({ divisionCode }: CaseState, timing: CaseTiming): WorkCalendar =>
  timing.calendarOf(divisionCode);

export const settingOf = (state: CaseState, timing: CaseTiming): ClockSetting => ({
  calendar: calendarOf(state, timing),
  lights: timing.rulesOf(state.rulesVersion).lights,
});

export const yearMissing = ({ year }: YearMissing): Refused =>
  refused('calendarYearMissing', `工作日历未覆盖 ${year} 年`, { year });

/** One clock's change as the list that an event carries. */
export const moved = (...results: readonly ClockResult[]): ClocksMoved => {
  const clocks: CaseClock[] = [];
  for (const result of results) {
    if (!result.ok) return yearMissing(result);
    clocks.push(result.clock);
  }
  return { ok: true, clocks };
};

const limitOf = (name: ClockName, state: CaseState, timing: CaseTiming): TimeLimit | undefined => {
  if (name !== 'handle') return timing.rulesOf(state.rulesVersion).stages[name];
  return state.standard === null
    ? undefined
    : { limit: state.standard.limit, unit: state.standard.limitUnit };
};

const started = (name: ClockName, state: CaseState, at: string, timing: CaseTiming): ClockResult[] => {
  const limit = limitOf(name, state, timing);
  if (limit === undefined) return [];
  const run = (state.clocks[name]?.run ?? 0) + 1;
  return [startClock(name, limit, at, settingOf(state, timing), run)];
};

export interface StageMove {
  readonly to: CaseStage;
  /** `resume` continues with the time that the stage's clock has left, `restart` begins a new run even in the same stage. */
  readonly clock?: 'start' | 'resume' | 'restart';
}

/**
 * The clocks of a case that moves to a stage: those of the old stage stop, that of the new stage starts. While a report is being
 * verified its acceptance clock is paused.
 */
export const moveClocks = (
  state: CaseState,
  { to, clock: mode = 'start' }: StageMove,
  at: string,
  timing: CaseTiming,
): ClocksMoved => {
  const target = clockOfStage(to);
  const halt = to === 'verifying' ? pauseClock : stopClock;
  const results = Object.values(state.clocks).flatMap((clock): ClockResult[] => {
    if (clock.state === 'stopped' || (clock.clock === target && mode !== 'restart')) return [];
    return [halt(clock, at, calendarOf(state, timing))];
  });
  const present = target === undefined ? undefined : state.clocks[target];
  if (mode === 'resume' && present !== undefined && present.state !== 'running')
    results.push(resumeClock(present, at, settingOf(state, timing)));
  else if (target !== undefined && (mode === 'restart' || present?.state !== 'running'))
    results.push(...started(target, state, at, timing));
  return moved(...results);
};

/** A step's event with the clocks after it: those of the stage that the event itself leads to. */
export const moving = (
  state: CaseState,
  event: CaseEvent,
  timing: CaseTiming,
  clock?: StageMove['clock'],
): Decision<CaseEvent> => {
  const to = stageAfter(state.stage, event);
  const moves = moveClocks(state, clock === undefined ? { to } : { to, clock }, event.data.at, timing);
  return moves.ok
    ? accepted({ ...event, data: { ...event.data, clocks: moves.clocks } } as CaseEvent)
    : moves;
};
