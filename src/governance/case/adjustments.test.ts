import { describe, expect, test } from 'vitest';
import type { CaseCommand } from './commands.ts';
import {
  at,
  atMinute,
  centre,
  giveFeedback,
  type LiveCase,
  liveDispatched,
  roads,
  rules,
  water,
} from './testing/case-histories.ts';

/* The dispatched case of these tests is due 245 minutes after its report: four urgent hours from minute 5 on. */

const ask = (
  kind: 'Extension' | 'Suspension' | 'Deferral',
  minute: number,
  until = atMinute(60 * 24),
): CaseCommand =>
  ({
    type: `Request${kind}`,
    requestId: `r-${minute}`,
    reason: '需要时间',
    until,
    actor: roads,
    at: atMinute(minute),
  }) as CaseCommand;
const answer = (
  kind: 'Extension' | 'Suspension' | 'Deferral',
  asked: number,
  minute: number,
  approved = true,
): CaseCommand => ({
  type: `Decide${kind}`,
  requestId: `r-${asked}`,
  approved,
  opinion: '同意',
  actor: centre,
  at: atMinute(minute),
});
const grant = (
  one: LiveCase,
  kind: 'Extension' | 'Suspension' | 'Deferral',
  minute: number,
  until?: string,
) => {
  one.must(ask(kind, minute, until));
  return one.must(answer(kind, minute, minute + 1));
};
const applyDueTimers = (minute: number): CaseCommand => ({ type: 'ApplyDueTimers', at: atMinute(minute) });

describe('extension (延期)', () => {
  test('adds the original limit to the current deadline', () => {
    const one = liveDispatched();
    expect(one.state().deadline).toBe(atMinute(245));
    grant(one, 'Extension', 60);
    expect(one.state()).toMatchObject({ deadline: atMinute(485), extensions: 1, requests: [] });
  });
  test('is granted twice and no more', () => {
    const one = liveDispatched();
    grant(one, 'Extension', 60);
    grant(one, 'Extension', 120);
    expect(one.state().deadline).toBe(atMinute(725));
    expect(one.try(ask('Extension', 180))).toMatchObject({
      refusal: { code: 'adjustmentUsedUp', details: { used: 2, max: rules.extensions.max } },
    });
  });
  test('that was refused does not count', () => {
    const one = liveDispatched();
    one.must(ask('Extension', 10));
    one.must(answer('Extension', 10, 11, false));
    expect(one.state()).toMatchObject({ extensions: 0, requests: [], deadline: atMinute(245) });
    grant(one, 'Extension', 60);
    grant(one, 'Extension', 120);
    expect(one.state().extensions).toBe(2);
  });
  test.each([
    [245, undefined],
    [246, 'extensionTooLate'],
  ])('asked for in minute %i of a limit that ends in minute 245: %s', (minute, code) => {
    expect(liveDispatched().refusal(ask('Extension', minute))).toBe(code);
  });
  test('cannot be requested after the deadline was recorded, even if the clock is set back', () => {
    const one = liveDispatched();
    one.must(applyDueTimers(300));
    expect(one.refusal(ask('Extension', 200))).toBe('extensionTooLate');
  });
  test('requested in time and granted late, undoes the overdue', () => {
    const one = liveDispatched();
    one.must(ask('Extension', 240));
    one.must(applyDueTimers(250));
    expect(one.state().overdue).toBe(true);
    expect(one.must(answer('Extension', 240, 255)).map(({ type }) => type)).toEqual([
      'CaseExtended',
      'CaseLightChanged',
    ]);
    expect(one.state()).toMatchObject({ overdue: false, deadline: atMinute(485) });
  });
  test('is decided once, and not by the requester', () => {
    const one = liveDispatched();
    one.must(ask('Extension', 10));
    expect(one.refusal(ask('Extension', 11))).toBe('requestOpen');
    expect(one.refusal({ ...answer('Extension', 10, 12), actor: roads } as CaseCommand)).toBe(
      'requesterMayNotDecide',
    );
    expect(one.refusal(answer('Extension', 9, 12))).toBe('nothingOpen');
    one.must(answer('Extension', 10, 12));
    expect(one.refusal(answer('Extension', 10, 13))).toBe('nothingOpen');
  });
  test('is requested by the department of the case', () => {
    expect(liveDispatched().refusal({ ...ask('Extension', 10), actor: water } as CaseCommand)).toBe(
      'wrongParty',
    );
  });
});

