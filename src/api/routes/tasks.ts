import { z } from '@hono/zod-openapi';
import type { CaseRow } from '../../../projections/case-list/project.ts';
import { awaitedCursor, listAwaiting } from '../../../projections/case-list/queries.ts';
import { stepsAwaiting } from '../../governance/index.ts';
import { isValidAt } from '../../identity/index.ts';
import { pickPage } from '../../platform/page.ts';
import { signedIn } from '../access.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint, listOf, record } from '../endpoint.ts';
import { scopesOf } from '../policy.ts';
import { presentCase } from '../present.ts';
import { nowIso, pageQuery, readPage } from '../request.ts';
import { presentStep, stepsOf } from './case-offers.ts';

/** Steps with a task are those of the person to whom it was sent. */
const TASK_COMMANDS: readonly string[] = ['CompleteVerifyTask', 'CompleteCheckTask'];
/** Cases looked at for one page: where most of them wait for somebody else, a page is short and its cursor goes on. */
const READ_AT_MOST = 2000;

export const taskRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql } = deps.core;

  endpoint(app, {
    method: 'get',
    path: '/tasks',
    access: signedIn('steps of one’s own'),
    tag: 'cases',
    summary: 'Cases that wait for a step of mine',
    query: z.object(pageQuery),
    answer: listOf(record),
    async handle(context, { query }) {
      const now = nowIso(deps);
      const { user } = context.var;
      const commands = user.assignments
        .filter((held) => isValidAt(held, now))
        .flatMap(({ role }) => stepsAwaiting(role).map(({ command }) => command));
      const filter = {
        commands: commands.filter((command) => !TASK_COMMANDS.includes(command)),
        taskCommands: commands.filter((command) => TASK_COMMANDS.includes(command)),
      };
      const viewer = { userId: user.userId, scopes: scopesOf(context, deps, 'case:read') };
      // The query tells for which roles a case waits; whether it waits for this very person, the decider.
      const taskOf = (row: CaseRow) => {
        const steps = stepsOf(context, deps, row, now).filter(({ awaited }) => awaited);
        if (steps.length === 0) return undefined;
        const { task, requests } = row.state;
        return { ...presentCase(row), task, requests, steps: steps.map(presentStep) };
      };
      const page = await pickPage(
        (request) => listAwaiting(sql, viewer, filter, request),
        readPage(query),
        taskOf,
        awaitedCursor,
        READ_AT_MOST,
      );
      return context.json(page);
    },
  });
};
