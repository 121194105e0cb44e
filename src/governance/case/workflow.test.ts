import { describe, expect, test } from 'vitest';
import { ROLES, roleHas } from '../../identity/index.ts';
import {
  CASE_COMMANDS,
  CASE_WORKFLOW,
  type CaseTransitionCommand,
  isTerminal,
} from '../../workflows/index.ts';
import { CASE_STAGES, type CaseEvent, type CaseStage } from '../events.ts';
import type { CaseCommand } from './commands.ts';
import { createCaseDecider, foldCase } from './decider.ts';
import { CASE_REFUSALS } from './refusals.ts';
import {
  acceptedCase,
  at,
  caseId,
  dispatchedTo,
  feedback,
  late,
  report,
  reported,
  standard,
  timing,
  toChecking,
  toClosing,
  toFiled,
  toHandling,
} from './testing/case-histories.ts';
import { allowedIn, possibleSteps, RETURN_TARGET, stepsAwaiting } from './workflow.ts';

const decider = createCaseDecider(timing);
const until = '2026-03-10T00:00:00.000Z';

const verifying: CaseEvent[] = [
  reported,
  {
    type: 'CaseTaskSent',
    data: { caseId, taskId: 't', kind: 'verify', executorId: 'w', distance: 1, opinion: 'x', at },
  },
];
const selfHandled: CaseEvent = {
  type: 'CaseReported',
  data: {
    ...report,
    source: 'gridWorker',
    reporterId: 'w',
    selfHandling: { result: '已清理', photosAfter: [] },
  },
};
const HISTORIES: Readonly<Record<CaseStage, readonly CaseEvent[]>> = {
  reported: [reported],
  verifying,
  auditing: [selfHandled],
  accepted: [reported, acceptedCase],
  filed: toFiled,
  dispatched: [...toFiled, dispatchedTo('roads')],
  handling: toHandling,
  checking: toChecking,
  closing: toClosing,
  closed: [...toClosing, { type: 'CaseClosed', data: { caseId, opinion: 'x', inTime: false, at } }],
  forceClosed: [reported, { type: 'CaseForceClosed', data: { caseId, from: 'reported', reason: 'x', at } }],
  rejected: [reported, { type: 'CaseRejected', data: { caseId, reason: 'x', at } }],
  declined: [reported, acceptedCase, { type: 'CaseFilingDeclined', data: { caseId, reason: 'x', at } }],
  voided: [reported, { type: 'CaseVoided', data: { caseId, reason: 'x', at } }],
  archived: [
    selfHandled,
    { type: 'CaseSelfHandlingAudited', data: { caseId, approved: true, opinion: 'x', at } },
  ],
  invalid: [
    selfHandled,
    { type: 'CaseSelfHandlingAudited', data: { caseId, approved: false, opinion: 'x', at } },
  ],
};

const request = (kind: 'extension' | 'suspension' | 'deferral' | 'void'): CaseEvent => ({
  type: 'CaseRequestMade',
  data: { caseId, requestId: 'r', kind, requesterId: 'asks', until, reason: 'x', at },
});
/** What has to be open for a step, opened. */
const opened = (command: CaseTransitionCommand, stage: CaseStage): readonly CaseEvent[] => {
  const taskOut: CaseEvent = {
    type: 'CaseTaskSent',
    data: { caseId, taskId: 't', kind: 'check', executorId: 'w', distance: 1, opinion: 'x', at },
  };
  switch (command) {
    case 'CompleteCheckTask':
    case 'ReassignTask':
    case 'CancelTask':
      return stage === 'checking' ? [taskOut] : [];
    case 'WithdrawHandler':
      return [
        {
          type: 'CaseHandlerAssigned',
          data: { caseId, departmentId: 'roads', handlerId: 'h', opinion: 'x', at },
        },
      ];
    case 'DecideExtension':
      return [request('extension')];
    case 'DecideSuspension':
      return [request('suspension')];
    case 'DecideDeferral':
      return [request('deferral')];
    case 'DecideVoid':
      return [request('void')];
    case 'ResumeCase':
      return [{ type: 'CaseSuspended', data: { caseId, requestId: 'r', until, opinion: 'x', at } }];
    case 'EndDeferral':
      return [{ type: 'CaseDeferred', data: { caseId, requestId: 'r', until, opinion: 'x', at } }];
    case 'AnswerSupervision':
      return [
        {
          type: 'CaseSupervised',
          data: { caseId, supervisionId: 's', departmentId: 'roads', opinion: 'x', replyBy: until, at },
        },
      ];
    case 'ReviewAppealFirst':
      return [
        { type: 'CaseAppealed', data: { caseId, appealId: 'a', departmentId: 'roads', reason: 'x', at } },
      ];
    case 'ReviewAppealSecond':
      return [
        { type: 'CaseAppealed', data: { caseId, appealId: 'a', departmentId: 'roads', reason: 'x', at } },
        {
          type: 'CaseAppealReviewed',
          data: { caseId, appealId: 'a', review: 'first', approved: true, opinion: 'x', at },
        },
      ];
    case 'GiveCoFeedback':
      return [
        {
          type: 'CaseDispatched',
          data: { ...dispatchedTo('roads').data, coDepartmentIds: ['water'] } as never,
        },
        ...(stage === 'handling' ? toHandling.slice(-1) : []),
      ];
    case 'RefuseDispatch':
      return [{ type: 'CaseDispatched', data: { ...dispatchedTo('roads').data, refuseBy: until } as never }];
    default:
      // A filed case may have been dispatched before: some steps are about the department that had it.
      return stage === 'filed'
        ? [
            dispatchedTo('roads'),
            { type: 'CaseReturned', data: { caseId, from: 'dispatched', to: 'filed', reason: 'x', at } },
          ]
        : [];
  }
};

