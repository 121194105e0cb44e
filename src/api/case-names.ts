import type { CaseRow } from '../../projections/governance/case-list/table.ts';
import type { ReferenceData } from '../application/reference-data.ts';
import { matterCodeOf } from '../governance/index.ts';
import type { caseAnswer } from './answers/cases.ts';
import type { Shown } from './answers/shown.ts';

/** Sources of names. */
export type NamedData = Pick<ReferenceData, 'divisionNames' | 'departments' | 'standards' | 'gridNames'>;

/** Digits of a city, a county, a township and a village. */
const LEVELS = [4, 6, 9, 12] as const;

/** A place as people write it: city, county and lower levels, without the province. */
export const placeOf = (divisionCode: string, names: ReadonlyMap<string, string>): string =>
  LEVELS.filter((digits) => divisionCode.length >= digits)
    .flatMap((digits) => names.get(divisionCode.slice(0, digits)) ?? [])
    .join(' ');

export interface Matter {
  readonly matterCode: string;
  readonly name: string;
  readonly majorName: string;
  readonly kind: 'event' | 'component';
}

const matters = new WeakMap<object, ReadonlyMap<string, Matter>>();

/** The matters of all filing standards, by code; rebuilt when a standard has changed. */
export const mattersOf = (reference: Pick<ReferenceData, 'standards'>): ReadonlyMap<string, Matter> => {
  const standards = reference.standards();
  const known = matters.get(standards);
  if (known !== undefined) return known;
  const made = new Map(
    [...standards.values()].flatMap(({ rows }) =>
      rows.map((row) => {
        const matterCode = matterCodeOf(row);
        const { minorName: name, majorName, kind } = row;
        return [matterCode, { matterCode, name, majorName, kind }] as const;
      }),
    ),
  );
  matters.set(standards, made);
  return made;
};

/** Names of the codes of a case. */
export const namesOf = (row: CaseRow, reference: NamedData): Shown<typeof caseAnswer>['names'] => {
  const departmentName = (id: string): string => reference.departments().get(id)?.name ?? id;
  return {
    place: placeOf(row.division_code, reference.divisionNames()),
    grid: row.grid_code === null ? null : (reference.gridNames().get(row.grid_code) ?? null),
    matter:
      row.standard?.matterName ??
      (row.matter_code === null ? null : (mattersOf(reference).get(row.matter_code)?.name ?? null)),
    department: row.department_id === null ? null : departmentName(row.department_id),
    coDepartments: row.co_department_ids.map(departmentName),
  };
};
