import { z } from '@hono/zod-openapi';
import { field } from '../../form-fields.ts';
import { ProblemError } from '../../problems.ts';
import { attachmentDigests, findAttachments } from '../../report-body.ts';
import { id, opinion, personCan, reason, requireDepartment, step, text } from './step.ts';

const dispatch = opinion.extend({
  departmentId: field(id, 'department', '处置部门', 'Department'),
  coDepartmentIds: field(z.array(id).max(10), 'departments', '协办部门', 'Co-handling departments').default(
    [],
  ),
});
const feedback = z.object({
  result: field(text, 'text', '处置结果', 'Result'),
  photos: field(attachmentDigests, 'photos', '处置后照片', 'Photos after handling'),
});

export const HANDLING_STEPS = [
  ...(['DispatchCase', 'RedispatchCase'] as const).map((type) =>
    step({
      command: type,
      body: dispatch,
      build({ body, actor, at, deps }) {
        const departmentId = requireDepartment(body.departmentId, deps);
        const coDepartmentIds = body.coDepartmentIds.map((each) => requireDepartment(each, deps));
        return { type, departmentId, coDepartmentIds, opinion: body.opinion, actor, at };
      },
    }),
  ),
  step({
    command: 'RefuseDispatch',
    body: reason,
    build: ({ body, actor, at }) => ({ type: 'RefuseDispatch', ...body, actor, at }),
  }),
  step({
    command: 'AssignHandler',
    body: opinion.extend({ handlerId: field(id, 'handler', '处置人员', 'Handler') }),
    async build({ body, actor, at, row, deps }) {
      const target = { divisionCode: row.division_code, departmentId: row.department_id };
      if (!(await personCan(body.handlerId, 'case:handle', target, { deps, at })))
        throw new ProblemError(
          'notOfDepartment',
          { zh: '该用户不是本单位处置人员', en: 'the user is not a handler of this department' },
          { handlerId: body.handlerId },
        );
      return { type: 'AssignHandler', ...body, actor, at };
    },
  }),
  step({
    command: 'WithdrawHandler',
    body: reason,
    build: ({ body, actor, at }) => ({ type: 'WithdrawHandler', ...body, actor, at }),
  }),
  step({
    command: 'StartHandling',
    body: z.object({}),
    build: ({ actor, at }) => ({ type: 'StartHandling', actor, at }),
  }),
  ...(['GiveCoFeedback', 'GiveFeedback'] as const).map((type) =>
    step({
      command: type,
      body: feedback,
      build: async ({ body, actor, at, deps, person }) => ({
        type,
        result: body.result,
        photos: await findAttachments(body.photos, deps, person),
        actor,
        at,
      }),
    }),
  ),
];
