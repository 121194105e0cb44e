import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { CASE_SORTS, listCases } from '../../../projections/governance/case-list/queries.ts';
import { readCaseTimeline } from '../../../projections/governance/case-timeline/queries.ts';
import { findComponent } from '../../../projections/governance/component-list/queries.ts';
import { openCase } from '../../application/open-case.ts';
import { farHints } from '../../attachments/far-from-point.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { petitionerOf } from '../../free-text.ts';
import { CASE_SOURCES, LIGHTS } from '../../governance/events.ts';
import { casePolicy } from '../../identity/policy/index.ts';
import { derivedId, newId } from '../../platform/ids.ts';
import { holdersOf, signedIn } from '../access.ts';
import { caseAnswer, caseEventAnswer, caseInFullAnswer, reportedCaseAnswer } from '../answers/cases.ts';
import { listOf } from '../answers/common.ts';
import type { Shown } from '../answers/shown.ts';
import { filesField } from '../body/form.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { COMMAND_HEADERS, endpoint, plainRoute, wholeListOf } from '../endpoint.ts';
import { requireMatter } from '../known-matter.ts';
import { at, requireAllowed, scopesOf } from '../policy.ts';
import { presentCase, presentCaseInFull } from '../present.ts';
import { ProblemError } from '../problems.ts';
import { readReport, reportBody } from '../report-body.ts';
import { locatedDivision } from '../report-place.ts';
import { requireSource } from '../report-source.ts';
import {
  commandContext,
  digestOfShown,
  flag,
  nowIso,
  pageQuery,
  present,
  readPage,
  requireCaseTiming,
  setETag,
  settle,
} from '../request.ts';
import { actorNames } from '../staff-names.ts';
import { answerList } from '../whole-list.ts';
import { readableCase } from './case-access.ts';
import { stageList } from './case-filters.ts';
import { blockedFor, presentStep, stepsOf } from './case-offers.ts';
import { casePeopleRoute } from './case-people.ts';
import { createCandidateList, relationsOf } from './case-relations.ts';
import { caseTransitionRoutes } from './case-transitions.ts';
import { caseWorkflowRoute } from './case-workflow.ts';
import { taskRoutes } from './tasks.ts';

const TAG = 'cases';
const caseParams = z.object({ caseId: z.string().max(64) });

