import { describe, expect, test } from 'vitest';
import type { CaseCommand } from './commands.ts';
import { flagsOf } from './state.ts';
import {
  atMinute,
  centre,
  giveFeedback,
  liveDispatched,
  manager,
  roads,
  standard,
  water,
} from './testing/case-histories.ts';

const back = (minute: number, actor = roads): CaseCommand => ({
  type: 'ReturnCase',
  reason: '不属本单位',
  actor,
  at: atMinute(minute),
});

describe('refusing a dispatch (拒收)', () => {
  const refuse = (minute: number, actor = roads): CaseCommand => ({
    type: 'RefuseDispatch',
    reason: '不属本单位',
    actor,
    at: atMinute(minute),
  });
  test('gives the case back to the dispatcher and stops the handling clock', () => {
    const one = liveDispatched();
    one.must(refuse(30));
    expect(one.state()).toMatchObject({
      stage: 'filed',
      clocks: { handle: { state: 'stopped', usedMs: 25 * 60_000 }, dispatch: { state: 'running', run: 2 } },
    });
  });
  test('is possible until its limit, which is never after the handling deadline', () => {
    const one = liveDispatched();
    expect(one.state().refuseBy).toBe(atMinute(245));
    expect(one.refusal(refuse(246))).toBe('refuseTooLate');
  });
  test('is the main department’s right, before it has signed', () => {
    const one = liveDispatched();
    expect(one.refusal(refuse(30, water))).toBe('wrongParty');
    one.must({ type: 'StartHandling', actor: roads, at: atMinute(31) });
    expect(one.refusal(refuse(32))).toBe('impossibleTransition');
  });
});

describe('redispatch (改派)', () => {
  const redispatch = (departmentId: string): CaseCommand => ({
    type: 'RedispatchCase',
    departmentId,
    opinion: '改派',
    actor: centre,
    at: atMinute(65),
  });
  test('starts a new handling clock with the other department and flags a wrong dispatch', () => {
    const one = liveDispatched();
    expect(flagsOf(one.state()).wrongDispatch).toBe(false);
    one.must(redispatch('water'));
    expect(one.state()).toMatchObject({
      departmentId: 'water',
      deadline: atMinute(65 + 240),
      clocks: { handle: { run: 2, usedMs: 0 } },
    });
    expect(flagsOf(one.state()).wrongDispatch).toBe(true);
  });
  test('must go to a different department', () => {
    expect(liveDispatched().refusal(redispatch('roads'))).toBe('departmentUnchanged');
  });
  test('to the same department after a return is no wrong dispatch', () => {
    const one = liveDispatched();
    one.must(back(10));
    one.must({
      type: 'DispatchCase',
      departmentId: 'roads',
      opinion: '确属贵单位',
      actor: centre,
      at: atMinute(12),
    });
    expect(flagsOf(one.state())).toMatchObject({ wrongDispatch: false, returned: true });
  });
});

describe('handlers within the department', () => {
  const assign: CaseCommand = {
    type: 'AssignHandler',
    handlerId: 'handler',
    opinion: '请处置',
    actor: manager,
    at: atMinute(10),
  };
  const withdraw: CaseCommand = {
    type: 'WithdrawHandler',
    reason: '改派他人',
    actor: manager,
    at: atMinute(20),
  };
  test('a case is assigned to one person at a time', () => {
    const one = liveDispatched();
    one.must(assign);
    expect(one.refusal(assign)).toBe('handlerAssigned');
    one.must(withdraw);
    one.must(assign);
    expect(one.state().assignedHandlerId).toBe('handler');
  });
  test('only the person or department that has the case signs it', () => {
    const one = liveDispatched();
    one.must(assign);
    expect(one.refusal({ type: 'StartHandling', actor: manager, at: atMinute(11) })).toBe(
      'assignedToAnother',
    );
    expect(one.refusal({ type: 'StartHandling', actor: roads, at: atMinute(11) })).toBeUndefined();
  });
  test('a handler is withdrawn before the case is returned or refused', () => {
    const one = liveDispatched();
    one.must(assign);
    expect(one.refusal(back(12))).toBe('handlerAssigned');
    expect(one.refusal({ type: 'RefuseDispatch', reason: '错派', actor: manager, at: atMinute(12) })).toBe(
      'handlerAssigned',
    );
    one.must(withdraw);
    expect(one.refusal(back(21))).toBeUndefined();
  });
  test('only the department of the case assigns it to a person', () => {
    expect(liveDispatched().refusal({ ...assign, actor: water } as CaseCommand)).toBe('wrongParty');
  });
});

