import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { findCases } from '../../../projections/governance/case-list/queries.ts';
import type { CaseRow } from '../../../projections/governance/case-list/table.ts';
import { readCaseLinks } from '../../../projections/governance/case-relations/queries.ts';
import type { CaseLinkRow } from '../../../projections/governance/case-relations/table.ts';
import { findSearchRow } from '../../../projections/governance/case-search/queries.ts';
import { createCaseLinks } from '../../application/case-links.ts';
import { comparableOf, createDuplicateSearch, RANKED_AT_MOST } from '../../application/find-duplicates.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { LINK_KINDS, MAX_TEXT_LENGTH } from '../../governance/index.ts';
import { derivedId, newId } from '../../platform/ids.ts';
import { holdersOf, signedIn } from '../access.ts';
import { caseRelationsAnswer, linkedAnswer } from '../answers/case-relations.ts';
import { duplicateCandidateAnswer, duplicateRulesAnswer } from '../answers/duplicates.ts';
import type { Shown } from '../answers/shown.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { always, endpoint, wholeListOf } from '../endpoint.ts';
import { ProblemError } from '../problems.ts';
import { commandContext, nowIso, requireCaseTiming, settle } from '../request.ts';
import { answerList } from '../whole-list.ts';
import { allowedCase, readableAmong, readableCase } from './case-access.ts';

const TAG = 'case relations';
const caseParams = z.object({ caseId: z.string().max(64) });
const reason = z.string().max(MAX_TEXT_LENGTH * 2);

const noRules = () =>
  new ProblemError('notFound', { zh: '未发布重复案件规则', en: 'no duplicate rules are published' });

const presentLink = (
  link: CaseLinkRow,
  other: CaseRow | undefined,
): Shown<typeof caseRelationsAnswer>['children'][number] => ({
  caseId: other?.case_id,
  caseNumber: other?.case_number,
  stage: other?.stage,
  kind: link.kind,
  state: link.state,
  reason: link.reason,
  by: link.actor,
  at: link.at,
});

/** Linked cases, as shown in the detail of a case: `parent` if it is merged or was answered, else its `children`. */
export const relationsOf = async (
  deps: ApiDeps,
  caseId: string,
): Promise<Shown<typeof caseRelationsAnswer>> => {
  const { parent, children } = await readCaseLinks(deps.core.sql, caseId);
  const ids = [...(parent === null ? [] : [parent.parent_id]), ...children.map(({ child_id }) => child_id)];
  const rows = new Map((await findCases(deps.core.sql, ids)).map((row) => [row.case_id, row]));
  return {
    setAside: parent?.state === 'linked',
    parent: parent && presentLink(parent, rows.get(parent.parent_id)),
    children: children.map((link) => presentLink(link, rows.get(link.child_id))),
  };
};

/** Likely duplicates among the open cases that the user may see, best first, each with the evidence for and against it. */
export const createCandidateList = (deps: ApiDeps) => {
  const { sql } = deps.core;
  const search = createDuplicateSearch(sql, deps.reference);
  return async (
    context: Context<ApiEnv>,
    caseId: string,
  ): Promise<readonly Shown<typeof duplicateCandidateAnswer>[]> => {
    const own = await findSearchRow(sql, caseId);
    if (own === undefined) return [];
    const ranked = await search(comparableOf(own), caseId, RANKED_AT_MOST);
    const readable = await readableAmong(
      context,
      deps,
      ranked.map((candidate) => candidate.caseId),
    );
    return ranked
      .flatMap((candidate) => {
        const row = readable.get(candidate.caseId);
        if (row === undefined) return [];
        const { matchedCaseId, score, likely, distanceM, hours, reasons } = candidate;
        return {
          caseId: row.case_id,
          caseNumber: row.case_number,
          stage: row.stage,
          description: row.description,
          address: row.address,
          matterCode: row.matter_code,
          reportedAt: row.reported_at,
          matchedCaseId,
          score: Math.round(score * 1000) / 1000,
          likely,
          distanceM: Math.round(distanceM),
          hours: Math.round(hours * 10) / 10,
          reasons,
        };
      })
      .slice(0, deps.reference.duplicateRules()?.mostShown);
  };
};

export const caseRelationRoutes = (app: Api, deps: ApiDeps): void => {
  const { store } = deps.core;
  const links = createCaseLinks(store, createCommandHandler(store), () => requireCaseTiming(deps));
  const candidates = createCandidateList(deps);

  endpoint(app, {
    method: 'get',
    path: '/cases/{caseId}/duplicate-candidates',
    access: holdersOf('case:read'),
    tag: TAG,
    summary:
      'Open cases of which this one may be a duplicate, best first, with the reasons; hints for people, nothing is linked',
    params: caseParams,
    answer: wholeListOf(duplicateCandidateAnswer),
    heavy: always,
    async handle(context, { params: { caseId } }) {
      await readableCase(context, deps, caseId);
      return answerList(context, await candidates(context, caseId));
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/cases/{caseId}/relations',
    access: holdersOf('case:read'),
    tag: TAG,
    summary: 'The case into which this one is merged, or the cases merged into this one',
    params: caseParams,
    answer: caseRelationsAnswer,
    async handle(context, { params: { caseId } }) {
      await readableCase(context, deps, caseId);
      return await relationsOf(deps, caseId);
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/duplicate-rules',
    access: signedIn('published data of the deployment'),
    tag: TAG,
    summary:
      'Duplicate rules in force: compared features, the weight of each level, and the score from which a candidate is shown',
    answer: duplicateRulesAnswer,
    handle() {
      const rules = deps.reference.duplicateRules();
      if (rules === undefined) throw noRules();
      return rules;
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/cases/{caseId}/link',
    access: holdersOf('case:link'),
    tag: TAG,
    summary:
      'Merge the case into another one, as its duplicate or its child; closing that one answers this one',
    params: caseParams,
    body: z.object({ parentId: z.string().max(64), kind: z.enum(LINK_KINDS), reason }),
    answer: linkedAnswer,
    async handle(context, { params: { caseId }, body }) {
      for (const id of [caseId, body.parentId]) await allowedCase(context, deps, 'case:link', id);
      const rules = deps.reference.duplicateRules();
      if (rules === undefined) throw noRules();
      const command = commandContext(context, body);
      const linkId =
        command.key === undefined ? newId() : derivedId('case-link', command.actor, command.key, caseId);
      const request = { childId: caseId, ...body, linkId, at: nowIso(deps) };
      const state = await settle(context, deps, await links.link(request, rules.links, command));
      return {
        caseId,
        caseNumber: state.caseNumber,
        stage: state.stage,
        ...(await relationsOf(deps, caseId)),
      };
    },
  });

  endpoint(app, {
    method: 'post',
    path: '/cases/{caseId}/unlink',
    access: holdersOf('case:link'),
    tag: TAG,
    summary: 'Undo the merge: the case resumes in the stage in which it was merged',
    params: caseParams,
    body: z.object({ reason }),
    answer: linkedAnswer,
    async handle(context, { params: { caseId }, body }) {
      await allowedCase(context, deps, 'case:link', caseId);
      const request = { childId: caseId, reason: body.reason, at: nowIso(deps) };
      const state = await settle(context, deps, await links.unlink(request, commandContext(context, body)));
      return {
        caseId,
        caseNumber: state.caseNumber,
        stage: state.stage,
        ...(await relationsOf(deps, caseId)),
      };
    },
  });
};
