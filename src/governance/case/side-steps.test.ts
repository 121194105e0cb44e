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
  dispatchedTo,
  early,
  giveFeedback,
  overdue,
  refusalOf,
  reported,
  roads,
  stateOf,
  toChecking,
  toClosing,
  toDispatched,
  toFiled,
  toHandling,
  water,
  when,
} from './testing/case-histories.ts';

describe('rework', () => {
  test('a failed check brings the case back to the same department with all its data', () => {
    expect(when(toChecking, check(false))).toEqual({ ok: true, events: [checkedAs(false)] });
    const { clocks: _before, ...before } = stateOf(...toChecking);
    const { clocks: _after, ...later } = stateOf(...toChecking, checkedAs(false));
    expect(later).toEqual({
      ...before,
      stage: 'dispatched',
      inTime: null,
      evaluatedInTime: null,
      reworkCount: 1,
    });
  });
});

describe('separation of handling and judging', () => {
  test.each<[string, readonly CaseEvent[], CaseCommand]>([
    ['the department does not check', toChecking, check(true, { ...roads, userId: 'colleague' })],
    ['the department does not close', toClosing, close({ ...roads, userId: 'colleague' })],
    [
      'who handled does not check after changing post',
      toChecking,
      check(true, { ...water, userId: 'handler' }),
    ],
    ['who only fed back does not close', toClosing, close({ userId: 'manager', departmentIds: [] })],
  ])('%s', (_rule, given, command) => {
    expect(refusalOf(when(given, command))).toBe('handlerMayNotCheck');
  });
  test('another department may check', () => {
    expect(when(toChecking, check(true, water)).ok).toBe(true);
  });

  test.each<[string, readonly CaseEvent[], CaseCommand]>([
    ['start', toDispatched, { type: 'StartHandling', actor: water, at }],
    ['feed back', toHandling, giveFeedback(early, water)],
    ['return', toHandling, { type: 'ReturnCase', reason: '不属本单位', actor: water, at }],
    ['return', toDispatched, { type: 'ReturnCase', reason: '不属本单位', actor: centre, at }],
  ])('only the department of the case may %s', (_step, given, command) => {
    expect(refusalOf(when(given, command))).toBe('wrongParty');
  });
});

describe('returning', () => {
  test.each([
    ['handling', 'filed', toHandling, roads],
    ['dispatched', 'filed', toDispatched, roads],
    ['filed', 'accepted', toFiled, centre],
    ['accepted', 'reported', [reported, acceptedCase], centre],
  ])('%s goes back to %s', (from, to, given, actor) => {
    expect(when(given, { type: 'ReturnCase', reason: '不属本单位', actor, at })).toEqual({
      ok: true,
      events: [{ type: 'CaseReturned', data: { caseId, from, to, reason: '不属本单位', at } }],
    });
  });

  const returned: CaseEvent = {
    type: 'CaseReturned',
    data: { caseId, from: 'handling', to: 'filed', reason: '错派', at },
  };
  test('returning clears no data', () => {
    const { clocks: _before, ...before } = stateOf(...toHandling);
    const { clocks: _after, ...later } = stateOf(...toHandling, returned);
    expect(later).toEqual({ ...before, stage: 'filed', returned: true, returns: 1 });
  });
  test('a department that gave the case back does not push it further back', () => {
    const command = { type: 'ReturnCase', reason: '再退', actor: roads, at } as const;
    expect(refusalOf(when([...toHandling, returned], command))).toBe('wrongParty');
  });
  test('another dispatch starts a new clock with another department', () => {
    expect(stateOf(...toHandling, overdue, returned, dispatchedTo('water'))).toMatchObject({
      stage: 'dispatched',
      departmentId: 'water',
      overdue: false,
      inTime: null,
    });
  });
});

describe('voiding', () => {
  const command: CaseCommand = { type: 'VoidCase', reason: '误报', actor: centre, at };
  test.each([
    ['reported', [reported]],
    ['dispatched', toDispatched],
    ['checking', toChecking],
  ])('ends a case that is %s', (_stage, given) => {
    expect(when(given, command)).toEqual({
      ok: true,
      events: [{ type: 'CaseVoided', data: { caseId, reason: '误报', at } }],
    });
  });
  test('comes too late for a case that passed its check', () => {
    expect(refusalOf(when(toClosing, command))).toBe('impossibleTransition');
  });
});
