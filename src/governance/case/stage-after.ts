import type { CaseEvent, CaseStage, ClockName } from '../events.ts';

/** Where a case stands after an event. */
export const stageAfter = (stage: CaseStage, event: CaseEvent): CaseStage => {
  switch (event.type) {
    case 'CaseReported':
      return event.data.selfHandling === undefined ? 'reported' : 'auditing';
    case 'CaseTaskSent':
      return event.data.kind === 'verify' ? 'verifying' : stage;
    case 'CaseTaskCancelled':
      return event.data.kind === 'verify' ? 'reported' : stage;
    case 'CaseVerified':
      return 'reported';
    case 'CaseAccepted':
      return 'accepted';
    case 'CaseRejected':
      return 'rejected';
    case 'CaseFiled':
      return 'filed';
    case 'CaseFilingDeclined':
      return 'declined';
    case 'CaseDispatched':
      return 'dispatched';
    case 'CaseDispatchRefused':
      return 'filed';
    case 'CaseHandlingStarted':
      return 'handling';
    case 'CaseFeedbackGiven':
      return 'checking';
    case 'CaseChecked':
      return event.data.passed ? 'closing' : 'dispatched';
    case 'CaseClosed':
    case 'CaseAnsweredByParent':
      return 'closed';
    case 'CaseReturned':
      return event.data.to;
    case 'CaseVoided':
      return 'voided';
    case 'CaseForceClosed':
      return 'forceClosed';
    case 'CaseSelfHandlingAudited':
      return event.data.approved ? 'archived' : 'invalid';
    default:
      return stage;
  }
};

const CLOCK_OF_STAGE: Partial<Readonly<Record<CaseStage, ClockName>>> = {
  reported: 'accept',
  auditing: 'accept',
  verifying: 'verify',
  accepted: 'file',
  filed: 'dispatch',
  dispatched: 'handle',
  handling: 'handle',
  checking: 'check',
  closing: 'close',
};

/** The clock that runs while a case waits in a stage; none once it has ended. */
export const clockOfStage = (stage: CaseStage): ClockName | undefined => CLOCK_OF_STAGE[stage];
