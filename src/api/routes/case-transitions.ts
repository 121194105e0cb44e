import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { findCase } from '../../../projections/case-list/queries.ts';
import { createCommandHandler } from '../../application/command-handler.ts';
import type { CaseState } from '../../governance/index.ts';
import {
  addLimit,
  type CaseActor,
  type CaseCommand,
  type CaseTransitionCommand,
  caseDecider,
  caseStream,
  findRow,
  MAX_TEXT_LENGTH,
  refOf,
  transitionOf,
} from '../../governance/index.ts';
import type { Api, ApiDeps, ApiEnv } from '../deps.ts';
import { endpoint } from '../endpoint.ts';
import { ProblemError } from '../problems.ts';
import { attachmentDigests, findAttachments } from '../report-body.ts';
import { commandContext, nowIso, requireRight, settle } from '../request.ts';

const text = z.string().max(MAX_TEXT_LENGTH * 2);
const opinion = z.object({ opinion: text });
const reason = z.object({ reason: text });
interface Step<Body extends z.ZodType> {
  readonly command: CaseTransitionCommand;
  readonly body: Body;
  /** Makes the decider's command; may look things up and refuse. */
  readonly build: (input: {
    body: z.infer<Body>;
    actor: CaseActor;
    at: string;
    deps: ApiDeps;
    readState: () => Promise<CaseState>;
  }) => CaseCommand | Promise<CaseCommand>;
}

const step = <Body extends z.ZodType>(definition: Step<Body>): Step<z.ZodType> =>
  definition as unknown as Step<z.ZodType>;

const STEPS: readonly Step<z.ZodType>[] = [
  step({
    command: 'AcceptCase',
    body: opinion,
    build: ({ body, actor, at }) => ({ type: 'AcceptCase', opinion: body.opinion, actor, at }),
  }),
  step({
    command: 'RejectCase',
    body: reason,
    build: ({ body, actor, at }) => ({ type: 'RejectCase', reason: body.reason, actor, at }),
  }),
  step({
    command: 'FileCase',
    body: opinion.extend({
      standardId: z.string().max(64).optional(),
      rowId: z.string().max(64).optional(),
    }),
    build({ body, actor, at, deps }) {
      const chosen = body.standardId !== undefined && body.rowId !== undefined;
      const standard = chosen ? deps.reference.standards().get(body.standardId!) : undefined;
      const row = standard && findRow(standard, body.rowId!);
      if (chosen && (standard === undefined || row === undefined)) {
        throw new ProblemError('unknownStandardRow', '立案标准不存在', {
          standardId: body.standardId,
          rowId: body.rowId,
        });
      }
      return {
        type: 'FileCase',
        standard: standard && row ? refOf(standard, row) : null,
        opinion: body.opinion,
        actor,
        at,
      };
    },
  }),
  step({
    command: 'DispatchCase',
    body: opinion.extend({ departmentId: z.string().max(64) }),
    async build({ body, actor, at, deps, readState }) {
      if (!deps.reference.departments().has(body.departmentId))
        throw new ProblemError('unknownDepartment', '部门不存在');
      const calendar = deps.reference.calendar();
      const { standard } = await readState();
      if (calendar === undefined) throw new ProblemError('calendarYearMissing', '没有工作日历');
      // Without a standard the stage check of the decider refuses; the deadline then never counts.
      const limit =
        standard === null
          ? { limit: 0, unit: 'urgentHour' as const }
          : { limit: standard.limit, unit: standard.limitUnit };
      const result = addLimit(calendar, Date.parse(at), limit.limit, limit.unit);
      if (!result.ok)
        throw new ProblemError(result.code, `工作日历未覆盖 ${result.year} 年`, { year: result.year });
      return {
        type: 'DispatchCase',
        departmentId: body.departmentId,
        deadline: new Date(result.deadline).toISOString(),
        calendarVersion: calendar.version,
        opinion: body.opinion,
        actor,
        at,
      };
    },
  }),
  step({
    command: 'StartHandling',
    body: z.object({}),
    build: ({ actor, at }) => ({ type: 'StartHandling', actor, at }),
  }),
  step({
    command: 'GiveFeedback',
    body: z.object({ result: text, photos: attachmentDigests }),
    build: async ({ body, actor, at, deps }) => ({
      type: 'GiveFeedback',
      result: body.result,
      photos: await findAttachments(body.photos, deps),
      actor,
      at,
    }),
  }),
  step({
    command: 'CheckCase',
    body: opinion.extend({ passed: z.boolean(), photos: attachmentDigests }),
    build: async ({ body, actor, at, deps }) => ({
      type: 'CheckCase',
      passed: body.passed,
      opinion: body.opinion,
      photos: await findAttachments(body.photos, deps),
      actor,
      at,
    }),
  }),
  step({
    command: 'CloseCase',
    body: opinion,
    build: ({ body, actor, at }) => ({ type: 'CloseCase', opinion: body.opinion, actor, at }),
  }),
  step({
    command: 'ReturnCase',
    body: reason,
    build: ({ body, actor, at }) => ({ type: 'ReturnCase', reason: body.reason, actor, at }),
  }),
  step({
    command: 'VoidCase',
    body: reason,
    build: ({ body, actor, at }) => ({ type: 'VoidCase', reason: body.reason, actor, at }),
  }),
];

/** One sub-resource per transition of the workflow table: `POST /cases/{caseId}/{resource}`. */
export const caseTransitionRoutes = (app: Api, deps: ApiDeps): void => {
  const { store, sql } = deps.core;
  const handle = createCommandHandler(store);

  const actorOf = (context: Context<ApiEnv>): CaseActor => ({
    userId: context.var.user.userId,
    departmentIds: context.var.user.assignments.flatMap(({ departmentId }) =>
      departmentId === null ? [] : [departmentId],
    ),
  });

  for (const { command, body: schema, build } of STEPS) {
    const transition = transitionOf(command);
    endpoint(app, {
      method: 'post',
      path: `/cases/{caseId}/${transition.resource}`,
      tag: 'case transitions',
      summary: `${transition.name} (${command})`,
      params: z.object({ caseId: z.string().max(64) }),
      body: schema,
      async handle(context, { params: { caseId }, body }) {
        const row = await findCase(sql, caseId);
        if (row === undefined) throw new ProblemError('caseUnknown', '案件不存在');
        requireRight(context, deps, transition.permission, {
          divisionCode: row.division_code,
          departmentId: row.department_id,
        });
        const readState = async () => {
          const events = await store.readStream(caseStream(caseId));
          return events.reduce(
            (state, event) => caseDecider.evolve(state, event as never),
            caseDecider.initialState,
          );
        };
        const built = await build({ body, actor: actorOf(context), at: nowIso(deps), deps, readState });
        const state = await settle(
          context,
          deps,
          await handle({
            stream: caseStream(caseId),
            decider: caseDecider,
            command: built,
            context: commandContext(context, body),
          }),
        );
        const { stage, departmentId, deadline, overdue, caseNumber } = state;
        return context.json({ caseId, caseNumber, stage, departmentId, deadline, overdue });
      },
    });
  }
};
