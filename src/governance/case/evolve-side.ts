import type { CaseSideEvent } from '../events.ts';
import type { CaseState } from './state.ts';

const without = (state: CaseState, requestId: string): Pick<CaseState, 'requests'> => ({
  requests: state.requests.filter((request) => request.requestId !== requestId),
});

/** What the events of side steps change, apart from stage and clocks. */
export const evolveSide = (state: CaseState, event: CaseSideEvent): CaseState => {
  switch (event.type) {
    case 'CaseTaskSent': {
      const { taskId, kind, executorId, at } = event.data;
      return { ...state, task: { taskId, kind, executorId, sentAt: at } };
    }
    case 'CaseTaskReassigned':
      return { ...state, task: state.task && { ...state.task, executorId: event.data.executorId } };
    case 'CaseTaskCancelled':
    case 'CaseVerified':
      return { ...state, task: null };
    case 'CaseCorrected': {
      const { divisionCode = state.divisionCode, gridCode = state.gridCode } = event.data.changes;
      return { ...state, divisionCode, gridCode };
    }
    case 'CaseFilingDeclined':
    case 'CaseForceClosed':
    case 'CaseSelfHandlingAudited':
      return { ...state, closedAt: event.data.at };
    case 'CaseDispatchRefused':
      return {
        ...state,
        deferredUntil: null,
        requests: state.requests.filter(({ kind }) => kind === 'void'),
      };
    case 'CaseHandlerAssigned':
      return { ...state, assignedHandlerId: event.data.handlerId };
    case 'CaseHandlerWithdrawn':
      return { ...state, assignedHandlerId: null };
    case 'CaseCoFeedbackGiven': {
      const { departmentId, handlerId } = event.data;
      return {
        ...state,
        coFeedbackIds: [...new Set([...state.coFeedbackIds, departmentId])],
        handlerIds: [...new Set([...state.handlerIds, handlerId])],
      };
    }
    case 'CaseRequestMade': {
      const { requestId, kind, requesterId, until, reason, at } = event.data;
      return {
        ...state,
        requests: [...state.requests, { requestId, kind, requesterId, until, reason, at }],
      };
    }
    case 'CaseRequestRefused':
      return { ...state, ...without(state, event.data.requestId) };
    case 'CaseExtended':
      return { ...state, ...without(state, event.data.requestId), extensions: event.data.extension };
    case 'CaseSuspended': {
      const { requestId, until } = event.data;
      return {
        ...state,
        ...without(state, requestId),
        suspendedUntil: until,
        deferredUntil: null,
        suspensions: state.suspensions + 1,
      };
    }
    case 'CaseResumed':
      return { ...state, suspendedUntil: null };
    case 'CaseDeferred': {
      const { requestId, until } = event.data;
      return { ...state, ...without(state, requestId), deferredUntil: until, deferrals: state.deferrals + 1 };
    }
    case 'CaseDeferralEnded':
      return { ...state, deferredUntil: null };
    case 'CaseSupervised': {
      const { supervisionId, departmentId, opinion, replyBy, provisional } = event.data;
      const supervision = {
        supervisionId,
        departmentId,
        opinion,
        replyBy,
        ...(provisional === true && { provisional }),
        reply: null,
      };
      return { ...state, supervisions: [...state.supervisions, supervision] };
    }
    case 'CaseSupervisionAnswered': {
      const { supervisionId, reply } = event.data;
      return {
        ...state,
        supervisions: state.supervisions.map((each) =>
          each.supervisionId === supervisionId ? { ...each, reply } : each,
        ),
      };
    }
    case 'CaseUrged':
      return { ...state, urges: state.urges + 1 };
    case 'CaseShirkFlagged':
      return { ...state, shirkedIds: [...new Set([...state.shirkedIds, event.data.departmentId])] };
    case 'CaseAppealed':
      return { ...state, appeal: { appealId: event.data.appealId, state: 'firstReview' } };
    case 'CaseAppealReviewed': {
      const { appealId, review, approved } = event.data;
      const next = review === 'first' ? 'secondReview' : 'approved';
      return { ...state, appeal: { appealId, state: approved ? next : 'refused' } };
    }
    case 'CaseRated': {
      const { score, at } = event.data;
      return { ...state, rating: { score, at } };
    }
    case 'CaseSupplemented':
    case 'CaseNoted':
    case 'CaseLightChanged':
    case 'CaseDeadlinesMoved':
      return state;
    default:
      return event satisfies never;
  }
};
