import { z } from '@hono/zod-openapi';
import { TASK_SORTS } from '../../../projections/governance/case-list/queries.ts';
import { stepsAwaiting } from '../../governance/index.ts';
import { isValidAt } from '../../identity/index.ts';
import { signedIn } from '../access.ts';
import { tasksAnswer } from '../answers/cases.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { nowIso, pageQuery, readPage } from '../request.ts';
import { readAwaited } from './awaited-cases.ts';
import { caseFilterOf, caseFilterQuery, searchesEveryCase } from './case-filters.ts';
import { createDuplicateFilter } from './duplicate-filter.ts';

export const taskRoutes = (app: Api, deps: ApiDeps): void => {
  const filterDuplicates = createDuplicateFilter(deps);

  endpoint(app, {
    method: 'get',
    path: '/tasks',
    access: signedIn('the caller’s own steps'),
    tag: 'cases',
    summary: 'Cases waiting for a step of mine, each with its deadline; earliest deadline first',
    query: z.object({
      ...pageQuery,
      ...caseFilterQuery,
      sort: z.enum(TASK_SORTS).default('dueAt'),
    }),
    answer: tasksAnswer,
    heavy: searchesEveryCase,
    handle(context, { query }) {
      const now = nowIso(deps);
      const { sort } = query;
      const commands = context.var.user.assignments
        .filter((held) => isValidAt(held, now))
        .flatMap(({ role }) => stepsAwaiting(role).map(({ command }) => command));
      return readAwaited(context, deps, {
        commands,
        filter: caseFilterOf(query),
        ...(query.possibleDuplicate !== undefined && {
          possibleDuplicate: { wanted: query.possibleDuplicate, filterDuplicates },
        }),
        page: readPage(query, sort),
        sort,
        now,
      });
    },
  });
};
