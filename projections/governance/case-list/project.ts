import { CASE_EVENT_TYPES, type CaseEvent } from '../../../src/governance/events.ts';
import {
  awaitedSteps,
  type CaseState,
  evolveCase,
  flagNamesOf,
  isAside,
  NO_CASE,
  nextDueOf,
  openItems,
  presentClock,
  presentDeadline,
} from '../../../src/governance/index.ts';
import { type Handlers, handle, type Recorded, sameFor } from '../../../src/projection-engine/handlers.ts';
import { rowProjection } from '../../../src/projection-engine/row-projection.ts';
import { type CaseRow, cases } from './table.ts';

type CaseRecorded = Recorded<CaseEvent>;

/** Columns that only the report determines. */
const reportedRow = (event: Extract<CaseRecorded, { type: 'CaseReported' }>): CaseRow => {
  const { data } = event;
  return {
    ...ofState(NO_CASE),
    case_id: data.caseId,
    case_number: data.caseNumber,
    source: data.source,
    description: data.description,
    address: data.location.address,
    lon: data.location.lon,
    lat: data.location.lat,
    matter_code: data.matterCode,
    severity: data.severity,
    reporter_id: data.reporterId,
    handler_id: null,
    device_id: data.alarm?.deviceId ?? null,
    photo_count: data.photos.length + (data.selfHandling?.photosAfter.length ?? 0),
    participants: [],
    reported_at: data.at,
    updated_at: data.at,
    version: 0,
  };
};

/** Columns derived from the decider's state: the list shows what the decider knows, and nothing is defined twice. */
const ofState = (state: CaseState) => {
  const clock = presentClock(state);
  return {
    stage: state.stage,
    division_code: state.divisionCode,
    grid_code: state.gridCode,
    department_id: state.departmentId,
    co_department_ids: state.coDepartmentIds,
    standard: state.standard,
    deadline: state.deadline,
    overdue: state.overdue,
    rework_count: state.reworkCount,
    alarm_ids: state.alarmIds,
    open_alarm_ids: state.openAlarmIds,
    current_clock: clock?.clock ?? null,
    light: clock?.light ?? null,
    due_at: presentDeadline(state),
    set_aside_as: isAside(state) ? (state.link?.kind ?? null) : null,
    next_due_at: nextDueOf(state),
    awaits: awaitedSteps(state).map(({ command }) => command),
    open_items: [...openItems(state)].sort(),
    flags: flagNamesOf(state),
    task_executor_id: state.task?.executorId ?? null,
    closed_at: state.closedAt,
    state,
  };
};

/** What events change apart from the decider's state. */
const CHANGES: Handlers<CaseRow, Partial<CaseRow>> = {
  CaseDispatched: () => ({ handler_id: null }),
  CaseHandlerWithdrawn: () => ({ handler_id: null }),
  CaseChecked: ({ data }, row) => (data.passed ? {} : { handler_id: row.state.assignedHandlerId }),
  CaseHandlingStarted: ({ data }) => ({ handler_id: data.handlerId }),
  CaseHandlerAssigned: ({ data }) => ({ handler_id: data.handlerId }),
  CaseFeedbackGiven: ({ data }, row) => ({ photo_count: row.photo_count + data.photos.length }),
  CaseCoFeedbackGiven: ({ data }, row) => ({ photo_count: row.photo_count + data.photos.length }),
  CaseSupplemented: ({ data }, row) => ({ photo_count: row.photo_count + data.photos.length }),
  CaseCorrected({ data: { changes } }) {
    const { description, matterCode, location } = changes;
    return {
      ...(description === undefined ? {} : { description }),
      ...(matterCode === undefined ? {} : { matter_code: matterCode }),
      ...(location === undefined ? {} : { lon: location.lon, lat: location.lat, address: location.address }),
    };
  },
};

const takingPart = (row: CaseRow, event: CaseRecorded): readonly string[] => {
  const { actor } = event.meta;
  const persons = [
    ...(actor.startsWith('user:') ? [actor.slice('user:'.length)] : []),
    // A grid worker who is sent has to see where to go.
    ...(event.type === 'CaseTaskSent' || event.type === 'CaseTaskReassigned' ? [event.data.executorId] : []),
    ...(event.type === 'CaseHandlerAssigned' ? [event.data.handlerId] : []),
  ].filter((person) => !row.participants.includes(person));
  return persons.length === 0 ? row.participants : [...row.participants, ...new Set(persons)];
};

const apply = (earlier: CaseRow | undefined, event: CaseRecorded): CaseRow | undefined => {
  const row = event.type === 'CaseReported' ? reportedRow(event) : earlier;
  if (row === undefined) return undefined;
  return {
    ...row,
    ...handle(CHANGES, event, row),
    ...ofState(evolveCase({ ...NO_CASE, ...row.state }, event)),
    participants: takingPart(row, event),
    updated_at: event.data.at,
    version: event.version,
  };
};

export const caseListProjection = rowProjection(cases)({
  name: 'case-list@5',
  keyOf: ({ data }) => data.caseId,
  on: sameFor(CASE_EVENT_TYPES, apply),
});