describe('main and co-handling departments (主办、协办)', () => {
  const coFeedback = (actor = water): CaseCommand => ({
    type: 'GiveCoFeedback',
    result: '已配合',
    photos: [],
    actor,
    at: atMinute(20),
  });
  test('each co-handling department feeds back, then the main one concludes', () => {
    const one = liveDispatched('roads', ['water']);
    expect(one.try(giveFeedback(atMinute(15)))).toMatchObject({
      refusal: { code: 'coFeedbackMissing', details: { missing: ['water'] } },
    });
    one.must(coFeedback());
    expect(one.state().stage).toBe('dispatched');
    one.must(giveFeedback(atMinute(25)));
    expect(one.state().stage).toBe('checking');
  });
  test('neither does the work of the other', () => {
    const one = liveDispatched('roads', ['water']);
    expect(one.refusal(coFeedback(roads))).toBe('wrongParty');
    one.must(coFeedback());
    expect(one.refusal(giveFeedback(atMinute(21), water))).toBe('wrongParty');
  });
  test('a co-handling department does not check or close either', () => {
    const one = liveDispatched('roads', ['water']);
    one.must(coFeedback());
    one.must(giveFeedback(atMinute(25)));
    const check: CaseCommand = {
      type: 'CheckCase',
      passed: true,
      opinion: '好',
      photos: [],
      actor: water,
      at: atMinute(30),
    };
    expect(one.refusal(check)).toBe('handlerMayNotCheck');
  });
  test('after a failed check all of them feed back again', () => {
    const one = liveDispatched('roads', ['water']);
    one.must(coFeedback());
    one.must(giveFeedback(atMinute(25)));
    one.must({
      type: 'CheckCase',
      passed: false,
      opinion: '未恢复',
      photos: [],
      actor: centre,
      at: atMinute(30),
    });
    expect(one.refusal(giveFeedback(atMinute(31)))).toBe('coFeedbackMissing');
  });
  test('no department is named twice', () => {
    const one = liveDispatched();
    const twice = {
      type: 'RedispatchCase',
      departmentId: 'water',
      opinion: '改派',
      actor: centre,
      at: atMinute(6),
    } as const;
    expect(one.refusal({ ...twice, coDepartmentIds: ['water'] })).toBe('departmentTwice');
    expect(one.refusal({ ...twice, coDepartmentIds: ['parks', 'parks'] })).toBe('departmentTwice');
  });
});

describe('the receiver of a returned case', () => {
  test('corrects it and sends it again, and neither rejects nor declines it', () => {
    const one = liveDispatched();
    one.must(back(10));
    one.must(back(11, centre));
    expect(one.state()).toMatchObject({ stage: 'accepted', returned: true });
    expect(one.refusal({ type: 'DeclineFiling', reason: '不立', actor: centre, at: atMinute(12) })).toBe(
      'returnedCase',
    );
    one.must({
      type: 'CorrectCase',
      reason: '类别有误',
      changes: { matterCode: 'event-01-10' },
      actor: centre,
      at: atMinute(13),
    });
    one.must(back(14, centre));
    expect(one.refusal({ type: 'RejectCase', reason: '不受理', actor: centre, at: atMinute(15) })).toBe(
      'returnedCase',
    );
    one.must({ type: 'AcceptCase', opinion: '已更正', actor: centre, at: atMinute(16) });
    expect(one.state().returned).toBe(false);
    one.must({ type: 'FileCase', standard, opinion: '立案', actor: centre, at: atMinute(17) });
  });
  test('starts the clock of the stage again', () => {
    const one = liveDispatched();
    one.must(back(10));
    expect(one.state().clocks).toMatchObject({
      handle: { state: 'stopped', usedMs: 5 * 60_000 },
      dispatch: { state: 'running', run: 2, deadline: atMinute(25) },
    });
  });
  test('cannot correct nothing', () => {
    const one = liveDispatched();
    one.must(back(10));
    expect(
      one.refusal({ type: 'CorrectCase', reason: '无', changes: {}, actor: centre, at: atMinute(12) }),
    ).toBe('nothingCorrected');
  });
});
