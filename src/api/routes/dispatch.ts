import { z } from '@hono/zod-openapi';
import type { CaseRow } from '../../../projections/governance/case-list/table.ts';
import { findComponent } from '../../../projections/governance/component-list/queries.ts';
import { listDispatchRuleVersions } from '../../../projections/governance/dispatch-rule-list/queries.ts';
import { adviseDispatch, type DispatchAdvice } from '../../application/dispatch-advice.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import type { DispatchDecided } from '../../governance/dispatch/events.ts';
import { CASE_SOURCES, type CaseReported } from '../../governance/events.ts';
import {
  caseStream,
  DISPATCH_RULES_STREAM,
  type DispatchSubject,
  dispatchDecisionStream,
  dispatchFacts,
  dispatchRulesDecider,
  dispatchRulesSchema,
  evaluateDispatchRules,
  findRow,
  resolveDepartment,
} from '../../governance/index.ts';
import { casePolicy, referencePolicy } from '../../identity/policy/index.ts';
import { SEVERITIES } from '../../sensing/events.ts';
import { holdersOf, withoutObject } from '../access.ts';
import {
  adviceAnswer,
  caseAdviceAnswer,
  dispatchDryRunAnswer,
  dispatchRulesAnswer,
  dispatchRulesVersionAnswer,
} from '../answers/dispatch.ts';
import type { Shown } from '../answers/shown.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { always, endpoint, wholeListOf } from '../endpoint.ts';
import { at, requireAllowed } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { commandContext, nowIso, setETag, settle } from '../request.ts';
import { answerList } from '../whole-list.ts';
import { readableCase } from './case-access.ts';
import { WHOLE_PROVINCE } from './standards.ts';

const TAG = 'dispatch';
const point = z.object({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) });

const presentAdvice = ({
  candidates,
  divisionCode,
  suggestions,
}: DispatchAdvice): Shown<typeof adviceAnswer> => ({
  divisionCode,
  rows: candidates.map(({ standard: { standardId, standardVersion }, row }) => ({
    standardId,
    standardVersion,
    rowId: row.rowId,
    matterName: row.minorName,
    filingCondition: row.filingCondition,
    closingCondition: row.closingCondition,
    limit: row.limit,
    limitUnit: row.limitUnit,
    responsibleBodies: row.responsibleBodies,
    supervisingBodies: row.supervisingBodies,
    collectionRule: row.collectionRule ?? null,
  })),
  suggestions,
});

const factsBody = z.object({
  matterCode: z.string().max(64).nullable().default(null),
  standardId: z.string().max(64).optional(),
  rowId: z.string().max(64).optional(),
  location: point,
  source: z.enum(CASE_SOURCES),
  description: z.string().max(2000).default(''),
  severity: z.enum(SEVERITIES).nullable().default(null),
  componentId: z.string().max(32).optional(),
  at: z.iso.datetime({ offset: true }).optional(),
});

/** A case, or what a case would be, as suggestions and rules look at it. */
interface Situation {
  readonly subject: DispatchSubject;
  readonly point: { readonly lon: number; readonly lat: number };
  readonly componentId: string | undefined;
}

