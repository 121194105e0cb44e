import { isTerminal, type TerminalStage } from '../../workflows/index.ts';
import {
  CASE_EVENT_TABLE,
  CASE_EVENT_TYPES,
  type CaseEvent,
  type CaseStage,
  type ClockName,
} from '../events.ts';
import type { CaseEventRow } from './event-row.ts';

const ROWS: Readonly<Record<CaseEvent['type'], CaseEventRow>> = CASE_EVENT_TABLE;

/** The stage of a case after an event: the one in the event's row, chosen by its data where the row names several. */
export const stageAfter = (stage: CaseStage, event: CaseEvent): CaseStage => {
  switch (event.type) {
    case 'CaseReported':
      return event.data.selfHandling === undefined ? 'reported' : 'auditing';
    case 'CaseTaskSent':
      return event.data.kind === 'verify' ? 'verifying' : stage;
    case 'CaseTaskCancelled':
      return event.data.kind === 'verify' ? 'reported' : stage;
    case 'CaseChecked':
      return event.data.passed ? 'closing' : 'dispatched';
    case 'CaseReturned':
      return event.data.to;
    case 'CaseSelfHandlingAudited':
      return event.data.approved ? 'archived' : 'invalid';
    default:
      return ROWS[event.type].to?.[0] ?? stage;
  }
};

type Table = typeof CASE_EVENT_TABLE;
/** The types that end a case, whatever their data. */
export type CaseEndingType = {
  [Type in keyof Table]: Table[Type] extends { readonly to: readonly TerminalStage[] } ? Type : never;
}[keyof Table];

export const CASE_ENDING_TYPES = CASE_EVENT_TYPES.filter(
  (type): type is CaseEndingType => ROWS[type].to?.every(isTerminal) === true,
);

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
