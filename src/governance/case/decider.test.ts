import { describe, expect, test } from 'vitest';
import type { CaseEvent } from '../events.ts';
import type { CaseCommand } from './commands.ts';
import {
  acceptedCase,
  at,
  caseId,
  centre,
  check,
  checkedAs,
  close,
  deadline,
  dispatched,
  early,
  feedback,
  filed,
  giveFeedback,
  handling,
  late,
  manager,
  overdue,
  refusalOf,
  report,
  reported,
  roads,
  standard,
  stateOf,
  toChecking,
  toClosing,
  toDispatched,
  toFiled,
  toHandling,
  when,
} from './testing/case-histories.ts';
import { MAX_DESCRIPTION_LENGTH, MAX_TEXT_LENGTH } from './texts.ts';

describe('the main path', () => {
  test.each<[string, readonly CaseEvent[], CaseCommand, CaseEvent]>([
    ['reports', [], { type: 'ReportCase', data: report }, reported],
    ['accepts', [reported], { type: 'AcceptCase', opinion: '属实', actor: centre, at }, acceptedCase],
    [
      'rejects',
      [reported],
      { type: 'RejectCase', reason: '重复', actor: centre, at },
      { type: 'CaseRejected', data: { caseId, reason: '重复', at } },
    ],
    [
      'files',
      [reported, acceptedCase],
      { type: 'FileCase', standard, opinion: '立案', actor: centre, at },
      filed,
    ],
    [
      'dispatches',
      toFiled,
      {
        type: 'DispatchCase',
        departmentId: 'roads',
        opinion: '请处置',
        actor: centre,
        at,
      },
      { ...dispatched, data: { ...dispatched.data, refuseBy: deadline } } as CaseEvent,
    ],
    ['starts handling', toDispatched, { type: 'StartHandling', actor: roads, at }, handling],
    [
      'feeds back',
      toHandling,
      giveFeedback(early, manager),
      {
        ...feedback,
        data: { ...feedback.data, usedMs: 3 * 3_600_000, evaluatedInTime: true },
      } as CaseEvent,
    ],
    ['checks', toChecking, check(true), checkedAs(true)],
    [
      'closes',
      toClosing,
      close(),
      { type: 'CaseClosed', data: { caseId, opinion: '符合结案条件', inTime: true, at: late } },
    ],
  ])('%s', (_step, given, command, event) => {
    expect(when(given, command)).toEqual({ ok: true, events: [event] });
  });

  test('keeps in the state what later steps need', () => {
    expect(stateOf(...toClosing)).toMatchObject({
      exists: true,
      stage: 'closing',
      caseId,
      caseNumber: '140105-20260304-00001',
      divisionCode: '140105',
      gridCode: null,
      reporterId: null,
      caseKey: 'camera-1 manhole',
      departmentId: 'roads',
      deadline,
      overdue: false,
      inTime: true,
      reworkCount: 0,
      standard,
      handlerIds: ['handler', 'manager'],
      alarmIds: ['a-1'],
      openAlarmIds: ['a-1'],
      link: null,
    });
  });

  test('a case is reported once', () => {
    expect(refusalOf(when([reported], { type: 'ReportCase', data: report }))).toBe('caseExists');
  });
  test('an unknown case takes no step', () => {
    expect(refusalOf(when([], close()))).toBe('caseUnknown');
  });
  test('filing needs a row of a standard', () => {
    const command = { type: 'FileCase', standard: null, opinion: '立案', actor: centre, at } as const;
    expect(refusalOf(when([reported, acceptedCase], command))).toBe('filingStandardMissing');
  });
});