export const caseRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store, vault } = deps.core;
  const handle = createCommandHandler(store);
  const candidatesOf = createCandidateList(deps);
  const viewerOf = (context: Context<ApiEnv>) => ({
    userId: context.var.user.userId,
    scopes: scopesOf(context, deps, 'case:read'),
  });

  caseWorkflowRoute(app);
  casePeopleRoute(app, deps);

  endpoint(app, {
    method: 'get',
    path: '/cases',
    access: signedIn('whoever may read none gets an empty list'),
    tag: TAG,
    summary: 'Cases that I may see, latest report first unless sorted by a deadline',
    query: z.object({
      ...pageQuery,
      stage: stageList.optional(),
      division: z
        .string()
        .regex(/^\d{2,12}$/)
        .optional(),
      department: z.string().max(64).optional(),
      grid: z.string().max(32).optional(),
      source: z.enum(CASE_SOURCES).optional(),
      device: z.string().max(64).optional(),
      alarm: z.string().max(64).optional(),
      light: z.enum(LIGHTS).optional(),
      overdue: flag().optional(),
      wasOverdue: flag().optional(),
      suspended: flag().optional(),
      open: flag().optional(),
      setAside: flag().optional(),
      reportedFrom: z.iso.datetime({ offset: true }).optional(),
      reportedUntil: z.iso.datetime({ offset: true }).optional(),
      text: z.string().min(1).max(100).optional(),
      sort: z.enum(CASE_SORTS).default('reportedAt'),
    }),
    answer: listOf(caseAnswer),
    // Words and alarms are looked for in every case that may be seen.
    heavy: ({ text, alarm }) => text !== undefined || alarm !== undefined,
    async handle(context, { query }) {
      const {
        stage,
        division,
        department,
        grid,
        source,
        device,
        alarm,
        light,
        overdue,
        wasOverdue,
        suspended,
        open,
        setAside,
        reportedFrom,
        reportedUntil,
        text,
        sort,
      } = query;
      const filter = present({
        stages: stage,
        divisionPrefix: division,
        departmentId: department,
        gridCode: grid,
        source,
        deviceId: device,
        alarmId: alarm,
        light,
        overdue,
        wasOverdue,
        suspended,
        open,
        setAside,
        reportedFrom,
        reportedUntil,
        text,
      });
      const page = await listCases(sql, viewerOf(context), filter, readPage(query, sort), sort);
      return {
        items: page.items.map((row) => presentCase(row, deps.reference)),
        nextCursor: page.nextCursor,
      };
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/cases/{caseId}',
    access: holdersOf('case:read'),
    tag: TAG,
    summary: 'One case; its ETag goes into If-Match of the next step',
    params: caseParams,
    answer: caseInFullAnswer,
    async handle(context, { params }) {
      const row = await readableCase(context, deps, params.caseId);
      const now = nowIso(deps);
      const shown = {
        ...presentCaseInFull(row, now, deps.reference.caseTiming(), deps.reference),
        steps: stepsOf(context, deps, row, now).map(presentStep),
        blockedSteps: blockedFor(context, deps, row, now),
        relations: await relationsOf(deps, params.caseId),
      };
      // What a clock has used runs on by itself; who reads a case again is told what has changed.
      const clocks = shown.clocks.map(({ usedMs: _ms, usedShare: _share, ...clock }) => clock);
      setETag(context, row.version, digestOfShown(deps, { ...shown, clocks }));
      return shown;
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/cases/{caseId}/timeline',
    access: holdersOf('case:read'),
    tag: TAG,
    summary: 'Everything that happened to a case, oldest first; personal fields stay sealed',
    params: caseParams,
    answer: wholeListOf(caseEventAnswer),
    async handle(context, { params }) {
      await readableCase(context, deps, params.caseId);
      const rows = await readCaseTimeline(sql, params.caseId);
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

  const reportCase = async (context: Context<ApiEnv>): Promise<Shown<typeof reportedCaseAnswer>> => {
    const { report, photos, photosAfter } = await readReport(context, deps);
    const location = { ...report.location, address: report.location.address ?? '' };
    const place = locatedDivision(location, deps);
    requireAllowed(context, deps, casePolicy, 'case:report', { after: at(place.divisionCode) });
    requireSource(context, deps, report.source, place.divisionCode);
    // Settling a case on the spot is a grid worker's doing.
    if (report.selfHandling !== undefined)
      requireAllowed(context, deps, casePolicy, 'case:inspect', { after: at(place.divisionCode) });
    const { componentId, matterCode } = report;
    if (matterCode !== undefined) await requireMatter(deps, matterCode);
    if (componentId !== undefined && (await findComponent(sql, componentId)) === undefined)
      throw new ProblemError(
        'unknownComponent',
        { zh: '部件未登记', en: 'the component is not registered' },
        { componentId },
      );
    const { userId } = context.var.user;
    const key = context.req.header('idempotency-key');
    const caseId = key === undefined ? newId() : derivedId('case', userId, key);
    const personId = petitionerOf(caseId);
    const command = commandContext(
      context,
      { report, photos, photosAfter },
      report.petitioner === undefined ? undefined : personId,
    );
    const { petitioner } = report;
    const sealPetitioner =
      petitioner === undefined
        ? null
        : async () => ({
            personId,
            name: await vault.seal(personId, petitioner.name),
            phone: await vault.seal(personId, petitioner.phone),
          });
    const state = await settle(
      context,
      deps,
      await openCase(
        store,
        handle,
        requireCaseTiming(deps),
        {
          caseId,
          source: report.source,
          reporterId: userId,
          petitioner: sealPetitioner,
          description: report.description,
          location,
          ...place,
          matterCode: report.matterCode ?? null,
          severity: null,
          photos,
          alarm: null,
          ...(report.selfHandling === undefined
            ? {}
            : { selfHandling: { result: report.selfHandling.result, photosAfter } }),
          ...(componentId === undefined ? {} : { componentId }),
          at: nowIso(deps),
        },
        command,
      ),
    );
    // Hints: the report stands, whatever becomes of them.
    const duplicateCandidates = await candidatesOf(context, caseId).catch((err: unknown) => {
      deps.logger.warn({ err, caseId }, 'duplicates not searched');
      return [];
    });
    context.header('location', `/api/v1/cases/${caseId}`);
    return {
      caseId,
      caseNumber: state.caseNumber,
      stage: state.stage,
      divisionCode: state.divisionCode,
      gridCode: state.gridCode,
      duplicateCandidates,
      hints: farHints([...photos, ...photosAfter], location, deps.config.YIWANG_ATTACHMENT_FAR_METERS),
    };
  };
  plainRoute(
    app,
    {
      method: 'post',
      path: '/cases',
      tag: TAG,
      summary:
        'Report a case, with photos as multipart/form-data (fields `report` and `photo`) or without as JSON',
      access: holdersOf('case:report'),
      request: {
        headers: COMMAND_HEADERS,
        body: {
          required: true,
          content: {
            'application/json': { schema: reportBody },
            'multipart/form-data': {
              schema: z.object({
                report: reportBody,
                photo: filesField.optional(),
                attachment: filesField.optional(),
                photoAfter: filesField.optional(),
              }),
            },
          },
        },
      },
      responses: {
        201: { description: 'Reported', content: { 'application/json': { schema: reportedCaseAnswer } } },
      },
    },
    async (context) => context.json(await reportCase(context), 201),
  );

  taskRoutes(app, deps);
  caseTransitionRoutes(app, deps);
};
