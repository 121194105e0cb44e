import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { listCases } from '../../../projections/governance/case-list/queries.ts';
import type { CaseRow } from '../../../projections/governance/case-list/table.ts';
import { readCaseTimeline } from '../../../projections/governance/case-timeline/queries.ts';
import { holdersOf, signedIn } from '../access.ts';
import { caseAnswer, caseEventAnswer, caseInFullAnswer, taggedCaseAnswer } from '../answers/cases.ts';
import { listOf } from '../answers/common.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { endpoint, wholeListOf } from '../endpoint.ts';
import { presentCase, presentCaseInFull } from '../present.ts';
import { digestOfShown, nowIso, pageQuery, readPage, setETag, tagOf } from '../request.ts';
import { actorNames } from '../staff-names.ts';
import { answerList } from '../whole-list.ts';
import { readableCase, shownEventsOf, viewerOf } from './case-access.ts';
import { caseExportRoute } from './case-export.ts';
import { caseFilterQuery, caseIdList, searchesEveryCase } from './case-filters.ts';
import { createCaseList } from './case-list.ts';
import { offersOf } from './case-offers.ts';
import { casePeopleRoute } from './case-people.ts';
import { caseQueuesRoute } from './case-queues.ts';
import { relationsOf } from './case-relations.ts';
import { caseReportRoute } from './case-report.ts';
import { caseTransitionRoutes } from './case-transitions.ts';
import { caseWorkflowRoute } from './case-workflow.ts';
import { taskRoutes } from './tasks.ts';

const TAG = 'cases';
const caseParams = z.object({ caseId: z.string().max(64) });

export const caseRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql } = deps.core;
  const readCases = createCaseList(deps);

  const inFull = async (context: Context<ApiEnv>, row: CaseRow, now: string) => {
    const shown = {
      ...presentCaseInFull(row, now, deps.reference.caseTiming(), deps.reference),
      ...offersOf(context, deps, row, now),
      relations: await relationsOf(deps, row.case_id),
    };
    // The used time of a clock advances by itself; the digest only covers real changes of the case.
    const clocks = shown.clocks.map(({ usedMs: _ms, usedShare: _share, ...clock }) => clock);
    return { shown, digest: digestOfShown(deps, { ...shown, clocks }) };
  };

  caseWorkflowRoute(app);
  casePeopleRoute(app, deps);
  caseQueuesRoute(app, deps);
  // Must precede the route of a case by id.
  caseExportRoute(app, deps, readCases);

  endpoint(app, {
    method: 'get',
    path: '/cases',
    access: signedIn('a caller who may read none gets an empty list'),
    tag: TAG,
    summary: 'Cases that I may see, latest report first unless sorted by a deadline',
    query: z.object({ ...pageQuery, ...caseFilterQuery }),
    answer: listOf(caseAnswer),
    heavy: searchesEveryCase,
    async handle(context, { query }) {
      const { sort } = query;
      const page = await readCases(context, query, readPage(query, sort));
      return {
        items: page.items.map((row) => presentCase(row, deps.reference)),
        nextCursor: page.nextCursor,
      };
    },
  });

  // Must precede the route of a case by id.
  endpoint(app, {
    method: 'get',
    path: '/cases/in-full',
    access: signedIn('of the cases named, those that the caller may read'),
    tag: TAG,
    summary: 'Several cases in full, each with its ETag; those that I may not see are left out',
    query: z.object({ cases: caseIdList }),
    answer: wholeListOf(taggedCaseAnswer),
    async handle(context, { query }) {
      const now = nowIso(deps);
      const page = { limit: query.cases.length };
      const { items } = await listCases(sql, viewerOf(context, deps), { caseIds: query.cases }, page);
      const shown = await Promise.all(
        items.map(async (row) => {
          const { shown: full, digest } = await inFull(context, row, now);
          return { case: full, etag: tagOf(row.version, digest) };
        }),
      );
      return answerList(context, shown);
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/cases/{caseId}',
    access: holdersOf('case:read'),
    tag: TAG,
    summary: 'One case; send its ETag as If-Match of the next step',
    params: caseParams,
    answer: caseInFullAnswer,
    async handle(context, { params }) {
      const row = await readableCase(context, deps, params.caseId);
      const { shown, digest } = await inFull(context, row, nowIso(deps));
      setETag(context, row.version, digest);
      return shown;
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/cases/{caseId}/timeline',
    access: holdersOf('case:read'),
    tag: TAG,
    summary: 'All events of a case, oldest first; personal fields remain sealed',
    params: caseParams,
    answer: wholeListOf(caseEventAnswer),
    async handle(context, { params }) {
      const found = await readableCase(context, deps, params.caseId);
      const isShown = shownEventsOf(context, deps, found);
      const rows = (await readCaseTimeline(sql, params.caseId)).filter(isShown);
      const names = await actorNames(
        deps,
        rows.map(({ actor }) => actor),
      );
      const items = rows.map(({ version, type, at, actor, data }) => {
        const shown =
          'petitioner' in data && data.petitioner !== null ? { ...data, petitioner: { masked: true } } : data;
        return { version, type, at, actor, actorName: names.get(actor) ?? null, data: shown };
      });
      return answerList(context, items);
    },
  });

  caseReportRoute(app, deps);
  taskRoutes(app, deps);
  caseTransitionRoutes(app, deps);
};
