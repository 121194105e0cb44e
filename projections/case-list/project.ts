import {
  CASE_EVENT_TYPES,
  type CaseEvent,
  type CaseSource,
  type CaseStage,
  type FilingStandardRef,
} from '../../src/governance/events.ts';
import { type Recorded, rowProjection } from '../../src/projection-engine/row-projection.ts';
import type { Severity } from '../../src/sensing/events.ts';
import { cases } from './table.ts';

export interface CaseRow {
  case_id: string;
  case_number: string;
  source: CaseSource;
  stage: CaseStage;
  description: string;
  address: string;
  lon: number;
  lat: number;
  division_code: string;
  grid_code: string | null;
  matter_code: string | null;
  severity: Severity | null;
  reporter_id: string | null;
  department_id: string | null;
  handler_id: string | null;
  standard: FilingStandardRef | null;
  deadline: string | null;
  overdue: boolean;
  rework_count: number;
  alarm_ids: readonly string[];
  open_alarm_ids: readonly string[];
  device_id: string | null;
  photo_count: number;
  /** Users who took part: they see the case wherever it lies. */
  participants: readonly string[];
  reported_at: string;
  updated_at: string;
  closed_at: string | null;
  version: number;
}

type CaseRecorded = Recorded<CaseEvent>;

const reportedRow = (event: Extract<CaseRecorded, { type: 'CaseReported' }>): CaseRow => {
  const { data } = event;
  const alarms = data.alarm === null ? [] : [data.alarm.alarmId];
  return {
    case_id: data.caseId,
    case_number: data.caseNumber,
    source: data.source,
    stage: 'reported',
    description: data.description,
    address: data.location.address,
    lon: data.location.lon,
    lat: data.location.lat,
    division_code: data.divisionCode,
    grid_code: data.gridCode,
    matter_code: data.matterCode,
    severity: data.severity,
    reporter_id: data.reporterId,
    department_id: null,
    handler_id: null,
    standard: null,
    deadline: null,
    overdue: false,
    rework_count: 0,
    alarm_ids: alarms,
    open_alarm_ids: alarms,
    device_id: data.alarm?.deviceId ?? null,
    photo_count: data.photos.length,
    participants: [],
    reported_at: data.at,
    updated_at: data.at,
    closed_at: null,
    version: 0,
  };
};

/** What the event changes, beside participants, time and version. */
const changes = (row: CaseRow, event: CaseRecorded): Partial<CaseRow> => {
  switch (event.type) {
    case 'CaseReported':
      return {};
    case 'CaseAlarmAttached':
      return {
        alarm_ids: [...row.alarm_ids, event.data.alarmId],
        open_alarm_ids: [...row.open_alarm_ids, event.data.alarmId],
      };
    case 'CaseAlarmCleared':
      return { open_alarm_ids: row.open_alarm_ids.filter((id) => id !== event.data.alarmId) };
    case 'CaseAccepted':
      return { stage: 'accepted' };
    case 'CaseRejected':
      return { stage: 'rejected', closed_at: event.data.at };
    case 'CaseFiled':
      return { stage: 'filed', standard: event.data.standard };
    case 'CaseDispatched':
      return {
        stage: 'dispatched',
        department_id: event.data.departmentId,
        deadline: event.data.deadline,
        handler_id: null,
        overdue: false,
      };
    case 'CaseHandlingStarted':
      return { stage: 'handling', handler_id: event.data.handlerId };
    case 'CaseFeedbackGiven':
      return { stage: 'checking', photo_count: row.photo_count + event.data.photos.length };
    case 'CaseChecked':
      return event.data.passed
        ? { stage: 'closing' }
        : { stage: 'dispatched', handler_id: null, rework_count: row.rework_count + 1 };
    case 'CaseClosed':
      return { stage: 'closed', closed_at: event.data.at };
    case 'CaseReturned':
      return { stage: event.data.to };
    case 'CaseVoided':
      return { stage: 'voided', closed_at: event.data.at };
    case 'CaseHandlingOverdue':
      return { overdue: true };
    case 'CaseLinkedAsDuplicate':
    case 'CaseMadeChild':
    case 'CaseUnlinked':
      return {};
    case 'CaseAnsweredByParent':
      return { stage: 'closed', closed_at: event.data.at };
    default:
      return event satisfies never;
  }
};

const apply = (earlier: CaseRow | undefined, event: CaseRecorded): CaseRow | undefined => {
  const row = event.type === 'CaseReported' ? reportedRow(event) : earlier;
  if (row === undefined) return undefined;
  const person = event.meta.actor.startsWith('user:') ? event.meta.actor.slice('user:'.length) : undefined;
  const participants =
    person === undefined || row.participants.includes(person)
      ? row.participants
      : [...row.participants, person];
  return { ...row, ...changes(row, event), participants, updated_at: event.data.at, version: event.version };
};

export const caseList = rowProjection<CaseRow, CaseEvent>({
  name: 'case-list@1',
  table: cases,
  key: 'case_id',
  handles: CASE_EVENT_TYPES,
  keyOf: (event) => event.data.caseId,
  apply,
});
