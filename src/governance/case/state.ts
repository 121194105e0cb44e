import type { CaseEvent, CaseStage, FilingStandardRef } from '../events.ts';

export interface CaseState {
  readonly exists: boolean;
  readonly stage: CaseStage;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly divisionCode: string;
  readonly gridCode: string | null;
  readonly reporterId: string | null;
  readonly caseKey: string | null;
  readonly departmentId: string | null;
  readonly deadline: string | null;
  readonly overdue: boolean;
  /** Of the latest feedback since the dispatch; null while there is none to go by. */
  readonly inTime: boolean | null;
  /** How often a check failed and sent the case back to its department (返工). */
  readonly reworkCount: number;
  readonly standard: FilingStandardRef | null;
  /** Persons who handled or fed back: they do not check or close. */
  readonly handlerIds: readonly string[];
  readonly alarmIds: readonly string[];
  readonly openAlarmIds: readonly string[];
  /** While the case is set aside for another one; kept when it was answered with that one. */
  readonly link: { readonly parentId: string; readonly linkId: string } | null;
}

export const NO_CASE: CaseState = {
  exists: false,
  stage: 'reported',
  caseId: '',
  caseNumber: '',
  divisionCode: '',
  gridCode: null,
  reporterId: null,
  caseKey: null,
  departmentId: null,
  deadline: null,
  overdue: false,
  inTime: null,
  reworkCount: 0,
  standard: null,
  handlerIds: [],
  alarmIds: [],
  openAlarmIds: [],
  link: null,
};

const TERMINAL: readonly CaseStage[] = ['closed', 'rejected', 'voided'];

export const isTerminal = (stage: CaseStage): boolean => TERMINAL.includes(stage);

const withHandler = (state: CaseState, handlerId: string): readonly string[] =>
  state.handlerIds.includes(handlerId) ? state.handlerIds : [...state.handlerIds, handlerId];

export const evolveCase = (state: CaseState, event: CaseEvent): CaseState => {
  switch (event.type) {
    case 'CaseReported': {
      const { data } = event;
      const alarmIds = data.alarm === null ? [] : [data.alarm.alarmId];
      return {
        ...NO_CASE,
        exists: true,
        caseId: data.caseId,
        caseNumber: data.caseNumber,
        divisionCode: data.divisionCode,
        gridCode: data.gridCode,
        reporterId: data.reporterId,
        caseKey: data.alarm?.caseKey ?? null,
        alarmIds,
        openAlarmIds: alarmIds,
      };
    }
    case 'CaseAlarmAttached': {
      const { alarmId } = event.data;
      return {
        ...state,
        alarmIds: [...state.alarmIds, alarmId],
        openAlarmIds: [...state.openAlarmIds, alarmId],
      };
    }
    case 'CaseAlarmCleared':
      return { ...state, openAlarmIds: state.openAlarmIds.filter((id) => id !== event.data.alarmId) };
    case 'CaseAccepted':
      return { ...state, stage: 'accepted' };
    case 'CaseRejected':
      return { ...state, stage: 'rejected' };
    case 'CaseFiled':
      return { ...state, stage: 'filed', standard: event.data.standard };
    case 'CaseDispatched': {
      const { departmentId, deadline } = event.data;
      return { ...state, stage: 'dispatched', departmentId, deadline, overdue: false, inTime: null };
    }
    case 'CaseHandlingStarted':
      return { ...state, stage: 'handling', handlerIds: withHandler(state, event.data.handlerId) };
    case 'CaseFeedbackGiven':
      return {
        ...state,
        stage: 'checking',
        inTime: event.data.inTime,
        handlerIds: withHandler(state, event.data.handlerId),
      };
    case 'CaseChecked':
      return event.data.passed
        ? { ...state, stage: 'closing' }
        : { ...state, stage: 'dispatched', inTime: null, reworkCount: state.reworkCount + 1 };
    case 'CaseClosed':
      return { ...state, stage: 'closed' };
    case 'CaseReturned':
      return { ...state, stage: event.data.to };
    case 'CaseVoided':
      return { ...state, stage: 'voided' };
    case 'CaseHandlingOverdue':
      return { ...state, overdue: true };
    case 'CaseLinkedAsDuplicate':
    case 'CaseMadeChild': {
      const { parentId, linkId } = event.data;
      return { ...state, link: { parentId, linkId } };
    }
    case 'CaseUnlinked':
      return { ...state, link: null };
    case 'CaseAnsweredByParent':
      return { ...state, stage: 'closed' };
    default:
      return event satisfies never;
  }
};
