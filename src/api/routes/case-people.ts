import { z } from '@hono/zod-openapi';
import { openCasesByPerson } from '../../../projections/governance/case-list/queries.ts';
import type { CaseRow } from '../../../projections/governance/case-list/table.ts';
import { workersOnDuty } from '../../../projections/governance/duty-list/queries.ts';
import { listActiveUsers } from '../../../projections/identity/user-list/queries.ts';
import { can, type Permission } from '../../identity/index.ts';
import { transitionOf } from '../../workflows/index.ts';
import { holdersOf } from '../access.ts';
import { casePersonAnswer } from '../answers/cases.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { nowIso } from '../request.ts';
import { staffNames } from '../staff-names.ts';
import { answerList } from '../whole-list.ts';
import { allowedCase } from './case-access.ts';

/** The people that a step names: the right by which they are found, its object, and the step whose right is needed to see them. */
const SOUGHT = {
  handler: {
    permission: 'case:handle',
    targetOf: (row: CaseRow) => ({ divisionCode: row.division_code, departmentId: row.department_id }),
    step: 'AssignHandler',
  },
  gridWorker: {
    permission: 'case:inspect',
    targetOf: (row: CaseRow) => ({ divisionCode: row.division_code, departmentId: null }),
    step: 'SendVerifyTask',
  },
} as const satisfies Record<
  string,
  {
    permission: Permission;
    targetOf: (row: CaseRow) => { divisionCode: string; departmentId: string | null };
    step: Parameters<typeof transitionOf>[0];
  }
>;
const KINDS = Object.keys(SOUGHT) as (keyof typeof SOUGHT)[];

/** People who may be named in a step of a case, with their current workload: for the forms of pages. */
export const casePeopleRoute = (app: Api, deps: ApiDeps): void => {
  const { sql } = deps.core;

  endpoint(app, {
    method: 'get',
    path: '/cases/{caseId}/people',
    access: holdersOf(...(KINDS.map((kind) => transitionOf(SOUGHT[kind].step).permission) as [Permission])),
    tag: 'cases',
    summary:
      'Handlers of the department of a case, or grid workers of its place: those on duty and with the fewest open cases first',
    params: z.object({ caseId: z.string().max(64) }),
    query: z.object({ for: z.enum(KINDS) }),
    answer: wholeListOf(casePersonAnswer),
    async handle(context, { params, query }) {
      const { permission, targetOf, step } = SOUGHT[query.for];
      const row = await allowedCase(context, deps, transitionOf(step).permission, params.caseId);
      const at = nowIso(deps);
      const people = (await listActiveUsers(sql)).filter(({ user_id: userId, assignments }) =>
        can({ userId, assignments }, permission, targetOf(row), at),
      );
      const ids = people.map((person) => person.user_id);
      const [names, load, onDuty] = await Promise.all([
        staffNames(deps, ids),
        openCasesByPerson(sql, ids),
        workersOnDuty(sql, row.division_code),
      ]);
      const duty = new Set(onDuty.map((worker) => worker.worker_id));
      const items = ids
        .map((userId) => ({
          userId,
          name: names.get(userId) ?? userId,
          openCases: load.get(userId) ?? 0,
          onDuty: duty.has(userId),
        }))
        .sort((a, b) => Number(b.onDuty) - Number(a.onDuty) || a.openCases - b.openCases);
      return answerList(context, items);
    },
  });
};