const DEPARTMENT: readonly CaseTransitionCommand[] = [
  'RefuseDispatch',
  'AssignHandler',
  'WithdrawHandler',
  'StartHandling',
  'GiveFeedback',
  'RequestExtension',
  'RequestSuspension',
  'RequestDeferral',
  'AnswerSupervision',
  'AppealCase',
];
const TASK: readonly CaseTransitionCommand[] = ['CompleteVerifyTask', 'CompleteCheckTask'];

/** A command of each kind that is refused for nothing but the stage. */
const commandOf = (type: CaseTransitionCommand, stage: CaseStage, passed = true): CaseCommand => {
  const ofDepartment =
    DEPARTMENT.includes(type) || (type === 'ReturnCase' && ['dispatched', 'handling'].includes(stage));
  const actor = TASK.includes(type)
    ? { userId: 'w', departmentIds: [] }
    : type === 'GiveCoFeedback'
      ? { userId: 'u', departmentIds: ['water'] }
      : { userId: 'u', departmentIds: ofDepartment ? ['roads'] : [] };
  return {
    type,
    actor,
    at,
    opinion: '同意',
    reason: '理由',
    result: '完成',
    reply: '已办',
    description: '补充',
    note: '备注',
    photos: [],
    standard,
    passed,
    approved: passed,
    confirmed: passed,
    until,
    changes: { description: '更正' },
    requestId: 'r',
    taskId: 't',
    executorId: 'w2',
    distance: null,
    supervisionId: 's',
    appealId: 'a',
    handlerId: 'h',
    coDepartmentIds: [],
    departmentId: type === 'RedispatchCase' ? 'water' : 'roads',
  } as unknown as CaseCommand;
};

/** The state that a history leads to, at a time when nothing of it is due. */
const outcomeOf = (stage: CaseStage, type: CaseTransitionCommand, passed = true): CaseStage | string => {
  // Feedback in the shared history was in time; an appeal needs it late.
  const base =
    type.includes('Appeal') && stage === 'closed'
      ? HISTORIES[stage].map((event) =>
          event.type === 'CaseFeedbackGiven'
            ? ({ ...feedback, data: { ...feedback.data, inTime: false, at: late } } as CaseEvent)
            : event,
        )
      : HISTORIES[stage];
  const fits = CASE_WORKFLOW.find(({ command }) => command === type)!.from.includes(stage);
  const state = foldCase([...base, ...(fits ? opened(type, stage) : [])]);
  const decision = decider.decide(commandOf(type, stage, passed), state);
  return decision.ok ? decision.events.reduce(decider.evolve, state).stage : decision.refusal.code;
};

describe('the decider follows the published table', () => {
  const pairs = CASE_STAGES.flatMap((stage) => CASE_WORKFLOW.map(({ command }) => [stage, command] as const));
  test.each(pairs)('%s: %s', (stage, command) => {
    const { from, to } = CASE_WORKFLOW.find((transition) => transition.command === command)!;
    const outcome = outcomeOf(stage, command);
    if (from.includes(stage)) expect(to).toContain(outcome);
    else expect(outcome).toBe('impossibleTransition');
  });

  test('the histories of this test end in the stages that they are named after', () => {
    for (const stage of CASE_STAGES) expect(foldCase(HISTORIES[stage]).stage).toBe(stage);
  });
  test('a refusal names the steps that are possible', () => {
    expect(decider.decide(commandOf('CloseCase', 'closing'), foldCase(HISTORIES.filed))).toMatchObject({
      ok: false,
      refusal: {
        code: 'impossibleTransition',
        message: '案件当前阶段不能结案',
        details: { command: 'CloseCase', from: 'filed', to: ['closed'] },
      },
    });
  });
  test('a check leads on or back, an audit to the archive or to invalid, a decision to void or nowhere', () => {
    expect(outcomeOf('checking', 'CheckCase')).toBe('closing');
    expect(outcomeOf('checking', 'CheckCase', false)).toBe('dispatched');
    expect(outcomeOf('auditing', 'AuditSelfHandling')).toBe('archived');
    expect(outcomeOf('auditing', 'AuditSelfHandling', false)).toBe('invalid');
    expect(outcomeOf('handling', 'DecideVoid')).toBe('voided');
    expect(outcomeOf('handling', 'DecideVoid', false)).toBe('handling');
  });
});

