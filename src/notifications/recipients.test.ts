import { describe, expect, it } from 'vitest';
import { factsIn } from './facts.ts';
import { type Cause, ruleApplies, rulesFor } from './plan.ts';
import { MAX_RECIPIENTS } from './recipients.ts';
import {
  alarm,
  dispatched,
  golden,
  holds,
  MORNING,
  NIGHT,
  NOON,
  people,
  plan,
  rules,
} from './testing/shipped-rules.ts';

describe('recipients', () => {
  it('of a dispatch are the managers of that department, wherever it works', () => {
    const staff = people({
      manager: [holds('departmentManager', '1401', 'ecology')],
      handler: [holds('handler', '1401', 'ecology')],
      other: [holds('departmentManager', '1401', 'roads')],
      gone: [holds('departmentManager', '1401', 'ecology')],
    });
    expect(plan('case-dispatched', dispatched, staff)).toMatchObject({
      recipients: [{ userId: 'manager', deferredUntil: null }],
      roles: ['departmentManager'],
      title: { zh: '案件 140106-20261124-00001 已派遣', en: 'Case 140106-20261124-00001 was dispatched' },
      body: { zh: '已派遣至生态环境局，处置时限 2026-11-24 16:00。' },
      escalateAt: '2026-11-24T05:00:00.000Z',
    });
  });

  it('of an alarm are the leaders of the place, each once, and of no other place', () => {
    const staff = people({
      city: [holds('leader', '1401')],
      both: [holds('leader', '14'), holds('shiftLeader', '140106')],
      elsewhere: [holds('leader', '1402')],
      later: [{ ...holds('leader', '14'), validFrom: '2027-01-01T00:00:00.000Z' }],
      earlier: [{ ...holds('leader', '14'), validUntil: '2026-11-01T00:00:00.000Z' }],
    });
    expect(plan('alarm-red', alarm, staff)?.recipients.map(({ userId }) => userId)).toEqual(['both', 'city']);
  });

  it('of a task are the people named by the event', () => {
    const task: Cause = {
      ...dispatched,
      type: 'CaseTaskSent',
      facts: { ...dispatched.facts, executorId: 'w1' },
    };
    const staff = people({ w1: [holds('gridWorker', '1401')], w2: [holds('gridWorker', '1401')] });
    expect(plan('task-assigned', task, staff)?.recipients).toMatchObject([{ userId: 'w1' }]);
  });

  it.each([
    ['CaseDispatched', 'manager', '时限 2026-11-25 03:09'],
    ['CaseDispatchRefused', 'dispatcher', '不属本单位职责'],
    ['CaseTaskSent', 'worker', '任务时限 2026-11-25 02:39'],
    ['CaseTaskReassigned', 'worker', '任务时限 2026-11-25 02:39', { executorId: 'worker' }],
    ['CaseHandlerAssigned', 'handler', '请处置', { handlerId: 'handler' }],
    ['CaseReturned', 'acceptor', '照片看不清', { to: 'reported' }],
    ['CaseReturned', 'shiftLeader', '照片看不清', { to: 'accepted' }],
    ['CaseReturned', 'dispatcher', '照片看不清', { to: 'filed' }],
    ['CaseChecked', 'handler manager', '核查意见', { passed: false }],
    ['CaseLightChanged', 'dispatcher manager', '时限 2026-11-25 03:09'],
    ['CaseLightChanged', 'acceptor', '当前环节时限', { clock: 'accept', light: 'red' }],
    ['CaseHandlingOverdue', 'dispatcher manager', '生态环境局未在', { departmentId: 'ecology' }],
    ['CaseSupervised', 'manager', '请于 2026-11-25 16:00 前回复'],
    ['CaseSupervisionAnswered', 'officer', '生态环境局回复'],
    ['CaseUrged', 'handler manager', '请尽快办理'],
    ['CaseShirkFlagged', 'manager', '认定原因'],
    ['CaseRequestMade', 'dispatcher', '需调配设备'],
    ['CaseRequestMade', 'shiftLeader', '需调配设备', { kind: 'void' }],
    ['CaseRequestRefused', 'manager', '理由不足'],
    ['CaseExtended', 'manager', '审批意见'],
  ] as const)('of %s is %s', (type, names, words, changed: object = {}) => {
    const staff = people({
      manager: [holds('departmentManager', '14', 'ecology')],
      handler: [holds('handler', '14', 'ecology')],
      roads: [holds('departmentManager', '14', 'roads')],
      dispatcher: [holds('dispatcher', '14')],
      acceptor: [holds('acceptor', '14')],
      shiftLeader: [holds('shiftLeader', '14')],
      officer: [holds('supervisionOfficer', '14')],
      worker: [holds('gridWorker', '14')],
    });
    const own = { ...golden(type), ...(type === 'CaseTaskSent' ? { executorId: 'worker' } : {}), ...changed };
    const facts = {
      ...factsIn([golden('CaseReported'), golden('CaseDispatched'), golden('CaseLightChanged'), own]),
      departmentName: '生态环境局',
    };
    const planned = rulesFor(rules, type)
      .filter((known) => ruleApplies(known, facts))
      .map(({ ruleId }) => plan(ruleId, { ...dispatched, type, facts }, staff)!);
    expect(planned.flatMap(({ recipients }) => recipients.map(({ userId }) => userId))).toEqual(
      names.split(' '),
    );
    expect(planned[0]!.body.zh).toContain(words);
    expect(planned[0]!.title.zh).toContain('140110-20261125-00001');
  });

  it('are notified after the quiet hours of their role or their own, unless it is urgent', () => {
    const staff = people(
      {
        manager: [holds('departmentManager', '1401', 'ecology')],
        owl: [holds('departmentManager', '1401', 'ecology')],
        early: [holds('departmentManager', '1401', 'ecology')],
        leader: [holds('leader', '1401')],
      },
      {
        owl: { quietHours: null, muted: [] },
        early: { quietHours: { from: '23:00', until: '05:30' }, muted: ['alarm'] },
      },
    );
    const planned = plan('case-dispatched', dispatched, staff, NIGHT)!;
    expect(planned.recipients).toEqual([
      { userId: 'early', deferredUntil: '2026-11-24T21:30:00.000Z' },
      { userId: 'manager', deferredUntil: MORNING },
      { userId: 'owl', deferredUntil: null },
    ]);
    // Passed on an hour after the first of them was notified.
    expect(planned.escalateAt).toBe('2026-11-24T16:30:00.000Z');
    expect(plan('alarm-red', alarm, staff, NIGHT)?.recipients).toEqual([
      { userId: 'leader', deferredUntil: null },
    ]);
    expect(plan('alarm-orange', alarm, staff, NIGHT)?.recipients).toEqual([
      { userId: 'leader', deferredUntil: MORNING },
    ]);
  });

  it('exclude people who muted the kind, unless it is urgent', () => {
    const muted = { leader: { quietHours: null, muted: ['alarm'] } };
    const staff = people({ leader: [holds('leader', '1401')] }, muted);
    expect(plan('alarm-orange', alarm, staff)?.recipients).toEqual([]);
    expect(plan('alarm-red', alarm, staff)?.recipients).toHaveLength(1);
  });

  it('are escalated at once if there is nobody, and then to the next role', () => {
    const staff = people({ dispatcher: [holds('dispatcher', '1401')] });
    expect(plan('case-dispatched', dispatched, staff)).toMatchObject({ recipients: [], escalateAt: NOON });
    expect(plan('case-dispatched', dispatched, staff, NOON, 1)).toMatchObject({
      step: 1,
      recipients: [{ userId: 'dispatcher' }],
      escalateAt: null,
    });
    expect(plan('case-dispatched', dispatched, staff, NOON, 2)).toBeUndefined();
  });

  it('are never more than a notification has room for, with the number left out', () => {
    const crowd = Object.fromEntries(
      Array.from({ length: MAX_RECIPIENTS + 3 }, (_, n) => [`u${n}`, [holds('leader', '14')]]),
    );
    const planned = plan('alarm-red', alarm, people(crowd))!;
    expect(planned.recipients).toHaveLength(MAX_RECIPIENTS);
    expect(planned.omitted).toBe(3);
  });
});
