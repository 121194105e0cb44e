import { z } from 'zod';
import { REQUEST_KINDS } from '../../governance/events.ts';
import { CASE_FLAGS, type CaseFlag } from '../../governance/index.ts';
import {
  address,
  caseCommand,
  caseSource,
  caseStage,
  clockName,
  description,
  light,
  limitUnit,
  linkKind,
  provisional,
  severity,
} from './case-fields.ts';
import { caseRelationsAnswer } from './case-relations.ts';
import {
  caseId,
  caseNumber,
  count,
  departmentId,
  deviceId,
  divisionCode,
  eventData,
  gridCode,
  isoTime,
  listOf,
  madeId,
  matterCode,
  point,
  text,
  userId,
  version,
} from './common.ts';
import { duplicateCandidateAnswer } from './duplicates.ts';
import { role } from './people.ts';

export const filingStandardRef = z
  .strictObject({
    standardId: text('taiyuan'),
    standardVersion: version,
    rowId: text('C1-01-1'),
    matterName: text('井盖缺失'),
    filingCondition: text('井盖丢失，造成安全隐患'),
    closingCondition: text('井盖补齐'),
    limit: z.number().meta({ example: 2 }),
    limitUnit,
  })
  .meta({ id: 'FilingStandardRow' });

const caseFields = {
  caseId,
  caseNumber,
  source: caseSource,
  stage: caseStage,
  description,
  location: z.strictObject({ ...point.shape, address }).meta({ id: 'CaseLocation' }),
  divisionCode,
  gridCode: gridCode.nullable(),
  matterCode: matterCode.nullable(),
  severity: severity.nullable(),
  reporterId: userId.nullable(),
  departmentId: departmentId.nullable(),
  coDepartmentIds: z.array(departmentId),
  handlerId: userId.nullable(),
  standard: filingStandardRef.nullable(),
  deadline: isoTime.nullable().meta({ description: 'Of handling' }),
  overdue: z.boolean(),
  overdueClocks: z.array(clockName).meta({ description: 'Stages whose deadline was missed at some time' }),
  clock: clockName.nullable(),
  light: light.nullable(),
  dueAt: isoTime.nullable().meta({ description: 'When the current stage is due' }),
  clockUnit: limitUnit.nullable().meta({ description: 'Unit of the limit of the current stage' }),
  deadlineProvisional: provisional,
  dueAtProvisional: provisional,
  names: z
    .strictObject({
      place: text('太原市 迎泽区'),
      grid: text('柳南社区第 3 网格').nullable(),
      matter: text('井盖缺失').nullable(),
      department: text('迎泽区城市管理局').nullable(),
      coDepartments: z.array(text('迎泽区园林局')),
    })
    .meta({ id: 'CaseNames', description: 'Names of its codes' }),
  setAsideAs: linkKind.nullable(),
  linkedTo: z.strictObject({ caseId, caseNumber }).nullable(),
  suspendedUntil: isoTime.nullable(),
  deferredUntil: isoTime.nullable(),
  reworkCount: count,
  alarmIds: z.array(madeId),
  openAlarmIds: z.array(madeId),
  alarmPlaces: z
    .array(z.strictObject({ alarmId: madeId, place: text('3 号楼 2 单元 1 层') }))
    .meta({ description: 'Location from its alarms, within the area monitored by the device' }),
  deviceId: deviceId.nullable(),
  photoCount: count,
  reportedAt: isoTime,
  updatedAt: isoTime,
  closedAt: isoTime.nullable(),
  version,
};
export const caseAnswer = z.strictObject(caseFields).meta({ id: 'Case' });

const caseClock = z
  .strictObject({
    clock: clockName,
    run: z.number().int().meta({ example: 1, description: 'Number of times this clock was started' }),
    state: z.enum(['running', 'paused', 'stopped']),
    limit: z.number().meta({ example: 2 }),
    unit: limitUnit,
    extensions: z.number().int().meta({ example: 0 }),
    startedAt: isoTime,
    since: isoTime,
    usedMs: z.number().meta({ example: 5_400_000 }),
    yellowAt: isoTime.nullable(),
    redAt: isoTime,
    deadline: isoTime,
    light,
    overdue: z.boolean(),
    deferredSince: isoTime.nullable(),
    deferredMs: z.number().meta({ example: 0 }),
    calendarVersion: text('cn-2026@1'),
    provisional,
    usedShare: z.number().nullable().meta({ example: 0.375 }),
  })
  .meta({ id: 'CaseClock' });

const caseTask = z
  .strictObject({
    taskId: madeId,
    kind: z.enum(['verify', 'check']),
    executorId: userId,
    sentAt: isoTime,
  })
  .meta({ id: 'CaseTask' });
const openTask = z
  .strictObject({ ...caseTask.shape, deadline: isoTime.nullable(), provisional, light: light.nullable() })
  .meta({ id: 'OpenCaseTask' });
const caseRequest = z
  .strictObject({
    requestId: madeId,
    kind: z.enum(REQUEST_KINDS),
    requesterId: userId,
    until: isoTime.nullable(),
    reason: text('备件采购需要两天'),
    at: isoTime,
  })
  .meta({ id: 'CaseRequest' });

