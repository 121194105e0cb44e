import type { CaseRow } from '../../../projections/governance/case-list/table.ts';
import type { RecordedEvent } from '../../event-store/event-store.ts';
import type { CaseEvent } from '../../governance/events.ts';
import {
  PUBLIC_MILESTONES,
  PUBLIC_STAGES,
  PUBLIC_STATE_TABLE,
  rateableUntil,
  refusalReasonIn,
} from '../../governance/index.ts';
import type { publicStatusAnswer } from '../answers/public.ts';
import type { Shown } from '../answers/shown.ts';
import { namesOf, placeOf } from '../case-names.ts';
import type { ApiDeps } from '../deps.ts';

/** A case as the person is told who reported it. The events are masked, as readers of the log get them. */
export const presentStatus = (
  row: CaseRow,
  events: readonly Pick<RecordedEvent, 'type' | 'data' | 'recordedAt'>[],
  { config, reference, clock }: Pick<ApiDeps, 'config' | 'reference' | 'clock'>,
): Shown<typeof publicStatusAnswer> => {
  const { state, next } = PUBLIC_STAGES[row.stage];
  const names = namesOf(row, reference);
  const until = rateableUntil(
    { stage: row.stage, closedAt: row.closed_at },
    config.YIWANG_PUBLIC_RATING_DAYS,
  );
  const milestones = events.flatMap(({ type, recordedAt }) => {
    const words = PUBLIC_MILESTONES[type as CaseEvent['type']];
    return words === undefined ? [] : [{ at: recordedAt, words }];
  });
  return {
    caseNumber: row.case_number,
    state,
    stateWords: PUBLIC_STATE_TABLE[state],
    next,
    dueAt: row.due_at,
    overdue: row.overdue,
    place: placeOf(row.division_code, reference.divisionNames()),
    category: names.matter,
    department: names.department,
    reason:
      state === 'refused'
        ? (events.map(refusalReasonIn).findLast((each) => each !== undefined) ?? null)
        : null,
    milestones,
    rating: row.state.rating ?? null,
    rateableUntil: until !== null && Date.parse(until) >= clock.now() ? until : null,
  };
};
