import { z } from '@hono/zod-openapi';
import type { DispatchDecided } from '../../governance/dispatch/events.ts';
import { dispatchDecisionStream } from '../../governance/index.ts';
import { casePolicy } from '../../identity/policy/index.ts';
import { holdersOf } from '../access.ts';
import { adviceAnswer, caseAdviceAnswer } from '../answers/dispatch.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { at, requireAllowed } from '../policy.ts';
import { readableCase } from './case-access.ts';
import {
  adviceFor,
  factsBody,
  pointBody,
  presentAdvice,
  presentEvaluation,
  situationOfCase,
  situationOfFacts,
} from './dispatch-situation.ts';

const TAG = 'dispatch';

/** Departments to which a case, or a matter at a point, may be dispatched. */
export const dispatchSuggestionRoutes = (app: Api, deps: ApiDeps): void => {
  const { store } = deps.core;

  endpoint(app, {
    method: 'post',
    path: '/dispatch-suggestions',
    access: holdersOf('case:read'),
    tag: TAG,
    summary: 'Departments for a filing row or a matter at a point, best first, with the reasons',
    body: z.object({
      standardId: z.string().max(64).optional(),
      rowId: z.string().max(64).optional(),
      matterCode: z.string().max(64).optional(),
      point: pointBody,
      componentId: z.string().max(32).optional(),
    }),
    answer: adviceAnswer,
    async handle(context, { body }) {
      const { point: location, ...rest } = body;
      const situation = situationOfFacts(deps, factsBody.parse({ ...rest, location, source: 'acceptor' }));
      requireAllowed(context, deps, casePolicy, 'case:read', { after: at(situation.subject.divisionCode) });
      return presentAdvice(await adviceFor(deps, situation));
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/cases/{caseId}/dispatch-suggestions',
    access: holdersOf('case:read'),
    tag: TAG,
    summary:
      'Departments for a case, best first, with the result of the dispatch rules and their past decisions',
    params: z.object({ caseId: z.string().max(64) }),
    answer: caseAdviceAnswer,
    async handle(context, { params }) {
      const situation = await situationOfCase(deps, await readableCase(context, deps, params.caseId));
      const advice = await adviceFor(deps, situation);
      const [decided] = await store.readStream(dispatchDecisionStream(params.caseId), { limit: 1 });
      return {
        ...presentAdvice(advice),
        rule: presentEvaluation(deps, situation, advice),
        decided: (decided?.data as DispatchDecided['data'] | undefined) ?? null,
      };
    },
  });
};
