import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { CaseRow } from '../../../projections/case-list/project.ts';
import { findCase, listCases } from '../../../projections/case-list/queries.ts';
import { readCaseTimeline } from '../../../projections/case-timeline/queries.ts';
import { createCommandHandler } from '../../application/command-handler.ts';
import { openCase } from '../../application/open-case.ts';
import { farHints } from '../../attachments/far-from-point.ts';
import { CASE_SOURCES, CASE_STAGES } from '../../governance/events.ts';
import { CASE_WORKFLOW, isTerminal, stagesAwaiting } from '../../governance/index.ts';
import { can, isValidAt, scopesFor } from '../../identity/index.ts';
import { derivedId, newId } from '../../platform/ids.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { endpoint, listOf, record } from '../endpoint.ts';
import { presentCase } from '../present.ts';
import { ProblemError } from '../problems.ts';
import { readReport, reportBody } from '../report-body.ts';
import { commandContext, nowIso, pageQuery, present, readPage, requireRight, settle } from '../request.ts';
import { caseTransitionRoutes } from './case-transitions.ts';

const TAG = 'cases';
const caseParams = z.object({ caseId: z.string().max(64) });
const stageList = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(CASE_STAGES)));

/** The case, if the user may see it: by division and department, or by having taken part. */
export const readableCase = async (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  caseId: string,
): Promise<CaseRow> => {
  const row = await findCase(deps.core.sql, caseId);
  if (row === undefined) throw new ProblemError('caseUnknown', '案件不存在');
  requireRight(context, deps, 'case:read', targetOf(row));
  return row;
};

export const targetOf = (row: CaseRow) => ({
  divisionCode: row.division_code,
  departmentId: row.department_id,
  participantIds: row.participants,
});

