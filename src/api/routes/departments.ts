import { z } from '@hono/zod-openapi';
import { loadByDepartment } from '../../../projections/governance/case-list/queries.ts';
import { listDepartments } from '../../../projections/identity/department-list/queries.ts';
import type { DepartmentRow } from '../../../projections/identity/department-list/table.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { fold } from '../../commands/decider.ts';
import { departmentDecider, departmentStream } from '../../identity/index.ts';
import { departmentPolicy } from '../../identity/policy/index.ts';
import { holdersOf, signedIn, withoutObject } from '../access.ts';
import { departmentAnswer, departmentDefinedAnswer, departmentLoadAnswer } from '../answers/people.ts';
import type { Shown } from '../answers/shown.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { requireDivision } from '../known-places.ts';
import { at, requireAllowed } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { commandContext, settle } from '../request.ts';
import { answerList } from '../whole-list.ts';

const TAG = 'users and departments';

const presentDepartment = (row: DepartmentRow): Shown<typeof departmentAnswer> => ({
  departmentId: row.department_id,
  name: row.name,
  divisionCode: row.division_code,
  bodies: row.bodies,
  synthetic: row.synthetic,
  version: row.version,
});

export const departmentRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;
  const handle = createCommandHandler(store);

  endpoint(app, {
    method: 'get',
    path: '/departments',
    access: signedIn('names of departments are no secret'),
    tag: TAG,
    summary: 'Departments',
    answer: wholeListOf(departmentAnswer),
    async handle(context) {
      const rows = await listDepartments(sql);
      return answerList(context, rows.map(presentDepartment));
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/department-loads',
    access: withoutObject(holdersOf('case:dispatch'), 'two counts a department, of no case in particular'),
    tag: TAG,
    summary: 'What each department has on its hands: open cases, and overdue ones among them',
    answer: wholeListOf(departmentLoadAnswer),
    async handle(context) {
      const loads = new Map((await loadByDepartment(sql)).map((row) => [row.department_id, row]));
      const items = [...deps.reference.departments().keys()].map((departmentId) => ({
        departmentId,
        openCases: loads.get(departmentId)?.open ?? 0,
        overdueCases: loads.get(departmentId)?.overdue ?? 0,
      }));
      return answerList(context, items);
    },
  });

  endpoint(app, {
    method: 'put',
    path: '/departments/{departmentId}',
    access: holdersOf('department:manage'),
    tag: TAG,
    summary: 'Define a department, or change it',
    params: z.object({ departmentId: z.string().max(64) }),
    body: z.object({
      name: z.string().min(1).max(100),
      divisionCode: z.string().regex(/^\d{2,12}$/),
      bodies: z.array(z.string().min(1).max(100)).max(100).default([]),
    }),
    answer: departmentDefinedAnswer,
    async handle(context, { params, body }) {
      const { departmentId } = params;
      const stands = fold(
        departmentDecider,
        (await store.readStream(departmentStream(departmentId))) as never,
      );
      const before = stands === null ? undefined : at(stands.divisionCode);
      requireAllowed(context, deps, departmentPolicy, 'manage', { before, after: at(body.divisionCode) });
      requireDivision(deps, body.divisionCode);
      const data = { departmentId, ...body, synthetic: false };
      const state = await settle(
        context,
        deps,
        await handle({
          stream: departmentStream(departmentId),
          decider: departmentDecider,
          command: { type: 'DefineDepartment', data },
          context: commandContext(context, body),
        }),
      );
      if (state === null) throw new ProblemError('internal');
      return state;
    },
  });
};
