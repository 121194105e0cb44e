import { z } from '@hono/zod-openapi';
import { listDuty } from '../../../projections/governance/duty-list/queries.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { dutyDecider, dutyStream } from '../../governance/index.ts';
import { holdersOf, signedIn } from '../access.ts';
import { offDutyAnswer, onDutyAnswer, workerOnDutyAnswer } from '../answers/duty.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { scopesOf } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { commandContext, nowIso, settle } from '../request.ts';
import { answerList } from '../whole-list.ts';

const TAG = 'duty';

/** Grid workers go on duty and report their position; verify and check tasks go to those on duty. */
export const dutyRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;
  const handle = createCommandHandler(store);

  endpoint(app, {
    method: 'put',
    path: '/duty',
    access: holdersOf('duty:keep'),
    tag: TAG,
    summary: 'Go on duty, or report my position; WGS 84 / CGCS2000 degrees',
    body: z.object({
      location: z.object({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) }).optional(),
    }),
    answer: onDutyAnswer,
    async handle(context, { body }) {
      const at = nowIso(deps);
      const { userId } = context.var.user;
      const [scope] = scopesOf(context, deps, 'duty:keep');
      if (scope === undefined)
        throw new ProblemError(
          'forbidden',
          { zh: '只有网格员上岗', en: 'only grid workers go on duty' },
          {
            permission: 'duty:keep',
            cause: 'wrongRole',
          },
        );
      const command = {
        type: 'StartDuty',
        workerId: userId,
        divisionCode: scope.divisionPrefix,
        location: body.location ?? null,
        at,
      } as const;
      const state = await settle(
        context,
        deps,
        await handle({
          stream: dutyStream(userId),
          decider: dutyDecider,
          command,
          context: commandContext(context, body),
        }),
      );
      return { onDuty: state.onDuty, divisionCode: state.divisionCode };
    },
  });

  endpoint(app, {
    method: 'delete',
    path: '/duty',
    access: signedIn('the caller’s own duty, also after the role has ended'),
    tag: TAG,
    summary: 'Go off duty',
    answer: offDutyAnswer,
    async handle(context) {
      const state = await settle(
        context,
        deps,
        await handle({
          stream: dutyStream(context.var.user.userId),
          decider: dutyDecider,
          command: { type: 'EndDuty', at: nowIso(deps) },
          context: commandContext(context, {}),
        }),
      );
      return { onDuty: state.onDuty };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/duty',
    access: holdersOf('duty:read'),
    tag: TAG,
    summary: 'Grid workers on duty in my divisions',
    answer: wholeListOf(workerOnDutyAnswer),
    async handle(context) {
      const rows = await listDuty(sql, scopesOf(context, deps, 'duty:read'));
      const items = rows.map((row) => ({
        workerId: row.worker_id,
        divisionCode: row.division_code,
        location: row.lon === null || row.lat === null ? null : { lon: row.lon, lat: row.lat },
        locatedAt: row.located_at,
        since: row.since,
      }));
      return answerList(context, items);
    },
  });
};
