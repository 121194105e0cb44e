import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_VERSIONS } from '../event-catalogue.ts';
import type { Assignment, Role } from '../identity/events.ts';
import type { NotificationIssued, NotificationRule } from './events.ts';
import { factsIn } from './facts.ts';
import { notificationDecider } from './notification-decider.ts';
import { type Cause, planNotification, ruleApplies, rulesFor } from './plan.ts';
import { preferencesDecider } from './preferences-decider.ts';
import { quietUntil } from './quiet-hours.ts';
import { MAX_RECIPIENTS, type People } from './recipients.ts';
import { render } from './render.ts';
import { notificationRulesSchema } from './rules.ts';

const rules = notificationRulesSchema.parse(
  JSON.parse(readFileSync(new URL('../../data/governance/notification-rules.json', import.meta.url), 'utf8')),
);
/** An event as it lies in logs. */
const golden = (type: string): object =>
  JSON.parse(
    readFileSync(new URL(`../testing/golden-events/${type}.v1.json`, import.meta.url), 'utf8'),
  ) as object;
/** Noon and night in Shanxi. */
const NOON = '2026-11-24T04:00:00.000Z';
const NIGHT = '2026-11-24T15:30:00.000Z';
const MORNING = '2026-11-24T23:00:00.000Z';

const holds = (role: Role, divisionCode: string, departmentId: string | null = null): Assignment => ({
  assignmentId: `${role}-${divisionCode}`,
  role,
  divisionCode,
  departmentId,
  validFrom: '2026-01-01T00:00:00.000Z',
  validUntil: null,
});

const people = (
  held: Readonly<Record<string, readonly Assignment[]>>,
  preferences: Record<
    string,
    { quietHours: { from: string; until: string } | 'roleDefault' | null; muted: string[] }
  > = {},
): People => ({
  persons: new Map(
    Object.entries(held).map(([userId, assignments]) => [
      userId,
      { userId, active: userId !== 'gone', assignments },
    ]),
  ),
  preferences: new Map(Object.entries(preferences)),
  roleQuietHours: new Map(rules.quietHours.map(({ role, from, until }) => [role, { from, until }])),
});

const dispatched: Cause = {
  eventId: 'e1',
  type: 'CaseDispatched',
  stream: 'case-1',
  version: 4,
  facts: {
    caseId: '1',
    caseNumber: '140106-20261124-00001',
    divisionCode: '140106001',
    departmentId: 'ecology',
    departmentName: '生态环境局',
    deadline: '2026-11-24T08:00:00.000Z',
  },
};
const alarm: Cause = {
  eventId: 'e2',
  type: 'AlarmRaised',
  stream: 'alarm-1',
  version: 1,
  facts: {
    alarmId: '1',
    divisionCode: '140106',
    severity: 'red',
    ruleName: 'PM2.5 高',
    deviceName: '一号站',
  },
};
const rule = (ruleId: string): NotificationRule => rules.rules.find((known) => known.ruleId === ruleId)!;
const plan = (ruleId: string, cause: Cause, told: People, at = NOON, step = 0) =>
  planNotification({
    notificationId: 'n1',
    rules,
    rule: rule(ruleId),
    step,
    cause,
    people: told,
    at,
  });

