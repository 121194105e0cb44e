import { type Decision, fold } from '../../decider.ts';
import type { CaseEvent, CaseReported, FilingStandardRef } from '../events.ts';
import type { CaseActor, CaseCommand } from './commands.ts';
import { caseDecider } from './decider.ts';

/* A case from report to closing, as the tests of this folder begin with it. */

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
  limit: 2,
  limitUnit: 'urgentHour',
};

export const reported: CaseEvent = { type: 'CaseReported', data: report };
export const acceptedCase: CaseEvent = { type: 'CaseAccepted', data: { caseId, opinion: '属实', at } };
export const filed: CaseEvent = { type: 'CaseFiled', data: { caseId, standard, opinion: '立案', at } };
export const dispatchedTo = (departmentId: string): CaseEvent => ({
  type: 'CaseDispatched',
  data: { caseId, departmentId, deadline, calendarVersion: 'china@1', opinion: '请处置', at },
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

export const when = (given: readonly CaseEvent[], command: CaseCommand): Decision<CaseEvent> =>
  caseDecider.decide(command, fold(caseDecider, given));
export const stateOf = (...given: CaseEvent[]) => fold(caseDecider, given);
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