const stepFields = {
  command: caseCommand,
  name: text('受理'),
  resource: text('acceptance').meta({ description: '`POST /cases/{caseId}/{resource}`' }),
};
const offeredStep = z.strictObject(stepFields).meta({ id: 'OfferedStep' });
const blockedStep = z
  .strictObject({
    command: caseCommand,
    name: text('结案'),
    nameEn: text('Close'),
    code: text('taskOpen').meta({
      description: 'Code with which the step would be refused, or `forbidden` if the right is missing',
    }),
    zh: text('任务尚未完成'),
    en: text('A task is still open'),
    roles: z.array(role).meta({ description: 'Roles that take this step' }),
  })
  .meta({ id: 'BlockedStep' });
const due = { deadline: isoTime.nullable(), provisional, light: light.nullable() };

const caseFlags = z.strictObject(
  Object.fromEntries(CASE_FLAGS.map((flag) => [flag, z.boolean()])) as Record<CaseFlag, z.ZodBoolean>,
);

/** The part of a case's decider state that is shown. */
export const caseStateFields = {
  inTime: z.boolean().nullable(),
  evaluatedInTime: z.boolean().nullable(),
  returned: z.boolean(),
  assignedHandlerId: userId.nullable(),
  refuseBy: isoTime.nullable(),
  dispatchedIds: z.array(departmentId),
  coFeedbackIds: z.array(departmentId),
  requests: z.array(caseRequest),
  extensions: count,
  supervisions: z.array(
    z.strictObject({
      supervisionId: madeId,
      departmentId,
      opinion: text('请今日办结并回复'),
      replyBy: isoTime,
      provisional: z.literal(true).optional(),
      reply: text('已派人到场').nullable(),
    }),
  ),
  shirkedIds: z.array(departmentId),
  appeal: z
    .strictObject({
      appealId: madeId,
      state: z.enum(['firstReview', 'secondReview', 'approved', 'refused']),
    })
    .nullable(),
  rulesVersion: text('case-rules@1').nullable(),
  rating: z
    .strictObject({ score: z.number().int().meta({ example: 4 }), at: isoTime })
    .optional()
    .meta({ description: 'By the person who reported it without an account, 1 to 5' }),
};

export const caseInFullAnswer = z
  .strictObject({
    ...caseFields,
    clocks: z.array(caseClock),
    flags: caseFlags,
    ...caseStateFields,
    refuseProvisional: provisional,
    task: openTask.nullable(),
    steps: z.array(offeredStep),
    blockedSteps: z.array(blockedStep).meta({
      description: 'Steps of the current stage that this person cannot take now, and why',
    }),
    relations: caseRelationsAnswer,
  })
  .meta({ id: 'CaseInFull' });

export const taggedCaseAnswer = z
  .strictObject({
    case: caseInFullAnswer,
    etag: z
      .string()
      .meta({ example: '"7-3f2a91"', description: 'As If-Match of the next step of this case' }),
  })
  .meta({ id: 'TaggedCase' });

/** A case that waits for a step of the caller. */
export const awaitedCaseAnswer = z
  .strictObject({
    ...caseFields,
    ...due,
    task: openTask.nullable(),
    requests: z.array(caseRequest),
    steps: z.array(z.strictObject({ ...stepFields, ...due })),
  })
  .meta({ id: 'AwaitedCase' });
export const tasksAnswer = listOf(awaitedCaseAnswer);

/** A case after a step of the work loop; `id` identifies what the step created: a task, a request, a supervision, an appeal. */
export const steppedCaseAnswer = z
  .strictObject({
    caseId,
    caseNumber,
    stage: caseStage,
    departmentId: departmentId.nullable(),
    task: caseTask.nullable(),
    deadline: isoTime.nullable(),
    dueAt: isoTime.nullable(),
    deadlineProvisional: provisional,
    dueAtProvisional: provisional,
    overdue: z.boolean(),
    inTime: z.boolean().nullable(),
    suspendedUntil: isoTime.nullable(),
    id: madeId.optional(),
  })
  .meta({ id: 'SteppedCase' });

export const caseEventAnswer = z
  .strictObject({
    version,
    type: text('CaseAccepted'),
    at: isoTime,
    actor: text('user:user-7d3f0c1b9a5e'),
    actorName: text('李晓梅').nullable().meta({ description: 'Name of the person; null for the system' }),
    data: eventData,
  })
  .meta({ id: 'CaseEvent' });

/** A person who may be named in a step of a case. */
export const casePersonAnswer = z
  .strictObject({
    userId,
    name: text('张建军'),
    openCases: count.meta({ description: 'Cases that wait for this person' }),
    onDuty: z.boolean(),
  })
  .meta({ id: 'CasePerson' });

export const reportedCaseAnswer = z
  .strictObject({
    caseId,
    caseNumber,
    stage: caseStage,
    divisionCode,
    gridCode: gridCode.nullable(),
    duplicateCandidates: z.array(duplicateCandidateAnswer),
    hints: z.array(
      z.strictObject({
        code: z.literal('photoFarFromPoint'),
        digest: text('9b74c9897bac770ffc029102a200c5de9b74c9897bac770ffc029102a200c5de'),
        meters: z.number().meta({ example: 640 }),
      }),
    ),
  })
  .meta({ id: 'ReportedCase' });
