import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { findComponent } from '../../../projections/governance/component-list/queries.ts';
import { openCase } from '../../application/open-case.ts';
import { farHints } from '../../attachments/far-from-point.ts';
import { createCommandHandler } from '../../commands/command-handler.ts';
import { petitionerOf } from '../../free-text.ts';
import { casePolicy } from '../../identity/policy/index.ts';
import { derivedId, newId } from '../../platform/ids.ts';
import { holdersOf } from '../access.ts';
import { reportedCaseAnswer } from '../answers/cases.ts';
import type { Shown } from '../answers/shown.ts';
import { filesField } from '../body/form.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { COMMAND_HEADERS, plainRoute } from '../endpoint.ts';
import { requireMatter } from '../known-matter.ts';
import { at, requireAllowed } from '../policy.ts';
import { ProblemError } from '../problems.ts';
import { readReport, reportBody } from '../report-body.ts';
import { locatedDivision } from '../report-place.ts';
import { requireSource } from '../report-source.ts';
import { commandContext, nowIso, requireCaseTiming, settle } from '../request.ts';
import { createCandidateList } from './case-relations.ts';

/** Reporting a case: the report with its photos becomes a case, and the answer contains hints. */
export const caseReportRoute = (app: Api, deps: ApiDeps): void => {
  const { sql, store, vault } = deps.core;
  const handle = createCommandHandler(store);
  const candidatesOf = createCandidateList(deps);

  const reportCase = async (context: Context<ApiEnv>): Promise<Shown<typeof reportedCaseAnswer>> => {
    const { report, photos, photosAfter } = await readReport(context, deps);
    const location = { ...report.location, address: report.location.address ?? '' };
    const place = locatedDivision(location, deps);
    requireAllowed(context, deps, casePolicy, 'case:report', { after: at(place.divisionCode) });
    requireSource(context, deps, report.source, place.divisionCode);
    // Only grid workers resolve a case on the spot.
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
    // Only hints: the report is valid even if they fail.
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
      tag: 'cases',
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
};