export const dispatchRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store } = deps.core;
  const handle = createCommandHandler(store);

  const adviceFor = async ({ subject, point: place, componentId }: Situation): Promise<DispatchAdvice> => {
    const component = componentId === undefined ? undefined : await findComponent(sql, componentId);
    return adviseDispatch(deps.reference, { subject, point: place, component });
  };

  const situationOfCase = async (row: CaseRow): Promise<Situation> => {
    const [first] = await store.readStream(caseStream(row.case_id), { limit: 1 });
    return {
      subject: {
        matterCode: row.matter_code,
        standard: row.standard,
        divisionCode: row.division_code,
        gridCode: row.grid_code,
        source: row.source,
        description: row.description,
        severity: row.severity,
        at: row.reported_at,
      },
      point: row,
      componentId: (first?.data as CaseReported['data'] | undefined)?.componentId,
    };
  };

  const situationOfFacts = (facts: z.infer<typeof factsBody>): Situation => {
    const locator = deps.reference.locator();
    const division = locator.divisionOf(facts.location);
    if (division === null)
      throw new ProblemError('outsideProvince', {
        zh: '坐标不在本省范围内',
        en: 'The point lies outside the province',
      });
    const { standardId, rowId } = facts;
    const chosen = standardId !== undefined && rowId !== undefined ? { standardId, rowId } : null;
    const standard = chosen && deps.reference.standards().get(chosen.standardId);
    if (chosen !== null && (!standard || findRow(standard, chosen.rowId) === undefined)) {
      throw new ProblemError(
        'unknownStandardRow',
        { zh: '立案标准不存在', en: 'filing standard not found' },
        chosen,
      );
    }
    return {
      subject: {
        matterCode: facts.matterCode,
        standard: chosen,
        divisionCode: division.code,
        gridCode: locator.gridOf(facts.location)?.code ?? null,
        source: facts.source,
        description: facts.description,
        severity: facts.severity,
        at: facts.at ?? nowIso(deps),
      },
      point: facts.location,
      componentId: facts.componentId,
    };
  };

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
      point,
      componentId: z.string().max(32).optional(),
    }),
    answer: adviceAnswer,
    async handle(context, { body }) {
      const { point: location, ...rest } = body;
      const situation = situationOfFacts(factsBody.parse({ ...rest, location, source: 'acceptor' }));
      requireAllowed(context, deps, casePolicy, 'case:read', { after: at(situation.subject.divisionCode) });
      return presentAdvice(await adviceFor(situation));
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/cases/{caseId}/dispatch-suggestions',
    access: holdersOf('case:read'),
    tag: TAG,
    summary: 'Departments for a case, best first, with what the dispatch rules say and what they did',
    params: z.object({ caseId: z.string().max(64) }),
    answer: caseAdviceAnswer,
    async handle(context, { params }) {
      const situation = await situationOfCase(await readableCase(context, deps, params.caseId));
      const advice = await adviceFor(situation);
      const [decided] = await store.readStream(dispatchDecisionStream(params.caseId), { limit: 1 });
      return {
        ...presentAdvice(advice),
        rule: presentEvaluation(situation, advice),
        decided: (decided?.data as DispatchDecided['data'] | undefined) ?? null,
      };
    },
  });

  const presentEvaluation = (
    { subject }: Situation,
    { suggestions }: DispatchAdvice,
    rules = deps.reference.dispatchRules()?.rules ?? [],
  ) => {
    const facts = dispatchFacts(subject, deps.reference.standards(), deps.reference.caseTiming()?.calendar);
    const evaluation = evaluateDispatchRules(rules, facts);
    return {
      facts,
      fired: evaluation.rule && { ruleId: evaluation.rule.ruleId, name: evaluation.rule.name },
      outcome: evaluation.outcome,
      departmentId: resolveDepartment({
        evaluation,
        suggestions,
        departmentExists: (id) => deps.reference.departments().has(id),
      }),
      trace: evaluation.trace,
    };
  };

  endpoint(app, {
    method: 'get',
    path: '/dispatch-rules',
    access: withoutObject(holdersOf('dispatchRule:read'), 'one set for the whole province'),
    tag: TAG,
    summary: 'The ordered set of dispatch rules that counts now',
    answer: dispatchRulesAnswer,
    handle(context) {
      const rules = deps.reference.dispatchRules();
      if (rules === undefined)
        throw new ProblemError('notFound', { zh: '没有派遣规则', en: 'there are no rules of dispatch' });
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
      const items = rows.map(({ definition, published_at: publishedAt, published_by: publishedBy }) => ({
        ...definition,
        publishedAt,
        publishedBy,
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
          { zh: '规则指明的部门不存在', en: 'the rules name a department that is not there' },
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
      'Which rule would fire for a case or for given facts, and why the others do not; also for draft rules',
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
          ? situationOfFacts(facts)
          : await situationOfCase(await readableCase(context, deps, caseId!));
      requireAllowed(context, deps, referencePolicy, 'readDispatchRules', {
        after: at(situation.subject.divisionCode),
      });
      const advice = await adviceFor(situation);
      return { ...presentEvaluation(situation, advice, rules), ...presentAdvice(advice) };
    },
  });
};