describe('suspension (挂账)', () => {
  const untilDay3 = atMinute(3 * 24 * 60);
  const suspended = () => {
    const one = liveDispatched();
    grant(one, 'Suspension', 64, untilDay3);
    return one;
  };
  test('stops the clock, with 60 minutes used', () => {
    expect(suspended().state()).toMatchObject({
      suspendedUntil: untilDay3,
      clocks: { handle: { state: 'paused', usedMs: 60 * 60_000 } },
    });
  });
  test.each<[string, CaseCommand]>([
    ['feeding back', giveFeedback(atMinute(100))],
    ['signing', { type: 'StartHandling', actor: roads, at: atMinute(100) }],
    ['returning', { type: 'ReturnCase', reason: '退', actor: roads, at: atMinute(100) }],
    ['an extension', ask('Extension', 100)],
    [
      'a redispatch',
      { type: 'RedispatchCase', departmentId: 'water', opinion: '改派', actor: centre, at: atMinute(100) },
    ],
  ])('forbids %s', (_step, command) => {
    expect(suspended().refusal(command)).toBe('caseSuspended');
  });
  test('is resumed by command with the time that was left', () => {
    const one = suspended();
    one.must({ type: 'ResumeCase', reason: '条件具备', actor: centre, at: atMinute(1000) });
    expect(one.state()).toMatchObject({ suspendedUntil: null, deadline: atMinute(1000 + 180) });
  });
  test('resumes automatically at its end date, however late that is noticed', () => {
    const one = suspended();
    one.must(applyDueTimers(3 * 24 * 60 + 30));
    expect(one.events().at(-1)).toMatchObject({
      type: 'CaseResumed',
      data: { cause: 'endDate', at: untilDay3 },
    });
    expect(one.state().deadline).toBe(atMinute(3 * 24 * 60 + 180));
  });
  test('that has ended allows a step before the end was recorded', () => {
    const one = suspended();
    expect(one.must(giveFeedback(atMinute(3 * 24 * 60 + 10))).map(({ type }) => type)).toEqual([
      'CaseResumed',
      'CaseFeedbackGiven',
    ]);
    expect(one.state().inTime).toBe(true);
  });
  test('is granted once', () => {
    const one = suspended();
    one.must({ type: 'ResumeCase', reason: '条件具备', actor: centre, at: atMinute(1000) });
    expect(one.refusal(ask('Suspension', 1001))).toBe('adjustmentUsedUp');
  });
  test.each([
    ['a year and a day', atMinute(366 * 24 * 60)],
    ['the past', atMinute(1)],
  ])('does not last until %s', (_what, until) => {
    expect(liveDispatched().refusal(ask('Suspension', 64, until))).toBe('endDateOutOfRange');
  });
  test('changes no light while it lasts', () => {
    const one = suspended();
    expect(one.must(applyDueTimers(1500))).toEqual([]);
  });
});

describe('deferral (缓办)', () => {
  test('keeps the clock showing and leaves its time out of evaluation', () => {
    const one = liveDispatched();
    grant(one, 'Deferral', 64, atMinute(184));
    expect(one.state().deadline).toBe(atMinute(245));
    one.must(applyDueTimers(200));
    expect(one.events().find(({ type }) => type === 'CaseDeferralEnded')).toMatchObject({
      data: { at: atMinute(184) },
    });
    // Late by an hour, of which two were deferred.
    const [feedback] = one.must(giveFeedback(atMinute(305))).slice(-1);
    expect(feedback).toMatchObject({ data: { inTime: false, evaluatedInTime: true, usedMs: 300 * 60_000 } });
  });
  test('ends by command', () => {
    const one = liveDispatched();
    grant(one, 'Deferral', 64, atMinute(184));
    expect(one.refusal(ask('Deferral', 70))).toBe('deferredAlready');
    one.must({ type: 'EndDeferral', reason: '条件具备', actor: roads, at: atMinute(95) });
    expect(one.state()).toMatchObject({
      deferredUntil: null,
      clocks: { handle: { deferredMs: 30 * 60_000 } },
    });
    expect(one.refusal({ type: 'EndDeferral', reason: '再', actor: roads, at: atMinute(96) })).toBe(
      'nothingOpen',
    );
  });
  test('lasts fifteen days at most', () => {
    expect(liveDispatched().refusal(ask('Deferral', 64, atMinute(16 * 24 * 60)))).toBe('endDateOutOfRange');
  });
});

