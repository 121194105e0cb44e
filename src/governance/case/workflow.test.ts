import { describe, expect, test } from 'vitest';
import { ROLES, roleHas } from '../../identity/index.ts';
import { CASE_STAGES, type CaseStage, type FilingStandardRef } from '../events.ts';
import type { CaseCommand } from './commands.ts';
import { caseDecider } from './decider.ts';
import { CASE_REFUSALS } from './refusals.ts';
import { type CaseState, isTerminal, NO_CASE } from './state.ts';
import {
  allowedIn,
  CASE_COMMANDS,
  CASE_WORKFLOW,
  type CaseTransitionCommand,
  RETURN_TARGET,
  stagesAwaiting,
} from './workflow.ts';

const at = '2026-03-04T01:00:00.000Z';
const standard: FilingStandardRef = {
  standardId: 'sensing',
  standardVersion: 1,
  rowId: 'event-S5-01-1',
  matterName: '暴露垃圾',
  filingCondition: '视频识别到暴露垃圾',
  closingCondition: '清理干净',
  limit: 4,
  limitUnit: 'workHour',
};

const stateIn = (stage: CaseStage): CaseState => ({
  ...NO_CASE,
  exists: true,
  stage,
  caseId: 'c-1',
  departmentId: ['reported', 'accepted', 'filed'].includes(stage) ? null : 'roads',
  deadline: at,
  standard,
});

/** A command of each kind that is refused for nothing but the stage. */
const commandOf = (type: CaseTransitionCommand, passed = true): CaseCommand => {
  const base = { actor: { userId: 'u-1', departmentIds: ['roads'] }, at, opinion: '同意', reason: '理由' };
  const judge = { ...base, actor: { userId: 'u-2', departmentIds: [] } };
  switch (type) {
    case 'FileCase':
      return { ...base, type, standard };
    case 'DispatchCase':
      return { ...base, type, departmentId: 'roads', deadline: at, calendarVersion: 'china@1' };
    case 'GiveFeedback':
      return { ...base, type, result: '完成', photos: [] };
    case 'CheckCase':
      return { ...judge, type, passed, photos: [] };
    case 'CloseCase':
      return { ...judge, type };
    default:
      return { ...base, type };
  }
};

const outcomeOf = (stage: CaseStage, command: CaseCommand): CaseStage | string => {
  const state = stateIn(stage);
  const decision = caseDecider.decide(command, state);
  if (!decision.ok) return decision.refusal.code;
  return decision.events.reduce(caseDecider.evolve, state).stage;
};

describe('the decider obeys the published table', () => {
  const pairs = CASE_STAGES.flatMap((stage) =>
    CASE_WORKFLOW.map((transition) => [stage, transition.command] as const),
  );
  test.each(pairs)('%s: %s', (stage, command) => {
    const { from, to } = CASE_WORKFLOW.find((transition) => transition.command === command)!;
    const outcome = outcomeOf(stage, commandOf(command));
    if (from.includes(stage)) expect(to).toContain(outcome);
    else expect(outcome).toBe('impossibleTransition');
  });

  test('a refusal names the steps that are possible', () => {
    expect(caseDecider.decide(commandOf('CloseCase'), stateIn('dispatched'))).toMatchObject({
      ok: false,
      refusal: {
        code: 'impossibleTransition',
        message: '案件当前阶段不能结案',
        details: {
          command: 'CloseCase',
          from: 'dispatched',
          allowed: ['StartHandling', 'GiveFeedback', 'ReturnCase', 'VoidCase'],
        },
      },
    });
  });
  test('a check leads on or back', () => {
    expect(outcomeOf('checking', commandOf('CheckCase', true))).toBe('closing');
    expect(outcomeOf('checking', commandOf('CheckCase', false))).toBe('dispatched');
  });
});

describe('the table', () => {
  test('has one row for each command', () => {
    expect(CASE_WORKFLOW.map((transition) => transition.command)).toEqual(CASE_COMMANDS);
    expect(new Set(CASE_WORKFLOW.map((transition) => transition.resource)).size).toBe(CASE_WORKFLOW.length);
  });
  test('gives a step only to roles with its permission', () => {
    const without = CASE_WORKFLOW.flatMap(({ command, permission, roles }) =>
      roles.filter((role) => !roleHas(role, permission)).map((role) => `${role} ${command}`),
    );
    expect(without).toEqual([]);
  });
  test('leaves no way out of an ended case and a way out of every other', () => {
    for (const stage of CASE_STAGES) expect(allowedIn(stage).length > 0, stage).toBe(!isTerminal(stage));
  });
  test('returns from and to the stages of its row', () => {
    const { from, to } = CASE_WORKFLOW.find((transition) => transition.command === 'ReturnCase')!;
    expect(Object.keys(RETURN_TARGET)).toEqual(from);
    expect(new Set(Object.values(RETURN_TARGET))).toEqual(new Set(to));
  });
});

describe('tasks', () => {
  test('each stage waits for the roles that move it on', () => {
    const waiting = Object.fromEntries(
      ROLES.map((role) => [role, stagesAwaiting(role)] as const).filter(([, stages]) => stages.length > 0),
    );
    expect(waiting).toEqual({
      gridWorker: ['checking'],
      acceptor: ['reported', 'checking'],
      shiftLeader: ['accepted', 'closing'],
      dispatcher: ['filed'],
      departmentManager: ['dispatched', 'handling'],
      handler: ['dispatched', 'handling'],
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