describe('the table', () => {
  test('has one row for each command', () => {
    expect(CASE_WORKFLOW.map((transition) => transition.command)).toEqual(CASE_COMMANDS);
    expect(new Set(CASE_WORKFLOW.map((transition) => transition.resource)).size).toBe(CASE_WORKFLOW.length);
  });
  test('permits a step only to its roles, and rejecting also to the shift leader', () => {
    const holders = CASE_WORKFLOW.flatMap(({ command, permission, roles }) =>
      ROLES.filter((role) => roleHas(role, permission) !== roles.includes(role)).map(
        (role) => `${role} ${command}`,
      ),
    );
    expect(holders).toEqual(['shiftLeader RejectCase']);
  });
  test('has no step from an ended case except an appeal against its closing, and a step from every other', () => {
    for (const stage of CASE_STAGES) {
      const leaving = CASE_WORKFLOW.filter(
        ({ from, to }) => from.includes(stage) && to.some((each) => each !== stage),
      );
      expect(leaving.length > 0, stage).toBe(!isTerminal(stage));
    }
    expect(allowedIn('closed')).toEqual(['AppealCase', 'ReviewAppealFirst', 'ReviewAppealSecond']);
  });
  test('returns from and to the stages of its row', () => {
    const { from, to } = CASE_WORKFLOW.find((transition) => transition.command === 'ReturnCase')!;
    expect(Object.keys(RETURN_TARGET)).toEqual(from);
    expect(new Set(Object.values(RETURN_TARGET))).toEqual(new Set(to));
  });
  test('what is possible follows from what is open', () => {
    const steps = (...more: CaseEvent[]) =>
      possibleSteps(foldCase([...toHandling, ...more])).map(({ command }) => command);
    expect(steps()).not.toContain('DecideExtension');
    expect(steps(request('extension'))).toContain('DecideExtension');
    expect(steps(request('extension'))).not.toContain('RequestExtension');
  });
});

describe('tasks', () => {
  test('cases wait for each role in the steps of that role', () => {
    const waiting = Object.fromEntries(
      ROLES.map((role) => [role, stepsAwaiting(role).map(({ command }) => command)] as const).filter(
        ([, steps]) => steps.length > 0,
      ),
    );
    expect(waiting).toEqual({
      gridWorker: ['CompleteVerifyTask', 'CompleteCheckTask', 'CheckCase'],
      acceptor: ['AcceptCase', 'RejectCase', 'AuditSelfHandling', 'CheckCase', 'ReviewAppealSecond'],
      shiftLeader: ['FileCase', 'DeclineFiling', 'CloseCase', 'DecideVoid'],
      dispatcher: [
        'DispatchCase',
        'DecideExtension',
        'DecideSuspension',
        'DecideDeferral',
        'ReviewAppealFirst',
      ],
      departmentManager: ['StartHandling', 'GiveCoFeedback', 'GiveFeedback', 'AnswerSupervision'],
      handler: ['StartHandling', 'GiveCoFeedback', 'GiveFeedback'],
    });
  });
});

test('every refusal has a client error and a title in both languages', () => {
  for (const [code, { status, titleZh, titleEn }] of Object.entries(CASE_REFUSALS)) {
    expect([403, 404, 409, 422], code).toContain(status);
    expect(titleZh, code).toMatch(/\p{Script=Han}/u);
    expect(titleEn, code).toMatch(/^[A-Z]/);
  }
});

test('a step that can end a case has legal weight, and so has filing', () => {
  const ends = CASE_WORKFLOW.filter(({ to }) => to.some(isTerminal))
    // An appeal is made and reviewed where the case has ended already.
    .filter(({ from }) => !from.some(isTerminal))
    .map(({ command }) => command);
  const weighty = CASE_WORKFLOW.filter(({ legalWeight }) => legalWeight).map(({ command }) => command);
  expect([...weighty].sort()).toEqual(['FileCase', ...ends].sort());
});