describe('voiding (作废)', () => {
  const askVoid: CaseCommand = {
    type: 'RequestVoid',
    requestId: 'v',
    reason: '误报',
    actor: roads,
    at: atMinute(10),
  };
  const decide = (approved: boolean, actor = centre): CaseCommand => ({
    type: 'DecideVoid',
    requestId: 'v',
    approved,
    opinion: '意见',
    actor,
    at: atMinute(11),
  });
  test('is requested by anyone upstream and ends the case when the shift leader agrees', () => {
    const one = liveDispatched();
    one.must(askVoid);
    one.must(decide(true));
    expect(one.events().at(-1)).toMatchObject({
      type: 'CaseVoided',
      data: { requestId: 'v', reason: '误报' },
    });
    expect(one.state()).toMatchObject({
      stage: 'voided',
      requests: [],
      clocks: { handle: { state: 'stopped' } },
    });
  });
  test('that is refused changes nothing', () => {
    const one = liveDispatched();
    one.must(askVoid);
    one.must(decide(false));
    expect(one.state()).toMatchObject({ stage: 'dispatched', requests: [] });
  });
  test('is not decided by the requester', () => {
    const one = liveDispatched();
    one.must(askVoid);
    expect(one.refusal(decide(true, roads))).toBe('requesterMayNotDecide');
  });
});

describe('lights', () => {
  const lights = (events: readonly { type: string; data: unknown }[]) =>
    events.filter(({ type }) => type === 'CaseLightChanged').map(({ data }) => data);
  test('turn yellow at 80 % and red after the whole limit', () => {
    const one = liveDispatched();
    expect(one.must(applyDueTimers(196))).toEqual([]);
    expect(lights(one.must(applyDueTimers(197)))).toMatchObject([
      { clock: 'handle', from: 'green', light: 'yellow', usedShare: 0.8, since: atMinute(197) },
    ]);
    expect(one.must(applyDueTimers(245))).toEqual([]);
    expect(one.must(applyDueTimers(246)).map(({ type }) => type)).toEqual([
      'CaseLightChanged',
      'CaseHandlingOverdue',
    ]);
  });
  test('a jump over both thresholds reports both, once, and a jump back undoes nothing', () => {
    const one = liveDispatched();
    expect(lights(one.must(applyDueTimers(10_000)))).toMatchObject([
      { from: 'green', light: 'yellow', since: atMinute(197) },
      { from: 'yellow', light: 'red', since: atMinute(245) },
    ]);
    for (const minute of [10_001, 100, 0, 20_000]) expect(one.must(applyDueTimers(minute))).toEqual([]);
    expect(one.state()).toMatchObject({ overdue: true, clocks: { handle: { light: 'red' } } });
  });
  test('every stage has its own clock', () => {
    const one = liveDispatched();
    expect(Object.values(one.state().clocks).map(({ clock, state }) => [clock, state])).toEqual([
      ['accept', 'stopped'],
      ['file', 'stopped'],
      ['dispatch', 'stopped'],
      ['handle', 'running'],
    ]);
    expect(one.state().clocks.accept).toMatchObject({
      startedAt: at,
      usedMs: 60_000,
      deadline: atMinute(15),
    });
  });
  test('time handled after a failed check counts, time in checking does not', () => {
    const one = liveDispatched();
    one.must(giveFeedback(atMinute(65)));
    one.must({
      type: 'CheckCase',
      passed: false,
      opinion: '未恢复',
      photos: [],
      actor: centre,
      at: atMinute(1065),
    });
    expect(one.state()).toMatchObject({
      stage: 'dispatched',
      deadline: atMinute(1065 + 180),
      reworkCount: 1,
    });
  });
});
