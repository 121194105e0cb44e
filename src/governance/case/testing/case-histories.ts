import shippedCalendar from '../../../../data/calendars/china.json' with { type: 'json' };
import shippedRules from '../../../../data/governance/case-rules.json' with { type: 'json' };
import type { Decision } from '../../../commands/decider.ts';
import { prepareCalendar, workCalendarSchema } from '../../calendar/work-calendar.ts';
import { caseRulesSchema } from '../../clocks/case-rules.ts';
import type { CaseEvent, CaseReported, FilingStandardRef } from '../../events.ts';
import type { CaseCommand } from '../commands.ts';
import { createCaseDecider, foldCase } from '../decider.ts';
import type { CaseState } from '../state.ts';
import type { CaseActor } from '../step.ts';
import type { CaseTiming } from '../timing.ts';

/* A case from report to closing, on which the tests in this folder are based. */

export const rules = caseRulesSchema.parse(shippedRules);
export const calendar = prepareCalendar(workCalendarSchema.parse(shippedCalendar));
export const timing: CaseTiming = { calendarOf: () => calendar, rulesOf: () => rules };
export const decider = createCaseDecider(timing);

export const caseId = 'c-1';
export const at = '2026-03-04T01:00:00.000Z';
export const deadline = '2026-03-04T05:00:00.000Z';
export const early = '2026-03-04T04:00:00.000Z';
export const late = '2026-03-04T05:00:00.001Z';

export const report: CaseReported['data'] = {
  caseId,
  caseNumber: '140105-20260304-00001',
  source: 'sensorAlarm',
  reporterId: null,
  petitioner: null,
  description: '井盖缺失',
  location: { lon: 112.56, lat: 37.8, address: '平阳路' },
  divisionCode: '140105',
  gridCode: null,
  matterCode: 'event-S5-07',
  severity: 'orange',
  photos: [],
  alarm: { alarmId: 'a-1', deviceId: 'camera-1', caseKey: 'camera-1 manhole' },
  at,
};
export const standard: FilingStandardRef = {
  standardId: 'sensing',
  standardVersion: 1,
  rowId: 'event-S5-07-1',
  matterName: '井盖缺失、破损',
  filingCondition: '视频识别到井盖缺失或破损',
  closingCondition: '恢复',
  limit: 4,
  limitUnit: 'urgentHour',
};

export const reported: CaseEvent = { type: 'CaseReported', data: report };
export const acceptedCase: CaseEvent = { type: 'CaseAccepted', data: { caseId, opinion: '属实', at } };
export const filed: CaseEvent = { type: 'CaseFiled', data: { caseId, standard, opinion: '立案', at } };
export const dispatchedTo = (departmentId: string): CaseEvent => ({
  type: 'CaseDispatched',
  data: { caseId, departmentId, deadline, calendarVersion: calendar.version, opinion: '请处置', at },
});
export const dispatched = dispatchedTo('roads');
export const handling: CaseEvent = {
  type: 'CaseHandlingStarted',
  data: { caseId, handlerId: 'handler', at },
};
export const feedback: CaseEvent = {
  type: 'CaseFeedbackGiven',
  data: { caseId, handlerId: 'manager', result: '已恢复', photos: [], inTime: true, at: early },
};
export const checkedAs = (passed: boolean): CaseEvent => ({
  type: 'CaseChecked',
  data: { caseId, passed, opinion: '现场查看', photos: [], at: early },
});
export const overdue: CaseEvent = {
  type: 'CaseHandlingOverdue',
  data: { caseId, departmentId: 'roads', deadline, at: late },
};

export const toFiled = [reported, acceptedCase, filed];
export const toDispatched = [...toFiled, dispatched];
export const toHandling = [...toDispatched, handling];
export const toChecking = [...toHandling, feedback];
export const toClosing = [...toChecking, checkedAs(true)];

export const centre: CaseActor = { userId: 'leader', departmentIds: [] };
export const roads: CaseActor = { userId: 'handler', departmentIds: ['roads'] };
export const manager: CaseActor = { userId: 'manager', departmentIds: ['roads'] };
export const water: CaseActor = { userId: 'other', departmentIds: ['water'] };

/** What a decision contains apart from clocks and versions of rules, which have separate tests. */
const bare = (event: CaseEvent): CaseEvent => {
  const { clocks: _clocks, rulesVersion: _rules, ...data } = event.data as Record<string, unknown>;
  return { type: event.type, data } as CaseEvent;
};
export const when = (given: readonly CaseEvent[], command: CaseCommand): Decision<CaseEvent> => {
  const decision = decider.decide(command, foldCase(given));
  return decision.ok ? { ok: true, events: decision.events.map(bare) } : decision;
};
export const stateOf = (...given: CaseEvent[]): CaseState => foldCase(given);

/** A case driven by commands, as in the log, with its clocks. */
export const live = (start: CaseCommand = { type: 'ReportCase', data: report }) => {
  const events: CaseEvent[] = [];
  const take = (command: CaseCommand): Decision<CaseEvent> => {
    const decision = decider.decide(command, foldCase(events));
    if (decision.ok) events.push(...decision.events);
    return decision;
  };
  const must = (command: CaseCommand): readonly CaseEvent[] => {
    const decision = take(command);
    if (!decision.ok) throw new Error(`${command.type}: ${decision.refusal.code}`);
    return decision.events;
  };
  must(start);
  return {
    must,
    /** Code of the refusal, undefined where the step is taken. */
    refusal: (command: CaseCommand) => refusalOf(take(command)),
    try: take,
    state: () => foldCase(events),
    types: () => events.map(({ type }) => type),
    events: () => events as readonly CaseEvent[],
  };
};
export type LiveCase = ReturnType<typeof live>;

const minutes = (n: number): number => n * 60_000;
/** The instant so many minutes after the report. */
export const atMinute = (n: number): string => new Date(Date.parse(at) + minutes(n)).toISOString();

/** A live case that was dispatched five minutes after its report, under four urgent hours. */
export const liveDispatched = (departmentId = 'roads', coDepartmentIds: readonly string[] = []): LiveCase => {
  const one = live();
  one.must({ type: 'AcceptCase', opinion: '属实', actor: centre, at: atMinute(1) });
  one.must({ type: 'FileCase', standard, opinion: '立案', actor: centre, at: atMinute(2) });
  one.must({
    type: 'DispatchCase',
    departmentId,
    coDepartmentIds,
    opinion: '请处置',
    actor: centre,
    at: atMinute(5),
  });
  return one;
};

export const refusalOf = (decision: Decision<CaseEvent>) => (decision.ok ? undefined : decision.refusal.code);

export const giveFeedback = (time: string, actor = roads): CaseCommand => ({
  type: 'GiveFeedback',
  result: '已恢复',
  photos: [],
  actor,
  at: time,
});
export const check = (passed: boolean, actor = centre): CaseCommand => ({
  type: 'CheckCase',
  passed,
  opinion: '现场查看',
  photos: [],
  actor,
  at: early,
});
export const close = (actor = centre): CaseCommand => ({
  type: 'CloseCase',
  opinion: '符合结案条件',
  actor,
  at: late,
});
