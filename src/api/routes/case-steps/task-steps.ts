import { z } from '@hono/zod-openapi';
import { chooseWorker } from '../../../application/choose-worker.ts';
import { field } from '../../form-fields.ts';
import { ProblemError } from '../../problems.ts';
import { attachmentDigests, findAttachments } from '../../report-body.ts';
import { id, opinion, personCan, reason, type StepInput, step } from './step.ts';

const executor = { executorId: field(id, 'gridWorker', '执行人', 'Grid worker').optional() };

/**
 * The worker to be sent: the named person, if a grid worker there, otherwise the nearest one on duty. Throws notAGridWorker,
 * noWorkerOnDuty.
 */
const chooseFor = async (
  { row, deps, at }: StepInput<unknown>,
  executorId: string | undefined,
  excludedIds: readonly string[] = [],
) => {
  const divisionCode = row.division_code;
  if (executorId !== undefined) {
    const serves = await personCan(
      executorId,
      'case:inspect',
      { divisionCode, departmentId: null },
      { deps, at },
    );
    if (!serves)
      throw new ProblemError(
        'notAGridWorker',
        { zh: '该用户不是当地网格员', en: 'the user is not a grid worker of this place' },
        { executorId },
      );
    return { executorId, distance: null };
  }
  const place = { lon: row.lon, lat: row.lat, divisionCode };
  const excluded = [...row.state.handlerIds, ...excludedIds];
  const chosen = await chooseWorker(deps.core.sql, deps.reference, place, excluded);
  if (chosen === undefined)
    throw new ProblemError(
      'noWorkerOnDuty',
      { zh: '当地没有在岗的网格员，请指定执行人', en: 'no grid worker is on duty here: name a person' },
      { divisionCode },
    );
  return chosen;
};

const result = { photos: field(attachmentDigests, 'photos', '现场照片', 'Photos of the place') };
/** For verification: whether the incident is as reported. */
const confirmed = field(z.boolean(), 'flag', '是否属实', 'As reported', {
  yes: { zh: '属实', en: 'As reported' },
  no: { zh: '不属实', en: 'Not as reported' },
});
/** For checking: whether it was handled well. */
const passed = field(z.boolean(), 'flag', '是否处置好', 'Handled well', {
  yes: { zh: '已处置好', en: 'Handled well' },
  no: { zh: '未处置好', en: 'Not handled well' },
});

export const TASK_STEPS = [
  ...(['SendVerifyTask', 'SendCheckTask'] as const).map((type) =>
    step({
      command: type,
      body: opinion.extend(executor),
      async build(input) {
        const { body, actor, at, newId } = input;
        const chosen = await chooseFor(input, body.executorId);
        return { type, taskId: newId, ...chosen, opinion: body.opinion, actor, at };
      },
    }),
  ),
  step({
    command: 'ReassignTask',
    body: reason.extend(executor),
    async build(input) {
      const { body, params, actor, at, row } = input;
      const present = row.task_executor_id === null ? [] : [row.task_executor_id];
      const chosen = await chooseFor(input, body.executorId, present);
      return { type: 'ReassignTask', taskId: params.taskId!, ...chosen, reason: body.reason, actor, at };
    },
  }),
  step({
    command: 'CancelTask',
    body: reason,
    build: ({ body, params, actor, at }) => ({
      type: 'CancelTask',
      taskId: params.taskId!,
      ...body,
      actor,
      at,
    }),
  }),
  step({
    command: 'CompleteVerifyTask',
    body: opinion.extend({ confirmed, ...result }),
    build: async ({ body, params, actor, at, deps, person }) => ({
      type: 'CompleteVerifyTask',
      taskId: params.taskId!,
      confirmed: body.confirmed,
      opinion: body.opinion,
      photos: await findAttachments(body.photos, deps, person),
      actor,
      at,
    }),
  }),
  step({
    command: 'CompleteCheckTask',
    body: opinion.extend({ passed, ...result }),
    build: async ({ body, params, actor, at, deps, person }) => ({
      type: 'CompleteCheckTask',
      taskId: params.taskId!,
      passed: body.passed,
      opinion: body.opinion,
      photos: await findAttachments(body.photos, deps, person),
      actor,
      at,
    }),
  }),
  step({
    command: 'CheckCase',
    body: opinion.extend({ passed, ...result }),
    build: async ({ body, actor, at, deps, person }) => ({
      type: 'CheckCase',
      passed: body.passed,
      opinion: body.opinion,
      photos: await findAttachments(body.photos, deps, person),
      actor,
      at,
    }),
  }),
];
