import type { CaseEvent } from '../../src/governance/events.ts';
import { type Recorded, rowProjection } from '../../src/projection-engine/row-projection.ts';
import { caseDeadlines } from './table.ts';

export interface CaseDeadlineRow {
  case_id: string;
  department_id: string;
  deadline: string;
  state: 'running' | 'overdue' | 'stopped';
}

type Handled = Extract<
  CaseEvent,
  {
    type:
      | 'CaseDispatched'
      | 'CaseFeedbackGiven'
      | 'CaseChecked'
      | 'CaseReturned'
      | 'CaseVoided'
      | 'CaseHandlingOverdue';
  }
>;

const apply = (row: CaseDeadlineRow | undefined, event: Recorded<Handled>): CaseDeadlineRow | undefined => {
  if (event.type === 'CaseDispatched') {
    const { caseId, departmentId, deadline } = event.data;
    return { case_id: caseId, department_id: departmentId, deadline, state: 'running' };
  }
  if (row === undefined) return undefined;
  switch (event.type) {
    case 'CaseHandlingOverdue':
      return { ...row, state: 'overdue' };
    case 'CaseChecked':
      // Rework: the same department has the case again, under the same deadline.
      return event.data.passed || row.state === 'overdue' ? row : { ...row, state: 'running' };
    case 'CaseFeedbackGiven':
    case 'CaseReturned':
    case 'CaseVoided':
      return row.state === 'overdue' ? row : { ...row, state: 'stopped' };
    default:
      return event satisfies never;
  }
};

export const caseDeadlineList = rowProjection<CaseDeadlineRow, Handled>({
  name: 'case-deadlines@1',
  table: caseDeadlines,
  key: 'case_id',
  handles: [
    'CaseDispatched',
    'CaseFeedbackGiven',
    'CaseChecked',
    'CaseReturned',
    'CaseVoided',
    'CaseHandlingOverdue',
  ],
  keyOf: (event) => event.data.caseId,
  apply,
});