describe('the shipped rules', () => {
  it('apply by type and by what the event and its stream said', () => {
    const applying = (type: string, facts: Record<string, unknown>) =>
      rulesFor(rules, type)
        .filter((known) => ruleApplies(known, facts))
        .map(({ ruleId }) => ruleId);
    expect(applying('AlarmRaised', { severity: 'red' })).toEqual(['alarm-red']);
    expect(applying('AlarmRaised', { severity: 'blue' })).toEqual([]);
    expect(applying('AlarmRaised', { severity: 'orange' })).toEqual(['alarm-orange']);
    expect(applying('AlarmRaised', { severity: 'orange', stormId: 's1' })).toEqual([]);
    expect(applying('AlarmEscalated', { severity: 'red', stormId: 's1' })).toEqual(['alarm-escalated-red']);
    expect(applying('AlarmStormBegan', { stormId: 's1' })).toEqual(['alarm-storm']);
    expect(applying('CaseLightChanged', { light: 'yellow', clock: 'handle' })).toEqual(['case-light-yellow']);
    expect(applying('CaseLightChanged', { light: 'red', clock: 'verify' })).toEqual([
      'stage-light-red-acceptor',
    ]);
    expect(applying('SomethingUnknown', {})).toEqual([]);
  });

  it('are about events that there are', () => {
    const types = rules.rules.flatMap(({ on }) => on);
    expect(types.filter((type) => !Object.hasOwn(EVENT_VERSIONS, type))).toEqual([]);
  });

  it('have texts whose words the events say', () => {
    const unknown = rules.rules.flatMap((known) =>
      known.on.flatMap((type) => {
        const facts = {
          ...factsIn([
            golden('CaseReported'),
            golden('CaseDispatched'),
            golden('CaseLightChanged'),
            golden('AlarmRaised'),
            golden(type),
          ]),
          // What the process adds to what the events say.
          ...{ departmentName: '', divisionName: '', subjectName: '', finding: '', where: '' },
        };
        const { title, body } = rules.templates[known.template]!;
        const words = [title, body].flatMap(({ zh, en }) => [...`${zh}${en}`.matchAll(/\{(\w+)/g)]);
        return words
          .map(([, word]) => word!)
          .filter((word) => !Object.hasOwn(facts, word))
          .map((word) => `${type} ${word}`);
      }),
    );
    expect(unknown).toEqual([]);
  });

  it.each([
    ['a template that is not there', { ...rules, templates: {} }],
    ['a rule that stands twice', { ...rules, rules: [rules.rules[0], rules.rules[0]] }],
    ['a rule about readings', { ...rules, rules: [{ ...rules.rules[0], on: ['ReadingsRecorded'] }] }],
    ['no audience', { ...rules, rules: [{ ...rules.rules[0], to: [] }] }],
  ])('are refused with %s', (_what, wrong) => {
    expect(notificationRulesSchema.safeParse(wrong).success).toBe(false);
  });
});

describe('recipients', () => {
  it('of a dispatch is the manager of that department, wherever the department works', () => {
    const told = people({
      manager: [holds('departmentManager', '1401', 'ecology')],
      handler: [holds('handler', '1401', 'ecology')],
      other: [holds('departmentManager', '1401', 'roads')],
      gone: [holds('departmentManager', '1401', 'ecology')],
    });
    expect(plan('case-dispatched', dispatched, told)).toMatchObject({
      recipients: [{ userId: 'manager', deferredUntil: null }],
      roles: ['departmentManager'],
      title: { zh: '案件 140106-20261124-00001 已派遣', en: 'Case 140106-20261124-00001 was dispatched' },
      body: { zh: '已派遣至生态环境局，处置时限 2026-11-24 16:00。' },
      escalateAt: '2026-11-24T05:00:00.000Z',
    });
  });

  it('of an alarm is each leader of the place once, and of no other place', () => {
    const told = people({
      city: [holds('leader', '1401')],
      both: [holds('leader', '14'), holds('shiftLeader', '140106')],
      elsewhere: [holds('leader', '1402')],
      later: [{ ...holds('leader', '14'), validFrom: '2027-01-01T00:00:00.000Z' }],
      earlier: [{ ...holds('leader', '14'), validUntil: '2026-11-01T00:00:00.000Z' }],
    });
    expect(plan('alarm-red', alarm, told)?.recipients.map(({ userId }) => userId)).toEqual(['both', 'city']);
  });

  it('of a task is the person whom the event names', () => {
    const task: Cause = {
      ...dispatched,
      type: 'CaseTaskSent',
      facts: { ...dispatched.facts, executorId: 'w1' },
    };
    const told = people({ w1: [holds('gridWorker', '1401')], w2: [holds('gridWorker', '1401')] });
    expect(plan('task-assigned', task, told)?.recipients).toMatchObject([{ userId: 'w1' }]);
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
    const told = people({
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
      .map(({ ruleId }) => plan(ruleId, { ...dispatched, type, facts }, told)!);
    expect(planned.flatMap(({ recipients }) => recipients.map(({ userId }) => userId))).toEqual(
      names.split(' '),
    );
    expect(planned[0]!.body.zh).toContain(words);
    expect(planned[0]!.title.zh).toContain('140110-20261125-00001');
  });

  it('are notified after the quiet hours of their role or their own, unless it is urgent', () => {
    const told = people(
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
    const planned = plan('case-dispatched', dispatched, told, NIGHT)!;
    expect(planned.recipients).toEqual([
      { userId: 'early', deferredUntil: '2026-11-24T21:30:00.000Z' },
      { userId: 'manager', deferredUntil: MORNING },
      { userId: 'owl', deferredUntil: null },
    ]);
    // Passed on an hour after the first of them was told.
    expect(planned.escalateAt).toBe('2026-11-24T16:30:00.000Z');
    expect(plan('alarm-red', alarm, told, NIGHT)?.recipients).toEqual([
      { userId: 'leader', deferredUntil: null },
    ]);
    expect(plan('alarm-orange', alarm, told, NIGHT)?.recipients).toEqual([
      { userId: 'leader', deferredUntil: MORNING },
    ]);
  });

  it('exclude people who muted the kind, unless it is urgent', () => {
    const muted = { leader: { quietHours: null, muted: ['alarm'] } };
    const told = people({ leader: [holds('leader', '1401')] }, muted);
    expect(plan('alarm-orange', alarm, told)?.recipients).toEqual([]);
    expect(plan('alarm-red', alarm, told)?.recipients).toHaveLength(1);
  });

  it('is passed on at once where there is nobody, and then to the next role', () => {
    const told = people({ dispatcher: [holds('dispatcher', '1401')] });
    expect(plan('case-dispatched', dispatched, told)).toMatchObject({ recipients: [], escalateAt: NOON });
    expect(plan('case-dispatched', dispatched, told, NOON, 1)).toMatchObject({
      step: 1,
      recipients: [{ userId: 'dispatcher' }],
      escalateAt: null,
    });
    expect(plan('case-dispatched', dispatched, told, NOON, 2)).toBeUndefined();
  });

  it('is never more than a notification has room for, and says how many are left out', () => {
    const crowd = Object.fromEntries(
      Array.from({ length: MAX_RECIPIENTS + 3 }, (_, n) => [`u${n}`, [holds('leader', '14')]]),
    );
    const planned = plan('alarm-red', alarm, people(crowd))!;
    expect(planned.recipients).toHaveLength(MAX_RECIPIENTS);
    expect(planned.omitted).toBe(3);
  });
});

describe('quiet hours', () => {
  it('end at the next `until` that is later, minute by minute', () => {
    const hour = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
    const clockOf = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(11, 16);
    fc.assert(
      fc.property(hour, hour, fc.integer({ min: 0, max: 2_000_000 }), (from, until, minute) => {
        fc.pre(from !== until);
        const at = Date.parse('2026-01-01T00:00:00Z') + minute * 60_000;
        const time = clockOf(at);
        const inside = from < until ? time >= from && time < until : time >= from || time < until;
        const end = quietUntil({ from, until }, at);
        expect(end !== null).toBe(inside);
        if (end === null) return;
        expect(clockOf(end)).toBe(until);
        expect(end - at).toBeGreaterThan(0);
        expect(end - at).toBeLessThanOrEqual(86_400_000);
      }),
    );
  });
});

it('a text shows a dash for what is not known', () => {
  expect(render({ zh: '{a}、{b}、{c:time}', en: '{toString}' }, { a: 0, b: null, c: 'soon' })).toEqual({
    zh: '0、—、soon',
    en: '—',
  });
});

describe('a notification', () => {
  const issued: NotificationIssued = {
    type: 'NotificationIssued',
    data: plan(
      'case-dispatched',
      dispatched,
      people(
        {
          day: [holds('departmentManager', '1401', 'ecology')],
          night: [holds('departmentManager', '1401', 'ecology')],
        },
        { day: { quietHours: null, muted: [] } },
      ),
      NIGHT,
    )!,
  };
  const given = (...events: Parameters<typeof notificationDecider.evolve>[1][]) =>
    [issued, ...events].reduce(notificationDecider.evolve, notificationDecider.initialState);
  const acknowledged = {
    type: 'NotificationAcknowledged',
    data: { notificationId: 'n1', userId: 'night', at: NIGHT },
  } as const;

  it('is acknowledged by each recipient once, and is unknown to everybody else', () => {
    const acknowledge = (userId: string) =>
      notificationDecider.decide({ type: 'AcknowledgeNotification', userId, at: NIGHT }, given(acknowledged));
    expect(acknowledge('day')).toMatchObject({ ok: true, events: [{ data: { userId: 'day' } }] });
    expect(acknowledge('night')).toEqual({ ok: true, events: [] });
    expect(acknowledge('stranger')).toMatchObject({ ok: false, refusal: { code: 'notificationUnknown' } });
  });

  it('is passed on once, unless somebody has taken it on', () => {
    const escalate = (state: ReturnType<typeof given>) =>
      notificationDecider.decide({ type: 'EscalateNotification', at: MORNING }, state);
    expect(escalate(given())).toMatchObject({
      events: [{ type: 'NotificationEscalated', data: { step: 0 } }],
    });
    expect(escalate(given(acknowledged))).toEqual({ ok: true, events: [] });
  });

  it('reaches those whose quiet hours end then, but not those who have seen it already', () => {
    const release = (state: ReturnType<typeof given>) =>
      notificationDecider.decide({ type: 'ReleaseNotification', dueAt: MORNING, at: MORNING }, state);
    expect(release(given())).toMatchObject({ events: [{ data: { userIds: ['night'] } }] });
    expect(release(given(acknowledged))).toMatchObject({ events: [{ data: { userIds: [] } }] });
  });
});

it('preferences that are set again change nothing', () => {
  const data = { userId: 'u', quietHours: null, muted: ['b', 'a', 'a'] };
  const first = preferencesDecider.decide(
    { type: 'SetNotificationPreferences', data },
    preferencesDecider.initialState,
  );
  expect(first).toMatchObject({ events: [{ data: { muted: ['a', 'b'] } }] });
  const state = { quietHours: null, muted: ['a', 'b'] };
  expect(preferencesDecider.decide({ type: 'SetNotificationPreferences', data }, state)).toMatchObject({
    events: [],
  });
});