describe('time', () => {
  test.each([
    [early, true],
    [deadline, true],
    // The same instant without its fraction: as text it would come after the deadline.
    ['2026-03-04T05:00:00Z', true],
    [late, false],
  ])('feedback at %s is in time: %s', (time, inTime) => {
    const decision = when(toDispatched, giveFeedback(time));
    const given = decision.ok ? decision.events.at(-1) : undefined;
    expect(given).toMatchObject({ type: 'CaseFeedbackGiven', data: { inTime } });
  });

  test('a case that was handled late closes as late, however early it is checked', () => {
    const lateFeedback: CaseEvent = { ...feedback, data: { ...feedback.data, inTime: false } } as CaseEvent;
    expect(when([...toHandling, lateFeedback, checkedAs(true)], close())).toMatchObject({
      ok: true,
      events: [{ type: 'CaseClosed', data: { inTime: false } }],
    });
  });

  test('timers due before a step are applied before it', () => {
    const decision = when(toDispatched, giveFeedback(late));
    expect(decision.ok && decision.events.map(({ type }) => type)).toEqual([
      'CaseLightChanged',
      'CaseHandlingOverdue',
      'CaseFeedbackGiven',
    ]);
  });

  const mark = (time: string): CaseCommand => ({ type: 'ApplyDueTimers', at: time });
  test('a passed deadline is marked once per dispatch', () => {
    const marked = when(toDispatched, mark(late));
    expect(marked).toMatchObject({ ok: true, events: [{ type: 'CaseLightChanged' }, overdue] });
    expect(when([...toHandling, overdue], mark(late))).toEqual({ ok: true, events: [] });
    const again: CaseEvent[] = [
      ...toDispatched,
      overdue,
      { type: 'CaseReturned', data: { caseId, from: 'dispatched', to: 'filed', reason: '错派', at: late } },
      dispatched,
    ];
    expect(when(again, mark(late))).toMatchObject({ events: [{ type: 'CaseLightChanged' }, overdue] });
  });
  test.each([
    ['at the deadline', toDispatched, deadline],
    ['before dispatch', toFiled, late],
    ['while it is checked', toChecking, late],
  ])('nothing is marked %s', (_when, given, time) => {
    expect(when(given, mark(time))).toEqual({ ok: true, events: [] });
  });
});

describe('alarms of a case', () => {
  const attach: CaseCommand = {
    type: 'AttachAlarm',
    alarmId: 'a-2',
    deviceId: 'camera-1',
    severity: 'red',
    at,
  };
  const attached: CaseEvent = {
    type: 'CaseAlarmAttached',
    data: { caseId, alarmId: 'a-2', deviceId: 'camera-1', severity: 'red', at },
  };
  const cleared: CaseEvent = { type: 'CaseAlarmCleared', data: { caseId, alarmId: 'a-1', at } };

  test('a further alarm joins once', () => {
    expect(when(toHandling, attach)).toEqual({ ok: true, events: [attached] });
    expect(when([...toHandling, attached], attach)).toEqual({ ok: true, events: [] });
  });
  test('an ended case accepts no further alarm', () => {
    const voided: CaseEvent = { type: 'CaseVoided', data: { caseId, reason: '误报', at } };
    expect(refusalOf(when([reported, voided], attach))).toBe('caseEnded');
  });
  test('the clearing of an alarm is recorded once and changes no stage', () => {
    const clear: CaseCommand = { type: 'ClearCaseAlarm', alarmId: 'a-1', at };
    expect(when(toHandling, clear)).toEqual({ ok: true, events: [cleared] });
    expect(when([...toHandling, cleared], clear)).toEqual({ ok: true, events: [] });
    expect(stateOf(...toHandling, attached, cleared)).toMatchObject({
      stage: 'handling',
      alarmIds: ['a-1', 'a-2'],
      openAlarmIds: ['a-2'],
    });
  });
});

describe('texts', () => {
  const accept = (opinion: string): CaseCommand => ({ type: 'AcceptCase', opinion, actor: centre, at });
  const describe4000 = (description: string): CaseCommand => ({
    type: 'ReportCase',
    data: { ...report, description },
  });
  test.each([
    ['textMissing', [reported], accept(' \n')],
    ['textTooLong', [reported], accept('长'.repeat(MAX_TEXT_LENGTH + 1))],
    [undefined, [reported], accept('长'.repeat(MAX_TEXT_LENGTH))],
    ['textMissing', [], describe4000('')],
    ['textTooLong', [], describe4000('长'.repeat(MAX_DESCRIPTION_LENGTH + 1))],
    [undefined, [], describe4000('长'.repeat(MAX_DESCRIPTION_LENGTH))],
  ])('%s', (code, given, command) => {
    expect(refusalOf(when(given, command))).toBe(code);
  });
  test.each<[readonly CaseEvent[], CaseCommand]>([
    [[reported], { type: 'RejectCase', reason: '', actor: centre, at }],
    [toFiled, { type: 'ReturnCase', reason: '', actor: centre, at }],
    [toFiled, { type: 'VoidCase', reason: '', actor: centre, at }],
    [toHandling, { ...giveFeedback(early), result: '' } as CaseCommand],
  ])('a reason or result cannot be left out (%#)', (given, command) => {
    expect(refusalOf(when(given, command))).toBe('textMissing');
  });
});
