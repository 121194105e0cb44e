import { z } from '@hono/zod-openapi';
import { listDispatchRuleVersions } from '../../../projections/governance/dispatch-rule-list/queries.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { DISPATCH_RULES_STREAM, dispatchRulesDecider, dispatchRulesSchema } from '../../governance/index.ts';
import { referencePolicy } from '../../identity/policy/index.ts';
import { holdersOf, withoutObject } from '../access.ts';
import {
  dispatchDryRunAnswer,
  dispatchRulesAnswer,
  dispatchRulesVersionAnswer,
} from '../answers/dispatch.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { always, endpoint, wholeListOf } from '../endpoint.ts';
import { at, requireAllowed } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { commandContext, setETag, settle } from '../request.ts';
import { actorNames } from '../staff-names.ts';
import { answerList } from '../whole-list.ts';
import { readableCase } from './case-access.ts';
import {
  adviceFor,
  factsBody,
  presentAdvice,
  presentEvaluation,
  situationOfCase,
  situationOfFacts,
} from './dispatch-situation.ts';
import { WHOLE_PROVINCE } from './standards.ts';

const TAG = 'dispatch';

/** The ordered set of dispatch rules: versions, publishing, evaluation. */
export const dispatchRuleRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;
  const handle = createCommandHandler(store);

  endpoint(app, {
    method: 'get',
    path: '/dispatch-rules',
    access: withoutObject(holdersOf('dispatchRule:read'), 'one set for the whole province'),
    tag: TAG,
    summary: 'The ordered set of dispatch rules in force',
    answer: dispatchRulesAnswer,
    handle(context) {
      const rules = deps.reference.dispatchRules();
      if (rules === undefined)
        throw new ProblemError('notFound', { zh: '没有派遣规则', en: 'dispatch rules not found' });
      setETag(context, rules.ruleSetVersion);
      return rules;
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/dispatch-rules/versions',
    access: withoutObject(holdersOf('dispatchRule:read'), 'one set for the whole province'),
    tag: TAG,
    summary: 'Every version of the dispatch rules, latest first',
    answer: wholeListOf(dispatchRulesVersionAnswer),
    async handle(context) {
      const rows = await listDispatchRuleVersions(sql);
      const names = await actorNames(
        deps,
        rows.map(({ published_by: by }) => by),
      );
      const items = rows.map(({ definition, published_at: publishedAt, published_by: publishedBy }) => ({
        ...definition,
        publishedAt,
        publishedBy,
        publishedByName: names.get(publishedBy) ?? null,
      }));
      return answerList(context, items);
    },
  });

  endpoint(app, {
    method: 'put',
    path: '/dispatch-rules',
    access: holdersOf('dispatchRule:manage'),
    tag: TAG,
    summary: 'Publish the ordered set of dispatch rules as the next version',
    body: z.object({
      name: z.string().trim().min(1).max(100),
      source: z.string().trim().min(1).max(500),
      rules: dispatchRulesSchema,
    }),
    answer: dispatchRulesAnswer,
    async handle(context, { body }) {
      requireAllowed(context, deps, referencePolicy, 'manageDispatchRules', { after: [WHOLE_PROVINCE] });
      const known = deps.reference.departments();
      const unknown = body.rules.flatMap(({ ruleId, outcome: { department } }) =>
        department !== 'suggested' && !known.has(department.id)
          ? [{ ruleId, departmentId: department.id }]
          : [],
      );
      if (unknown.length > 0)
        throw new ProblemError(
          'unknownDepartment',
          { zh: '规则指明的部门不存在', en: 'the rules name a department that does not exist' },
          { unknown },
        );
      const state = await settle(
        context,
        deps,
        await handle({
          stream: DISPATCH_RULES_STREAM,
          decider: dispatchRulesDecider,
          command: { type: 'PublishDispatchRules', data: { ...body, synthetic: false } },
          context: commandContext(context, body),
        }),
      );
      if (state === null) throw new ProblemError('internal');
      return state;
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/dispatch-rules/dry-run',
    access: holdersOf('dispatchRule:read'),
    tag: TAG,
    summary:
      'Evaluate dispatch rules for a case or for given facts: the rule that matches, and why the others do not; also for draft rules',
    body: z.object({
      caseId: z.string().max(64).optional(),
      facts: factsBody.optional(),
      rules: dispatchRulesSchema.optional(),
    }),
    heavy: always,
    answer: dispatchDryRunAnswer,
    async handle(context, { body }) {
      const { caseId, facts, rules } = body;
      if ((caseId === undefined) === (facts === undefined)) {
        throw new ProblemError('invalidRequest', {
          zh: '请给出 caseId 或 facts 之一',
          en: 'give either caseId or facts',
        });
      }
      const situation =
        facts !== undefined
          ? situationOfFacts(deps, facts)
          : await situationOfCase(deps, await readableCase(context, deps, caseId!));
      requireAllowed(context, deps, referencePolicy, 'readDispatchRules', {
        after: at(situation.subject.divisionCode),
      });
      const advice = await adviceFor(deps, situation);
      return { ...presentEvaluation(deps, situation, advice, rules), ...presentAdvice(advice) };
    },
  });
};
