import { z } from '@hono/zod-openapi';
import { field } from '../../form-fields.ts';
import { approved, id, opinion, reason, requireDepartment, step, text } from './step.ts';

const until = field(z.iso.datetime({ offset: true }), 'time', '截止时间', 'Until');
const decision = opinion.extend({ approved });
const toUtc = (time: string): string => new Date(time).toISOString();

export const ADJUSTMENT_STEPS = [
  ...(['RequestExtension', 'RequestVoid'] as const).map((type) =>
    step({
      command: type,
      body: reason,
      build: ({ body, actor, at, newId }) => ({ type, requestId: newId, ...body, actor, at }),
    }),
  ),
  ...(['RequestSuspension', 'RequestDeferral'] as const).map((type) =>
    step({
      command: type,
      body: reason.extend({ until }),
      build: ({ body, actor, at, newId }) => ({
        type,
        requestId: newId,
        reason: body.reason,
        until: toUtc(body.until),
        actor,
        at,
      }),
    }),
  ),
  ...(['DecideExtension', 'DecideSuspension', 'DecideDeferral', 'DecideVoid'] as const).map((type) =>
    step({
      command: type,
      body: decision,
      build: ({ body, params, actor, at }) => ({ type, requestId: params.requestId!, ...body, actor, at }),
    }),
  ),
  ...(['VoidCase', 'ResumeCase', 'EndDeferral'] as const).map((type) =>
    step({ command: type, body: reason, build: ({ body, actor, at }) => ({ type, ...body, actor, at }) }),
  ),
];

export const SUPERVISION_STEPS = [
  step({
    command: 'SuperviseCase',
    body: opinion.extend({
      departmentId: field(id, 'department', '被督办部门', 'Department supervised').optional(),
    }),
    build: ({ body, actor, at, newId }) => ({
      type: 'SuperviseCase',
      supervisionId: newId,
      opinion: body.opinion,
      ...(body.departmentId === undefined ? {} : { departmentId: body.departmentId }),
      actor,
      at,
    }),
  }),
  step({
    command: 'AnswerSupervision',
    body: z.object({ reply: field(text, 'text', '督办回复', 'Reply') }),
    build: ({ body, params, actor, at }) => ({
      type: 'AnswerSupervision',
      supervisionId: params.supervisionId!,
      ...body,
      actor,
      at,
    }),
  }),
  step({
    command: 'UrgeCase',
    body: opinion,
    build: ({ body, actor, at }) => ({ type: 'UrgeCase', ...body, actor, at }),
  }),
  step({
    command: 'FlagShirk',
    body: reason.extend({ departmentId: field(id, 'department', '推诿部门', 'Department that shirked') }),
    build: ({ body, actor, at, deps }) => ({
      type: 'FlagShirk',
      reason: body.reason,
      departmentId: requireDepartment(body.departmentId, deps),
      actor,
      at,
    }),
  }),
  step({
    command: 'ForceClose',
    body: reason,
    build: ({ body, actor, at }) => ({ type: 'ForceClose', ...body, actor, at }),
  }),
  step({
    command: 'AppealCase',
    body: reason,
    build: ({ body, actor, at, newId }) => ({ type: 'AppealCase', appealId: newId, ...body, actor, at }),
  }),
  ...(['ReviewAppealFirst', 'ReviewAppealSecond'] as const).map((type) =>
    step({
      command: type,
      body: decision,
      build: ({ body, params, actor, at }) => ({ type, appealId: params.appealId!, ...body, actor, at }),
    }),
  ),
];
