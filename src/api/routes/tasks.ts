import { z } from '@hono/zod-openapi';
import {
  type AwaitedRow,
  awaitedCursor,
  listAwaiting,
  TASK_SORTS,
} from '../../../projections/governance/case-list/queries.ts';
import { pickPage } from '../../../projections/paging.ts';
import { dueOf, earliestDue, stepsAwaiting } from '../../governance/index.ts';
import { isValidAt } from '../../identity/index.ts';
import { signedIn } from '../access.ts';
import { tasksAnswer } from '../answers/cases.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { scopesOf } from '../policy.ts';
import { caseStateOf, presentCase, presentTask } from '../present.ts';
import { nowIso, pageQuery, present, readPage } from '../request.ts';
import { caseIdList, stageList } from './case-filters.ts';
import { actorOf, presentStep, stepsOf } from './case-offers.ts';

/** Cases examined for one page: if most of them wait for somebody else, a page is short and its cursor continues. */
const READ_AT_MOST = 2000;

export const taskRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql } = deps.core;

  endpoint(app, {
    method: 'get',
    path: '/tasks',
    access: signedIn('the caller’s own steps'),
    tag: 'cases',
    summary: 'Cases waiting for a step of mine, each with its deadline; earliest deadline first',
    query: z.object({
      ...pageQuery,
      sort: z.enum(TASK_SORTS).default('dueAt'),
      stage: stageList.optional(),
      cases: caseIdList.optional().openapi({ description: 'Only these cases, if they are waiting for me' }),
    }),
    answer: tasksAnswer,
    async handle(context, { query }) {
      const now = nowIso(deps);
      const { user } = context.var;
      const commands = user.assignments
        .filter((held) => isValidAt(held, now))
        .flatMap(({ role }) => stepsAwaiting(role).map(({ command }) => command));
      const actor = actorOf(context, now);
      const { sort, stage, cases } = query;
      const filter = {
        commands,
        departmentIds: actor.departmentIds,
        ...present({ stages: stage, caseIds: cases }),
      };
      const viewer = { userId: user.userId, scopes: scopesOf(context, deps, 'case:read') };
      // The query knows for which roles a case waits; whether it waits for this particular person is up to the decider.
      const taskOf = (row: AwaitedRow) => {
        const state = caseStateOf(row);
        const steps = stepsOf(context, deps, row, now)
          .filter(({ awaited }) => awaited)
          .map((step) => ({ ...presentStep(step), ...dueOf(step.command, actor, state, now) }));
        if (steps.length === 0) return undefined;
        const { deadline, provisional, light } = earliestDue(steps);
        const { requests } = state;
        return {
          ...presentCase(row, deps.reference),
          deadline,
          provisional,
          light,
          task: presentTask(state),
          requests,
          steps,
        };
      };
      const page = await pickPage(
        (request) => listAwaiting(sql, viewer, filter, request, sort),
        readPage(query, sort),
        taskOf,
        awaitedCursor(sql, sort),
        READ_AT_MOST,
      );
      return page;
    },
  });
};
