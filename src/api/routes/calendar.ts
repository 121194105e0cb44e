import { z } from '@hono/zod-openapi';
import {
  listLocalCalendars,
  loadLocalCalendars,
} from '../../../projections/governance/local-calendar-list/queries.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import {
  createCalendars,
  LOCAL_CALENDARS_STREAM,
  localCalendarSchema,
  localCalendarsDecider,
  localsOf,
  nextLocalCalendar,
} from '../../governance/index.ts';
import { calendarPolicy } from '../../identity/policy/index.ts';
import { shanghaiDay } from '../../platform/clock.ts';
import { holdersOf, signedIn } from '../access.ts';
import { calendarAnswer, calendarChangeAnswer, calendarSetAnswer } from '../answers/calendar.ts';
import { changesOf, daysOfYear, presentEffect } from '../calendar-shown.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { always, endpoint, wholeListOf } from '../endpoint.ts';
import { requireDivision } from '../known-places.ts';
import { at, requireAllowed } from '../policy.ts';
import { throwRefusal } from '../problems.ts';
import { commandContext, requireCaseTiming, settle } from '../request.ts';
import { actorNames } from '../staff-names.ts';
import { answerList } from '../whole-list.ts';

const TAG = 'calendar';
const FIRST_YEAR = 2024;
const LAST_YEAR = 2099;
const NOTHING = { localVersion: 0, days: [], windows: null, years: [] };
const division = z.string().regex(/^\d{2}(\d{2}(\d{2})?)?$/);

/** The work calendar by which limits run: of the country, with what a province, a city or a county has differently. */
export const calendarRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;
  const handle = createCommandHandler(store);

  /** From the rows, so that people see their own change at once. */
  const requireCalendars = async () => {
    requireCaseTiming(deps);
    return { national: deps.reference.workCalendar()!, locals: await loadLocalCalendars(sql) };
  };
  const nameOf = (code: string): string => deps.reference.divisionNames().get(code) ?? code;
  const changesAround = async (divisionCode: string) => {
    const rows = await listLocalCalendars(sql, divisionCode);
    const names = await actorNames(
      deps,
      rows.map(({ set_by: by }) => by),
    );
    return rows.map((row) => ({ ...row, by_name: names.get(row.set_by) ?? null }));
  };

  endpoint(app, {
    method: 'get',
    path: '/calendar',
    access: signedIn('when there is work is no secret'),
    tag: TAG,
    summary: 'The work calendar of a division in a year: days off, make-up working days, working hours',
    query: z.object({
      division: division.default('14'),
      year: z.coerce.number().int().min(FIRST_YEAR).max(LAST_YEAR).optional(),
    }),
    answer: calendarAnswer,
    async handle(_context, { query }) {
      const { division: divisionCode } = query;
      requireDivision(deps, divisionCode);
      const { national, locals } = await requireCalendars();
      const year = query.year ?? Number(shanghaiDay(deps.clock.now()).slice(0, 4));
      const calendar = createCalendars(national, locals)(divisionCode);
      const applying = localsOf(locals, divisionCode);
      const withWindows = applying.findLast(({ windows }) => windows !== null);
      const own = locals.get(divisionCode);
      return {
        divisionCode,
        divisionName: nameOf(divisionCode),
        year,
        published: calendar.years.has(year),
        version: calendar.version,
        source: national.source,
        days: daysOfYear(calendar, year, applying, await changesAround(divisionCode), nameOf),
        windows: (withWindows?.windows ?? national.windows).map((each) => [...each]),
        windowsOf: withWindows?.divisionCode ?? null,
        own: {
          localVersion: own?.localVersion ?? 0,
          days: [...(own?.days ?? [])],
          windows: own?.windows?.map((each) => [...each]) ?? null,
          years: [...(own?.years ?? [])],
        },
      };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/calendar/changes',
    access: signedIn('when there is work is no secret'),
    tag: TAG,
    summary: 'What was changed in the work calendar of a division and those around it, latest first',
    query: z.object({ division: division.default('14') }),
    answer: wholeListOf(calendarChangeAnswer),
    async handle(context, { query }) {
      return answerList(context, changesOf(await changesAround(query.division), nameOf));
    },
  });

  endpoint(app, {
    method: 'put',
    path: '/calendar/{divisionCode}',
    access: holdersOf('calendar:manage'),
    tag: TAG,
    summary:
      'Set what a division has differently from the work calendar, as a whole; `dryRun` only tells which deadlines of open cases move',
    params: z.object({ divisionCode: division }),
    body: localCalendarSchema.extend({
      after: z
        .number()
        .int()
        .min(0)
        .openapi({ description: 'The version that was read; 0 if there was none' }),
      dryRun: z.boolean().default(false),
    }),
    heavy: always,
    answer: calendarSetAnswer,
    async handle(context, { params: { divisionCode }, body }, ended) {
      requireAllowed(context, deps, calendarPolicy, 'manage', { after: at(divisionCode) });
      requireDivision(deps, divisionCode);
      const { national, locals } = await requireCalendars();
      const { dryRun, after, ...entry } = body;
      const command = { type: 'SetLocalCalendar', divisionCode, entry, after } as const;
      const decision = localCalendarsDecider.decide(command, locals);
      if (dryRun && !decision.ok) return throwRefusal(decision.refusal);
      const drafted = new Map(locals).set(
        divisionCode,
        nextLocalCalendar(command, locals.get(divisionCode) ?? undefined),
      );
      const timing = { ...requireCaseTiming(deps), calendarOf: createCalendars(national, drafted) };
      const effect = await presentEffect(context, deps, divisionCode, timing, ended);
      if (dryRun) return { dryRun, divisionCode, localVersion: after, effect };
      const state = await settle(
        context,
        deps,
        await handle({
          stream: LOCAL_CALENDARS_STREAM,
          decider: localCalendarsDecider,
          command,
          context: commandContext(context, body),
        }),
      );
      const set = state.get(divisionCode) ?? NOTHING;
      return { dryRun, divisionCode, localVersion: set.localVersion, effect };
    },
  });
};
