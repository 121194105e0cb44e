import { z } from '@hono/zod-openapi';
import { listCases } from '../../../projections/governance/case-list/queries.ts';
import type { CaseRow } from '../../../projections/governance/case-list/table.ts';
import {
  type ComparedCase,
  countedBy,
  type DispatchChoice,
  dispatchRulesSchema,
  isChanged,
  movesOf,
} from '../../governance/index.ts';
import { casePolicy } from '../../identity/policy/index.ts';
import { holdersOf } from '../access.ts';
import { dispatchTrialAnswer } from '../answers/dispatch.ts';
import { mattersOf, placeOf } from '../case-names.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { always, endpoint } from '../endpoint.ts';
import { allowedAmong, scopesOf } from '../policy.ts';
import { MAX_PAGE, readPage } from '../request.ts';
import { targetOf } from './case-access.ts';
import { adviceFor, presentEvaluation, situationOfCase } from './dispatch-situation.ts';

/** Cases whose streams are read at one time. */
const AT_ONCE = 20;
/** Most changes of one kind, and most cases, in an answer; the counts cover all. */
const SHOWN = 200;

type Compared = ComparedCase & { readonly row: CaseRow };
type Evaluated = ReturnType<typeof presentEvaluation>;

/** Draft dispatch rules on the latest cases. */
export const dispatchRuleTrialRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql } = deps.core;

  const choiceOf = ({ fired, outcome, departmentId }: Evaluated, row: CaseRow): DispatchChoice => ({
    ruleId: fired?.ruleId ?? null,
    departmentId,
    priority: outcome?.priority ?? null,
    supervisingBody: outcome?.supervisingBody ?? null,
    automatic: outcome?.automaticFor.includes(row.source) ?? false,
  });
  const departmentName = (id: string | null): string | null =>
    id === null ? null : (deps.reference.departments().get(id)?.name ?? id);
  const named = ({ departmentId, ...choice }: DispatchChoice) => ({
    ...choice,
    departmentId,
    departmentName: departmentName(departmentId),
  });

  endpoint(app, {
    method: 'post',
    path: '/dispatch-rules/dry-run/recent-cases',
    access: holdersOf('dispatchRule:read'),
    tag: 'dispatch',
    summary:
      'What draft dispatch rules would change for the latest cases, against the rules in force: counts for all, single cases only where the caller may read them',
    body: z.object({ rules: dispatchRulesSchema }),
    heavy: always,
    answer: dispatchTrialAnswer,
    async handle(context, { body: { rules } }, ended) {
      const viewer = {
        userId: context.var.user.userId,
        scopes: scopesOf(context, deps, 'dispatchRule:read'),
      };
      const most = deps.config.YIWANG_DISPATCH_DRY_RUN_MAX_CASES;
      const rows: CaseRow[] = [];
      for (let cursor: string | undefined; rows.length < most && ended?.aborted !== true; ) {
        const limit = Math.min(MAX_PAGE, most - rows.length);
        const page = await listCases(sql, viewer, {}, readPage({ limit, cursor }, cursor && 'reportedAt'));
        rows.push(...page.items);
        if (page.nextCursor === null) break;
        cursor = page.nextCursor;
      }
      const compare = async (row: CaseRow): Promise<Compared> => {
        const situation = await situationOfCase(deps, row);
        const advice = await adviceFor(deps, situation);
        return {
          row,
          matterCode: row.matter_code,
          present: choiceOf(presentEvaluation(deps, situation, advice), row),
          draft: choiceOf(presentEvaluation(deps, situation, advice, rules), row),
        };
      };
      const cases: Compared[] = [];
      for (let from = 0; from < rows.length && ended?.aborted !== true; from += AT_ONCE)
        cases.push(...(await Promise.all(rows.slice(from, from + AT_ONCE).map(compare))));

      const matters = mattersOf(deps.reference);
      const matterName = (code: string | null) => (code === null ? null : (matters.get(code)?.name ?? null));
      const readable = allowedAmong(context, deps, casePolicy, 'case:read', cases, ({ row }) => [
        targetOf(row),
      ]).toSorted((one, other) => Number(isChanged(other)) - Number(isChanged(one)));
      return {
        cases: cases.length,
        changed: cases.filter(isChanged).length,
        since: rows[rows.length - 1]?.reported_at ?? null,
        rules: [...countedBy(cases, ({ ruleId }) => ruleId)].map(([ruleId, count]) => ({ ruleId, ...count })),
        departments: [...countedBy(cases, ({ departmentId }) => departmentId)].map(
          ([departmentId, count]) => ({
            departmentId,
            departmentName: departmentName(departmentId),
            ...count,
          }),
        ),
        changes: movesOf(cases)
          .slice(0, SHOWN)
          .map(({ matterCode, present, draft, cases: count }) => ({
            matter: matterName(matterCode),
            present: named(present),
            draft: named(draft),
            cases: count,
          })),
        items: readable.slice(0, SHOWN).map(({ row, present, draft, ...compared }) => ({
          caseId: row.case_id,
          caseNumber: row.case_number,
          matter: row.standard?.matterName ?? matterName(row.matter_code),
          place: placeOf(row.division_code, deps.reference.divisionNames()),
          reportedAt: row.reported_at,
          present: named(present),
          draft: named(draft),
          changed: isChanged({ ...compared, present, draft }),
        })),
        notShown: cases.length - Math.min(readable.length, SHOWN),
      };
    },
  });
};
