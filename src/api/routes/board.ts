import { z } from '@hono/zod-openapi';
import { readBoardCounts } from '../../../projections/governance/board-counts/queries.ts';
import type { BoardCountRow } from '../../../projections/governance/board-counts/table.ts';
import { countActiveAlarms } from '../../../projections/sensing/alarm-list/queries.ts';
import { countDevices } from '../../../projections/sensing/device-list/queries.ts';
import { countOpenRejected } from '../../../projections/sensing/rejected-list/queries.ts';
import { CASE_STAGES, type CaseStage } from '../../governance/events.ts';
import { isTerminal } from '../../governance/index.ts';
import { holdersOf, withoutObject } from '../access.ts';
import { boardAnswer, projectionAnswer } from '../answers/board.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { scopesOf } from '../policy.ts';
import { nowIso } from '../request.ts';
import { answerList } from '../whole-list.ts';

const TAG = 'board';
type StageCounts = Partial<Record<CaseStage, { cases: number; overdue: number }>>;

const COUNTY_DIGITS = 6;

export const boardRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql } = deps.core;

  endpoint(app, {
    method: 'get',
    path: '/board',
    access: holdersOf('board:read'),
    tag: TAG,
    summary: 'Counts of cases by district, stage, light and department, of alarms and of devices',
    query: z.object({
      division: z
        .string()
        .regex(/^\d{2,12}$/)
        .default('14'),
    }),
    answer: boardAnswer,
    async handle(context, { query }) {
      const scopes = scopesOf(context, deps, 'board:read');
      const read = await readBoardCounts(sql, scopes, query.division);
      const setAside = read.reduce((sum, { set_aside }) => sum + set_aside, 0);
      const counts = read.filter(({ cases }) => cases > 0);
      const alarms = await countActiveAlarms(sql, scopes, query.division);
      const devices = await countDevices(sql, scopes, query.division, nowIso(deps));
      const rejectedScopes = scopesOf(context, deps, 'rejected:read');
      const rejected =
        rejectedScopes.length === 0
          ? undefined
          : await countOpenRejected(sql, rejectedScopes, query.division);
      const divisions = new Map<string, StageCounts>();
      for (const { division_code, stage, cases, overdue } of counts) {
        const code = division_code.slice(0, COUNTY_DIGITS);
        const stages = divisions.get(code) ?? {};
        const known = stages[stage] ?? { cases: 0, overdue: 0 };
        stages[stage] = { cases: known.cases + cases, overdue: known.overdue + overdue };
        divisions.set(code, stages);
      }
      const names = deps.reference.divisionNames();
      const total = (rows: readonly { count: number }[]) => rows.reduce((sum, { count }) => sum + count, 0);
      const presence = (name: string) => devices.find((row) => row.presence === name)?.count ?? 0;
      return {
        divisions: [...divisions].map(([code, stages]) => ({ code, name: names.get(code) ?? code, stages })),
        totals: { ...totalsOf([...divisions.values()]), setAside },
        lights: lightsOf(counts),
        departments: departmentsOf(counts),
        alarms: {
          active: total(alarms),
          bySeverity: Object.fromEntries(alarms.map((row) => [row.severity, row.count])),
        },
        devices: {
          total: total(devices),
          online: presence('online'),
          offline: presence('offline'),
          unknown: presence('unknown'),
        },
        // Null for people who may not read dead letters: a zero would say that there are none.
        rejected: rejected === undefined ? null : { open: rejected },
        synthetic: devices.some((row) => row.synthetic),
        generatedAt: nowIso(deps),
      };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/projections',
    access: withoutObject(holdersOf('projection:read'), 'the state of the read models'),
    tag: TAG,
    summary: 'Read models: state, position and lag',
    answer: wholeListOf(projectionAnswer),
    async handle(context) {
      return answerList(context, await deps.engine.status());
    },
  });
};

/** Open cases by the light of their current stage. */
const lightsOf = (counts: readonly BoardCountRow[]) => {
  const lights = { green: 0, yellow: 0, red: 0 };
  for (const { light, stage, cases } of counts)
    if (light !== '' && !isTerminal(stage)) lights[light] += cases;
  return lights;
};

/** Cases by department, stage and light. */
const departmentsOf = (counts: readonly BoardCountRow[]) => {
  const rows = new Map<string, Omit<BoardCountRow, 'division_code' | 'set_aside'>>();
  for (const { department_id, stage, light, cases, overdue } of counts) {
    if (department_id === '') continue;
    const key = `${department_id}|${stage}|${light}`;
    const known = rows.get(key) ?? { department_id, stage, light, cases: 0, overdue: 0 };
    rows.set(key, { ...known, cases: known.cases + cases, overdue: known.overdue + overdue });
  }
  return [...rows.values()].map(({ department_id, light, ...counted }) => ({
    departmentId: department_id,
    light: light === '' ? null : light,
    ...counted,
  }));
};

const totalsOf = (divisions: readonly StageCounts[]) => {
  const stages: StageCounts = {};
  for (const counts of divisions) {
    for (const stage of CASE_STAGES) {
      const add = counts[stage];
      if (add === undefined) continue;
      const known = stages[stage] ?? { cases: 0, overdue: 0 };
      stages[stage] = { cases: known.cases + add.cases, overdue: known.overdue + add.overdue };
    }
  }
  const open = CASE_STAGES.filter((stage) => !isTerminal(stage));
  const sum = (field: 'cases' | 'overdue') =>
    open.reduce((total, stage) => total + (stages[stage]?.[field] ?? 0), 0);
  return { stages, open: sum('cases'), overdue: sum('overdue'), closed: stages.closed?.cases ?? 0 };
};
