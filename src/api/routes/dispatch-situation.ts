import { z } from '@hono/zod-openapi';
import type { CaseRow } from '../../../projections/governance/case-list/table.ts';
import { findComponent } from '../../../projections/governance/component-list/queries.ts';
import { adviseDispatch, type DispatchAdvice } from '../../application/dispatch-advice.ts';
import { CASE_SOURCES, type CaseReported } from '../../governance/events.ts';
import {
  caseStream,
  type DispatchSubject,
  dispatchFacts,
  evaluateDispatchRules,
  findRow,
  resolveDepartment,
} from '../../governance/index.ts';
import { SEVERITIES } from '../../sensing/events.ts';
import type { adviceAnswer } from '../answers/dispatch.ts';
import type { Shown } from '../answers/shown.ts';
import type { ApiDeps } from '../deps.ts';
import { ProblemError } from '../problems.ts';
import { nowIso } from '../request.ts';

export const pointBody = z.object({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) });
export const factsBody = z.object({
  matterCode: z.string().max(64).nullable().default(null),
  standardId: z.string().max(64).optional(),
  rowId: z.string().max(64).optional(),
  location: pointBody,
  source: z.enum(CASE_SOURCES),
  description: z.string().max(2000).default(''),
  severity: z.enum(SEVERITIES).nullable().default(null),
  componentId: z.string().max(32).optional(),
  at: z.iso.datetime({ offset: true }).optional(),
});

/** A case, or a hypothetical one, as input for suggestions and rules. */
export interface Situation {
  readonly subject: DispatchSubject;
  readonly point: { readonly lon: number; readonly lat: number };
  readonly componentId: string | undefined;
}

export const situationOfCase = async ({ core: { store } }: ApiDeps, row: CaseRow): Promise<Situation> => {
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

/** Throws outsideProvince and unknownStandardRow. */
export const situationOfFacts = (deps: ApiDeps, facts: z.infer<typeof factsBody>): Situation => {
  const locator = deps.reference.locator();
  const division = locator.divisionOf(facts.location);
  if (division === null)
    throw new ProblemError('outsideProvince', {
      zh: '坐标不在本省范围内',
      en: 'The point is outside the province',
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

export const adviceFor = async (
  { core: { sql }, reference }: ApiDeps,
  { subject, point, componentId }: Situation,
): Promise<DispatchAdvice> => {
  const component = componentId === undefined ? undefined : await findComponent(sql, componentId);
  return adviseDispatch(reference, { subject, point, component });
};

export const presentAdvice = ({
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

/** The decision of the rules in force, or of drafts, in a situation. */
export const presentEvaluation = (
  { reference }: ApiDeps,
  { subject }: Situation,
  { suggestions }: DispatchAdvice,
  rules = reference.dispatchRules()?.rules ?? [],
) => {
  const facts = dispatchFacts(
    subject,
    reference.standards(),
    reference.caseTiming()?.calendarOf(subject.divisionCode),
  );
  const evaluation = evaluateDispatchRules(rules, facts);
  return {
    facts,
    fired: evaluation.rule && { ruleId: evaluation.rule.ruleId, name: evaluation.rule.name },
    outcome: evaluation.outcome,
    departmentId: resolveDepartment({
      evaluation,
      suggestions,
      departmentExists: (id) => reference.departments().has(id),
    }),
    trace: evaluation.trace,
  };
};
