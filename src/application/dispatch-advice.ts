import type { ComponentRow } from '../../projections/governance/component-list/table.ts';
import type { DepartmentRow } from '../../projections/identity/department-list/table.ts';
import {
  bodiesOf,
  type CandidateRow,
  candidateRows,
  type DepartmentSuggestion,
  type DispatchSubject,
  suggestDepartments,
} from '../governance/index.ts';
import type { ReferenceData } from './reference-data.ts';

export type AdviceReference = Pick<ReferenceData, 'standards' | 'departments' | 'locator'>;

export interface AdviceInput {
  readonly subject: Pick<DispatchSubject, 'matterCode' | 'standard' | 'divisionCode'>;
  readonly point: { readonly lon: number; readonly lat: number };
  readonly component: ComponentRow | undefined;
}

export interface DispatchAdvice {
  readonly candidates: readonly CandidateRow[];
  /** Lowest-level division known for the place. */
  readonly divisionCode: string;
  readonly suggestions: readonly DepartmentSuggestion[];
}

const choiceOf = (row: DepartmentRow) => ({
  departmentId: row.department_id,
  name: row.name,
  divisionCode: row.division_code,
  bodies: row.bodies,
});

/** Departments for a matter at a place: responsible bodies × grid or division × ownership of the component. */
export const adviseDispatch = (reference: AdviceReference, input: AdviceInput): DispatchAdvice => {
  const candidates = candidateRows(reference.standards(), input.subject);
  const grid = reference.locator().gridOf(input.point);
  // A grid may be in a township, which is a lower level than the county of the point.
  const divisionCode = grid?.divisionCode.startsWith(input.subject.divisionCode)
    ? grid.divisionCode
    : input.subject.divisionCode;
  const suggestions = suggestDepartments({
    row: bodiesOf(candidates),
    divisionCode,
    component: input.component?.bodies ?? null,
    departments: [...reference.departments().values()].map(choiceOf),
  });
  return { candidates, divisionCode, suggestions };
};