export const caseRoutes = (app: Api, deps: ApiDeps): void => {
  const { sql, store, vault } = deps.core;
  const handle = createCommandHandler(store);
  const viewerOf = (context: Context<ApiEnv>) => ({
    userId: context.var.user.userId,
    scopes: scopesFor(context.var.user.assignments, 'case:read', nowIso(deps)),
  });

  endpoint(app, {
    method: 'get',
    path: '/case-workflow',
    tag: TAG,
    summary: 'The transition table that the work loop obeys',
    handle: (context) =>
      context.json({
        stages: CASE_STAGES,
        terminal: CASE_STAGES.filter(isTerminal),
        transitions: CASE_WORKFLOW,
      }),
  });

  endpoint(app, {
    method: 'get',
    path: '/cases',
    tag: TAG,
    summary: 'Cases that I may see, latest report first',
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
      overdue: z.stringbool().optional(),
      open: z.stringbool().optional(),
      reportedFrom: z.iso.datetime({ offset: true }).optional(),
      reportedUntil: z.iso.datetime({ offset: true }).optional(),
      text: z.string().min(1).max(100).optional(),
    }),
    answer: listOf(record),
    async handle(context, { query }) {
      const {
        stage,
        division,
        department,
        grid,
        source,
        device,
        overdue,
        open,
        reportedFrom,
        reportedUntil,
        text,
      } = query;
      const filter = present({
        stages: stage,
        divisionPrefix: division,
        departmentId: department,
        gridCode: grid,
        source,
        deviceId: device,
        overdue,
        open,
        reportedFrom,
        reportedUntil,
        text,
      });
      const page = await listCases(sql, viewerOf(context), filter, readPage(query));
      return context.json({ items: page.items.map(presentCase), nextCursor: page.nextCursor });
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/tasks',
    tag: TAG,
    summary: 'Cases that wait for a step of mine',
    query: z.object(pageQuery),
    answer: listOf(record),
    async handle(context, { query }) {
      const now = nowIso(deps);
      const { user } = context.var;
      const stages = user.assignments
        .filter((held) => isValidAt(held, now))
        .flatMap(({ role }) => stagesAwaiting(role));
      if (stages.length === 0) return context.json({ items: [], nextCursor: null });
      const page = await listCases(sql, viewerOf(context), { stages: [...new Set(stages)] }, readPage(query));
      const items = page.items.flatMap((row) => {
        const steps = CASE_WORKFLOW.filter(
          (step) =>
            step.awaited && step.from.includes(row.stage) && can(user, step.permission, targetOf(row), now),
        );
        return steps.length === 0
          ? []
          : [
              {
                ...presentCase(row),
                steps: steps.map(({ command, name, resource }) => ({ command, name, resource })),
              },
            ];
      });
      return context.json({ items, nextCursor: page.nextCursor });
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/cases/{caseId}',
    tag: TAG,
    summary: 'One case; its ETag goes into If-Match of the next step',
    params: caseParams,
    async handle(context, { params }) {
      const row = await readableCase(context, deps, params.caseId);
      context.header('etag', `"${row.version}"`);
      const now = nowIso(deps);
      const steps = CASE_WORKFLOW.filter(
        (step) => step.from.includes(row.stage) && can(context.var.user, step.permission, targetOf(row), now),
      );
      return context.json({
        ...presentCase(row),
        steps: steps.map(({ command, name, resource }) => ({ command, name, resource })),
      });
    },
  });

  endpoint(app, {
    method: 'get',
    path: '/cases/{caseId}/timeline',
    tag: TAG,
    summary: 'Everything that happened to a case, oldest first; personal fields stay sealed',
    params: caseParams,
    answer: listOf(record),
    async handle(context, { params }) {
      await readableCase(context, deps, params.caseId);
      const rows = await readCaseTimeline(sql, params.caseId);
      const items = rows.map(({ version, type, at, actor, data }) => {
        const shown =
          'petitioner' in data && data.petitioner !== null ? { ...data, petitioner: { masked: true } } : data;
        return { version, type, at, actor, data: shown };
      });
      return context.json({ items, nextCursor: null });
    },
  });

  app.openAPIRegistry.registerPath({
    method: 'post',
    path: '/cases',
    tags: [TAG],
    summary:
      'Report a case, with photos as multipart/form-data (fields `report` and `photo`) or without as JSON',
    security: [{ bearer: [] }],
    request: { body: { content: { 'application/json': { schema: reportBody } } } },
    responses: { 201: { description: 'Reported', content: { 'application/json': { schema: record } } } },
  });
  app.post('/cases', async (context) => {
    const { report, photos } = await readReport(context, deps);
    const location = { ...report.location, address: report.location.address ?? '' };
    const locator = deps.reference.locator();
    const division = locator.divisionOf(location);
    if (division === null) throw new ProblemError('outsideProvince', '坐标不在本省范围内');
    requireRight(context, deps, 'case:report', { divisionCode: division.code });
    const command = commandContext(context, { report, photos });
    const { userId } = context.var.user;
    const caseId = command.key === undefined ? newId() : derivedId('case', userId, command.key);
    const personId = `petitioner-${caseId}`;
    const petitioner =
      report.petitioner === undefined
        ? null
        : {
            personId,
            name: await vault.seal(personId, report.petitioner.name),
            phone: await vault.seal(personId, report.petitioner.phone),
          };
    const state = await settle(
      context,
      deps,
      await openCase(
        store,
        handle,
        {
          caseId,
          source: report.source,
          reporterId: userId,
          petitioner,
          description: report.description,
          location,
          divisionCode: division.code,
          gridCode: locator.gridOf(location)?.code ?? null,
          matterCode: report.matterCode ?? null,
          severity: null,
          photos,
          alarm: null,
          at: nowIso(deps),
        },
        command,
      ),
    );
    context.header('location', `/api/v1/cases/${caseId}`);
    return context.json(
      {
        caseId,
        caseNumber: state.caseNumber,
        stage: state.stage,
        divisionCode: state.divisionCode,
        gridCode: state.gridCode,
        hints: farHints(photos, location, deps.config.YIWANG_ATTACHMENT_FAR_METERS),
      },
      201,
    );
  });

  caseTransitionRoutes(app, deps);
};
