import { describe, expect, test } from 'vitest';
import { fold } from '../../commands/decider.ts';
import { type HandoverCommand, handoverDecider } from './decider.ts';
import type { HandedCase, HandoverEvent } from './events.ts';
import { openWorkOf } from './open-work.ts';

const at = '2026-03-04T00:00:00.000Z';
const data = {
  handoverId: 'h',
  role: 'dispatcher',
  divisionCode: '1401',
  departmentId: null,
  fromId: 'day',
  toId: 'night',
  cases: [],
  isMore: false,
  counts: [],
  notes: '无',
  at,
} as const;
const handed: HandoverEvent = { type: 'ShiftHandedOver', data };
const taken: HandoverEvent = {
  type: 'ShiftTakenOver',
  data: { handoverId: 'h', byId: 'night', remark: '清楚', at },
};
const withdrawn: HandoverEvent = { type: 'ShiftHandoverWithdrawn', data: { handoverId: 'h', at } };
const takeOver = (byId: string): HandoverCommand => ({ type: 'TakeOver', byId, remark: '清楚', at });
const withdraw = (byId: string): HandoverCommand => ({ type: 'WithdrawHandover', byId, at });

const when = (given: readonly HandoverEvent[], command: HandoverCommand) =>
  handoverDecider.decide(command, fold(handoverDecider, given));

describe('a handover of a shift', () => {
  test('is made once', () => {
    expect(when([], { type: 'HandOver', data })).toEqual({ ok: true, events: [handed] });
    expect(when([handed], { type: 'HandOver', data })).toMatchObject({ refusal: { code: 'alreadyExists' } });
  });

  test('is taken over by somebody else, expected or not', () => {
    expect(when([handed], takeOver('night'))).toEqual({ ok: true, events: [taken] });
    expect(when([handed], takeOver('stand-in'))).toMatchObject({ ok: true });
    expect(when([handed], takeOver('day'))).toMatchObject({ refusal: { code: 'ownHandover' } });
  });

  test('is withdrawn by whoever made it', () => {
    expect(when([handed], withdraw('day'))).toEqual({ ok: true, events: [withdrawn] });
    expect(when([handed], withdraw('night'))).toMatchObject({ refusal: { code: 'notOwnHandover' } });
  });

  test.each([taken, withdrawn])('that has ended stays as it is: %o', (end) => {
    for (const command of [takeOver('night'), withdraw('day')])
      expect(when([handed, end], command)).toMatchObject({ refusal: { code: 'handoverEnded' } });
    expect(when([], takeOver('night'))).toMatchObject({ refusal: { code: 'handoverEnded' } });
  });
});

test('open work is counted by stage in the order of the work, each case once', () => {
  const one = (caseId: string, stage: HandedCase['stage'], light: HandedCase['light']): HandedCase => ({
    caseId,
    caseNumber: caseId,
    stage,
    light,
    dueAt: null,
  });
  const cases = [one('a', 'filed', 'red'), one('b', 'reported', 'green'), one('c', 'filed', null)];
  expect(openWorkOf(cases, false)).toEqual({
    cases,
    isMore: false,
    counts: [
      { stage: 'reported', cases: 1, overdue: 0 },
      { stage: 'filed', cases: 2, overdue: 1 },
    ],
  });
});
