import type { Context } from 'hono';
import type { LocalCalendarRow } from '../../projections/governance/local-calendar-list/table.ts';
import { calendarEffect, type MovedClock } from '../application/calendar-effect.ts';
import type { LocalDay } from '../governance/events.ts';
import { CLOCK_TABLE } from '../governance/events.ts';
import { type CaseTiming, dayKind, type LocalCalendarData, type WorkCalendar } from '../governance/index.ts';
import { casePolicy } from '../identity/policy/index.ts';
import { codesOf } from '../platform/words.ts';
import type { calendarAnswer, calendarChangeAnswer, calendarSetAnswer } from './answers/calendar.ts';
import type { Shown } from './answers/shown.ts';
import type { ApiDeps, ApiEnv } from './deps.ts';
import { allowedAmong } from './policy.ts';

type Change = LocalCalendarRow & { readonly by_name: string | null };
type NameOf = (divisionCode: string) => string;
type Day = Shown<typeof calendarAnswer>['days'][number];

/** Moved deadlines that are listed one by one. */
const LISTED = 100;
const COUNTY_DIGITS = 6;
const DAY_MS = 86_400_000;

const holds = (row: LocalCalendarRow | undefined, { day, kind }: LocalDay): boolean =>
  row?.definition.days.some((each) => each.day === day && each.kind === kind) === true;

/** The change since which a division has had a day without a break; `changes` are latest first. */
const sinceWhen = (changes: readonly Change[], divisionCode: string, day: LocalDay): Change | undefined => {
  const own = changes.filter((change) => change.division_code === divisionCode);
  const before = own.findIndex((change) => !holds(change, day));
  return before === -1 ? own.at(-1) : own[before - 1];
};

/** The days of a year that are anything but a plain working day or weekend. */
export const daysOfYear = (
  calendar: WorkCalendar,
  year: number,
  applying: readonly LocalCalendarData[],
  changes: readonly Change[],
  nameOf: NameOf,
): Day[] => {
  const days: Day[] = [];
  const end = Date.parse(`${year + 1}-01-01T00:00:00+08:00`);
  for (let at = Date.parse(`${year}-01-01T00:00:00+08:00`); at < end; at += DAY_MS) {
    const day = new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
    const kind = dayKind(calendar, at);
    const local = applying.findLast((each) => each.days.some((own) => own.day === day));
    if (local === undefined && (kind === 'work' || kind === 'weekend')) continue;
    days.push({ day, kind, local: local === undefined ? null : presentLocal(local, day, changes, nameOf) });
  }
  return days;
};

const presentLocal = (
  { divisionCode, days }: LocalCalendarData,
  day: string,
  changes: readonly Change[],
  nameOf: NameOf,
): Day['local'] => {
  const own = days.find((each) => each.day === day)!;
  const since = sinceWhen(changes, divisionCode, own);
  return {
    divisionCode,
    divisionName: nameOf(divisionCode),
    kind: own.kind,
    reason: since?.definition.reason ?? '',
    setAt: since?.set_at ?? new Date(0).toISOString(),
    setByName: since?.by_name ?? null,
  };
};

/** What each change added and took away; `changes` are latest first. */
export const changesOf = (changes: readonly Change[], nameOf: NameOf): Shown<typeof calendarChangeAnswer>[] =>
  changes.map((change, n) => {
    const { definition, division_code: divisionCode } = change;
    const before = changes.slice(n + 1).find((each) => each.division_code === divisionCode);
    const windows = definition.windows?.map((each) => [...each]) ?? null;
    const windowsBefore = before?.definition.windows?.map((each) => [...each]) ?? null;
    return {
      divisionCode,
      divisionName: nameOf(divisionCode),
      localVersion: definition.localVersion,
      reason: definition.reason,
      setAt: change.set_at,
      setByName: change.by_name,
      added: definition.days.filter((day) => !holds(before, day)),
      removed: (before?.definition.days ?? []).filter((day) => !holds(change, day)),
      windows,
      windowsChanged: JSON.stringify(windows) !== JSON.stringify(windowsBefore),
      yearsAdded: definition.years.filter((year) => !before?.definition.years.includes(year)),
    };
  });

const countBy = (moved: readonly MovedClock[], keyOf: (each: MovedClock) => string): [string, number][] => {
  const counts = new Map<string, number>();
  for (const each of moved) counts.set(keyOf(each), (counts.get(keyOf(each)) ?? 0) + 1);
  return [...counts];
};

/** Which deadlines move: counts of all, and the cases themselves for those who may see them. */
export const presentEffect = async (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  divisionCode: string,
  timing: CaseTiming,
  ended: AbortSignal | undefined,
): Promise<Shown<typeof calendarSetAnswer>['effect']> => {
  const { openCases, moved } = await calendarEffect(deps.core.sql, divisionCode, timing, ended);
  const names = deps.reference.divisionNames();
  const isLater = ({ before, after }: MovedClock) => Date.parse(after.deadline) > Date.parse(before.deadline);
  const isEarlier = ({ before, after }: MovedClock) =>
    Date.parse(after.deadline) < Date.parse(before.deadline);
  const visible = allowedAmong(context, deps, casePolicy, 'case:read', moved, (each) => [
    { divisionCode: each.divisionCode },
  ]);
  return {
    openCases,
    later: moved.filter(isLater).length,
    earlier: moved.filter(isEarlier).length,
    byClock: codesOf(CLOCK_TABLE).flatMap((clock) => {
      const count = moved.filter(({ after }) => after.clock === clock).length;
      return count === 0 ? [] : [{ clock, moved: count }];
    }),
    byDivision: countBy(moved, (each) => each.divisionCode.slice(0, COUNTY_DIGITS)).map(([code, count]) => ({
      divisionCode: code,
      divisionName: names.get(code) ?? code,
      moved: count,
    })),
    items: visible
      .sort((a, b) => (a.after.deadline < b.after.deadline ? -1 : 1))
      .slice(0, LISTED)
      .map(({ caseId, caseNumber, before, after }) => ({
        caseId,
        caseNumber,
        clock: after.clock,
        before: before.deadline,
        after: after.deadline,
      })),
  };
};
