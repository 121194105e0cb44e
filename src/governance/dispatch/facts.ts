import { shanghaiDay } from '../../platform/clock.ts';
import type { Severity } from '../../sensing/events.ts';
import { isWorkDay, type WorkCalendar } from '../calendar/work-calendar.ts';
import { CATEGORY_KINDS } from '../categories/events.ts';
import type { CaseSource, FilingStandardRef, FilingStandardRow } from '../events.ts';
import { type FilingStandardData, findRow, rowsOfMatter } from '../standards/filing-standard.ts';
import type { DispatchFacts } from './evaluate-rules.ts';

export interface CandidateRow {
  readonly standard: FilingStandardData;
  readonly row: FilingStandardRow;
}

/** What is known about a case, filed or not. */
export interface DispatchSubject {
  readonly matterCode: string | null;
  readonly standard: Pick<FilingStandardRef, 'standardId' | 'rowId'> | null;
  readonly divisionCode: string;
  readonly gridCode: string | null;
  readonly source: CaseSource;
  readonly description: string;
  readonly severity: Severity | null;
  readonly at: string;
}

export type Standards = ReadonlyMap<string, FilingStandardData>;

/** Rows that may apply to a case: the one it is filed under, else every row of its matter in any standard. */
export const candidateRows = (
  standards: Standards,
  { matterCode, standard }: Pick<DispatchSubject, 'matterCode' | 'standard'>,
): readonly CandidateRow[] => {
  if (standard !== null) {
    const filed = standards.get(standard.standardId);
    const row = filed && findRow(filed, standard.rowId);
    return filed !== undefined && row !== undefined ? [{ standard: filed, row }] : [];
  }
  if (matterCode === null) return [];
  return [...standards.values()].flatMap((each) =>
    rowsOfMatter(each, matterCode).map((row) => ({ standard: each, row })),
  );
};

/** The bodies of several rows combined, in their order: for a matter whose filing condition is not chosen yet. */
export const bodiesOf = (
  candidates: readonly CandidateRow[],
): Pick<FilingStandardRow, 'responsibleBodies' | 'supervisingBodies'> | null =>
  candidates.length === 0
    ? null
    : {
        responsibleBodies: [...new Set(candidates.flatMap(({ row }) => row.responsibleBodies))],
        supervisingBodies: [...new Set(candidates.flatMap(({ row }) => row.supervisingBodies))],
      };

const categoryOf = (
  candidates: readonly CandidateRow[],
  matterCode: string | null,
): DispatchFacts['category'] => {
  const [first] = candidates;
  const standards = [
    ...new Set(
      candidates.flatMap(({ standard: { standardId, codeSetId } }) =>
        codeSetId === undefined ? [standardId] : [codeSetId, standardId],
      ),
    ),
  ];
  if (first !== undefined) {
    const { kind, majorCode, minorCode } = first.row;
    return { standards, kind, code: majorCode + minorCode };
  }
  const [kind, majorCode, minorCode] = (matterCode ?? '').split('-');
  const known = CATEGORY_KINDS.find((each) => each === kind);
  return known === undefined || majorCode === undefined || minorCode === undefined
    ? null
    : { standards: [], kind: known, code: majorCode + minorCode };
};

/** Null if there is no calendar. */
const isWorkingDay = (calendar: WorkCalendar | undefined, at: string): boolean | null => {
  const day = shanghaiDay(Date.parse(at));
  if (calendar === undefined) return null;
  return isWorkDay(calendar, Date.parse(`${day}T00:00:00+08:00`));
};

/** What the dispatch rules see of a case. */
export const dispatchFacts = (
  subject: DispatchSubject,
  standards: Standards,
  calendar: WorkCalendar | undefined,
): DispatchFacts => {
  const { divisionCode, gridCode, source, description, severity, at } = subject;
  return {
    category: categoryOf(candidateRows(standards, subject), subject.matterCode),
    divisionCode,
    gridCode,
    source,
    at,
    workingDay: isWorkingDay(calendar, at),
    description,
    severity,
  };
};
