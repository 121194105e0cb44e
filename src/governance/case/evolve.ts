import { isTerminal } from '../../workflows/index.ts';
import type { CaseClock, CaseEvent, ClockName } from '../events.ts';
import { evolveSide } from './evolve-side.ts';
import { presentClock } from './present-clock.ts';
import { stageAfter } from './stage-after.ts';
import { type CaseState, NO_CASE } from './state.ts';

const added = <Item extends string>(list: readonly Item[], item: Item): readonly Item[] =>
  list.includes(item) ? list : [...list, item];

/** What an event changes apart from stage and clocks. */
const change = (state: CaseState, event: CaseEvent): CaseState => {
  switch (event.type) {
    case 'CaseReported': {
      const { data } = event;
      const alarmIds = data.alarm === null ? [] : [data.alarm.alarmId];
      return {
        ...NO_CASE,
        exists: true,
        caseId: data.caseId,
        caseNumber: data.caseNumber,
        source: data.source,
        divisionCode: data.divisionCode,
        gridCode: data.gridCode,
        reporterId: data.reporterId,
        caseKey: data.alarm?.caseKey ?? null,
        rulesVersion: data.rulesVersion ?? null,
        selfHandled: data.selfHandling !== undefined,
        alarmIds,
        openAlarmIds: alarmIds,
        ...(data.alarm?.place !== undefined && { alarmPlaces: { [data.alarm.alarmId]: data.alarm.place } }),
      };
    }
    case 'CaseAlarmAttached': {
      const { alarmId, place } = event.data;
      return {
        ...state,
        alarmIds: [...state.alarmIds, alarmId],
        openAlarmIds: [...state.openAlarmIds, alarmId],
        ...(place !== undefined && { alarmPlaces: { ...state.alarmPlaces, [alarmId]: place } }),
      };
    }
    case 'CaseAlarmCleared':
      return { ...state, openAlarmIds: state.openAlarmIds.filter((id) => id !== event.data.alarmId) };
    case 'CaseAccepted':
      return { ...state, returned: false };
    case 'CaseFiled':
      return { ...state, standard: event.data.standard, returned: false };
    case 'CaseDispatched': {
      const { departmentId, deadline, coDepartmentIds = [], refuseBy = null } = event.data;
      const { refuseProvisional: _, ...before } = state;
      return {
        ...before,
        departmentId,
        deadline,
        coDepartmentIds,
        coFeedbackIds: [],
        refuseBy,
        ...(event.data.refuseProvisional === true && { refuseProvisional: true }),
        dispatchedIds: added(state.dispatchedIds, departmentId),
        assignedHandlerId: null,
        deferredUntil: null,
        requests: state.requests.filter(({ kind }) => kind === 'void'),
        inTime: null,
        evaluatedInTime: null,
        returned: false,
      };
    }
    case 'CaseHandlingStarted':
      return { ...state, handlerIds: added(state.handlerIds, event.data.handlerId) };
    case 'CaseFeedbackGiven': {
      const { handlerId, inTime, evaluatedInTime = inTime } = event.data;
      return {
        ...state,
        inTime,
        evaluatedInTime,
        handlerIds: added(state.handlerIds, handlerId),
        deferredUntil: null,
        requests: state.requests.filter(({ kind }) => kind === 'void'),
      };
    }
    case 'CaseChecked':
      return event.data.passed
        ? { ...state, task: null }
        : {
            ...state,
            task: null,
            inTime: null,
            evaluatedInTime: null,
            coFeedbackIds: [],
            reworkCount: state.reworkCount + 1,
          };
    case 'CaseReturned':
      return {
        ...state,
        returned: true,
        returns: state.returns + 1,
        deferredUntil: null,
        requests: state.requests.filter(({ kind }) => kind === 'void'),
      };
    case 'CaseClosed':
      return { ...state, closedAt: event.data.at };
    case 'CaseRejected':
    case 'CaseVoided':
      return { ...state, closedAt: event.data.at };
    case 'CaseHandlingOverdue':
    case 'CaseStageOverdue':
      return state;
    case 'CaseLinkedAsDuplicate':
    case 'CaseMadeChild': {
      const { parentId, parentNumber, linkId, clocks = [] } = event.data;
      const kind = event.type === 'CaseMadeChild' ? 'child' : 'duplicate';
      const pausedClocks = clocks.map(({ clock }) => clock);
      return { ...state, link: { kind, parentId, parentNumber, linkId, pausedClocks } };
    }
    case 'CaseUnlinked':
      return { ...state, link: null };
    case 'CaseAnsweredByParent':
      return { ...state, closedAt: event.data.at };
    default:
      return evolveSide(state, event);
  }
};

/** Cases of the first release carry no clocks: their handling clock is derived from the dispatch and its deadline. */
const clockBefore = (state: CaseState, event: CaseEvent): readonly CaseClock[] => {
  const { handle } = state.clocks;
  if (event.type === 'CaseDispatched') {
    const { at, deadline, calendarVersion } = event.data;
    const { limit = 0, limitUnit = 'urgentHour' } = state.standard ?? {};
    return [
      {
        clock: 'handle',
        run: (handle?.run ?? 0) + 1,
        state: 'running',
        limit,
        unit: limitUnit,
        extensions: 0,
        startedAt: at,
        since: at,
        usedMs: 0,
        yellowAt: null,
        redAt: deadline,
        deadline,
        light: 'green',
        overdue: false,
        deferredSince: null,
        deferredMs: 0,
        calendarVersion,
      },
    ];
  }
  if (handle === undefined) return [];
  if (event.type === 'CaseChecked')
    return event.data.passed ? [] : [{ ...handle, state: 'running', since: event.data.at }];
  if (event.type === 'CaseHandlingOverdue') return [{ ...handle, light: 'red', overdue: true }];
  const halts =
    event.type === 'CaseFeedbackGiven' || event.type === 'CaseReturned' || event.type === 'CaseVoided';
  return halts ? [{ ...handle, state: 'stopped' }] : [];
};

const withClocks = (state: CaseState, moved: readonly CaseClock[]): CaseState => {
  if (moved.length === 0) return state;
  const clocks: Partial<Record<ClockName, CaseClock>> = { ...state.clocks };
  for (const clock of moved) clocks[clock.clock] = clock;
  const overdueClocks = moved
    .filter(({ overdue }) => overdue)
    .reduce((names, { clock }) => added(names, clock), state.overdueClocks);
  return { ...state, clocks, deadline: clocks.handle?.deadline ?? state.deadline, overdueClocks };
};

export const evolveCase = (state: CaseState, event: CaseEvent): CaseState => {
  const moved = ('clocks' in event.data ? event.data.clocks : undefined) ?? clockBefore(state, event);
  const stage = stageAfter(state.stage, event);
  const next = { ...withClocks(change(state, event), moved), stage };
  const changed = { ...next, overdue: presentClock(next)?.overdue ?? false };
  // Requests on a case that has ended are no longer decided.
  return isTerminal(stage) && !isTerminal(state.stage)
    ? { ...changed, requests: [], task: null, suspendedUntil: null, deferredUntil: null }
    : changed;
};
