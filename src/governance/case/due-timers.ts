import { accepted, type Decision } from '../../commands/decider.ts';
import { isTerminal } from '../../workflows/index.ts';
import { nextDue, noticed, underCalendar } from '../clocks/clock.ts';
import { type CaseClock, type CaseEvent, LIGHTS, type Light } from '../events.ts';
import { endDeferral, resume } from './adjustments.ts';
import { evolveCase } from './evolve.ts';
import { isAfter } from './guards.ts';
import type { CaseState } from './state.ts';
import { type CaseTiming, type Refused, settingOf } from './timing.ts';

/** The threshold that a light represents, and when this clock passed it. */
const thresholdOf = (light: Light, clock: CaseClock, state: CaseState, timing: CaseTiming) => {
  const { lights } = timing.rulesOf(state.rulesVersion);
  return light === 'red'
    ? { usedShare: lights.red, since: clock.redAt }
    : { usedShare: lights.yellow, since: clock.yellowAt! };
};

/** Every threshold that a clock passed, one event each: a jump past both reports yellow and red. */
const lightEvents = (clock: CaseClock, state: CaseState, at: string, timing: CaseTiming): CaseEvent[] => {
  const { light } = noticed(clock, at);
  const passed = LIGHTS.slice(LIGHTS.indexOf(clock.light) + 1, LIGHTS.indexOf(light) + 1).filter(
    (each) => each === 'red' || clock.yellowAt !== null,
  );
  return passed.map((each, n) => ({
    type: 'CaseLightChanged',
    data: {
      caseId: state.caseId,
      clock: clock.clock,
      run: clock.run,
      from: passed[n - 1] ?? clock.light,
      light: each,
      ...thresholdOf(each, clock, state, timing),
      clocks: [{ ...clock, light: each }],
      at,
    },
  }));
};

const overdueEvent = (clock: CaseClock, { caseId, departmentId }: CaseState, at: string): CaseEvent[] => {
  const now = noticed(clock, at);
  if (clock.overdue || !now.overdue) return [];
  const { clock: name, run, deadline } = clock;
  if (name !== 'handle')
    return [{ type: 'CaseStageOverdue', data: { caseId, clock: name, run, deadline, clocks: [now], at } }];
  if (departmentId === null) return [];
  return [{ type: 'CaseHandlingOverdue', data: { caseId, departmentId, deadline, clocks: [now], at } }];
};

/** When the next timer of a case is due; null for one that waits only for people or is merged. */
export const nextDueOf = (state: CaseState): string | null => {
  if (state.link !== null) return null;
  const due = [...Object.values(state.clocks).map(nextDue), state.suspendedUntil, state.deferredUntil].filter(
    (each) => each !== null,
  );
  return due.length === 0 ? null : due.reduce((first, each) => (isAfter(first, each) ? each : first));
};

/** The running clocks that the calendar now in force moves. A clock that runs into an unknown year stays as it is. */
export const movedByCalendar = (state: CaseState, timing: CaseTiming): readonly CaseClock[] =>
  Object.values(state.clocks).flatMap((clock) => {
    const result = underCalendar(clock, settingOf(state, timing));
    return result.ok && !hasSameInstants(result.clock, clock) ? [result.clock] : [];
  });

const hasSameInstants = (one: CaseClock, other: CaseClock): boolean =>
  one.yellowAt === other.yellowAt &&
  one.redAt === other.redAt &&
  one.deadline === other.deadline &&
  one.provisional === other.provisional;

/**
 * Everything that is due at an instant. A suspension or deferral ends at its end date, however late that is noticed; what
 * was recorded before is not recorded again, so a clock that is set back, a restart or a second process changes nothing.
 */
export const applyDueTimers = (state: CaseState, at: string, timing: CaseTiming): Decision<CaseEvent> => {
  if (state.link !== null || isTerminal(state.stage)) return accepted();
  const events: CaseEvent[] = [];
  let now = state;
  const take = (more: readonly CaseEvent[]) => {
    events.push(...more);
    now = more.reduce(evolveCase, now);
  };
  const clocks = movedByCalendar(now, timing);
  const calendarVersion = clocks[0]?.calendarVersion;
  if (calendarVersion !== undefined)
    take([{ type: 'CaseDeadlinesMoved', data: { caseId: state.caseId, calendarVersion, clocks, at } }]);
  for (const [until, end] of [
    [state.suspendedUntil, resume],
    [state.deferredUntil, endDeferral],
  ] as const) {
    if (until === null || isAfter(until, at)) continue;
    const ended = end(now, { cause: 'endDate', reason: '', at: until }, timing);
    if (!ended.ok) return ended;
    take(ended.events);
  }
  for (const clock of Object.values(now.clocks)) {
    if (clock.state !== 'running') continue;
    take(lightEvents(clock, now, at, timing));
    take(overdueEvent(now.clocks[clock.clock]!, now, at));
  }
  return accepted(...events);
};

/** A case with everything recorded that is due at an instant, whether or not the deadline watch was running. */
export const caughtUp = (
  state: CaseState,
  at: string,
  timing: CaseTiming,
): { readonly ok: true; readonly events: readonly CaseEvent[]; readonly state: CaseState } | Refused => {
  const due = applyDueTimers(state, at, timing);
  return due.ok ? { ...due, state: due.events.reduce(evolveCase, state) } : due;
};
