import { grouped } from './grouped.ts';
import type { Snapshot } from './snapshot.ts';

/** The content of `.yiwang/city-report.json`. Cases are counted; a case counts for each kind that applies to it. */
export interface CityReport {
  readonly seconds: number;
  readonly reported: number;
  readonly closed: number;
  readonly voided: number;
  readonly returned: number;
  readonly reworked: number;
  readonly extended: number;
  readonly suspended: number;
  readonly overdue: number;
  readonly differencesToLog: number;
}

export const reportOf = ({ cases }: Snapshot, seconds: number, differencesToLog: number): CityReport => {
  const flagged = (flag: string) => cases.filter(({ flags }) => flags[flag]).length;
  return {
    seconds,
    reported: cases.length,
    closed: cases.filter(({ stage }) => stage === 'closed').length,
    voided: flagged('voided'),
    returned: flagged('returned'),
    reworked: flagged('rework'),
    extended: flagged('extended'),
    suspended: flagged('suspended'),
    overdue: flagged('overdue'),
    differencesToLog,
  };
};

const COLUMN = 9;
const LABEL = 18;
const row = (label: string, numbers: readonly (string | number)[]): string =>
  label.padEnd(LABEL) + numbers.map((number) => String(number).padStart(COLUMN)).join('');

/** The counts by stage, light and department, as the board shows them. */
export const tablesOf = ({ board }: Snapshot): string => {
  const stages = Object.entries(board.totals.stages);
  const byDepartment = grouped(board.departments, ({ departmentId }) => departmentId);
  const open = (light: string | null) => light !== null;
  return [
    row('stage', ['cases', 'overdue']),
    ...stages.map(([stage, { cases, overdue }]) => row(stage, [cases, overdue])),
    '',
    row('light (open)', Object.keys(board.lights)),
    row('', Object.values(board.lights)),
    '',
    row('department', ['cases', 'overdue', 'open', 'green', 'yellow', 'red']),
    ...[...byDepartment].map(([departmentId, rows]) => {
      const sum = (field: 'cases' | 'overdue', isMeant: (light: string | null) => boolean) =>
        rows.reduce((total, each) => total + (isMeant(each.light) ? each[field] : 0), 0);
      const all = () => true;
      const of = (light: string) => sum('cases', (each) => each === light);
      return row(departmentId, [
        sum('cases', all),
        sum('overdue', all),
        sum('cases', open),
        of('green'),
        of('yellow'),
        of('red'),
      ]);
    }),
  ].join('\n');
};
