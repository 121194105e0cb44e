import { accepted, type Decision, refused } from '../../commands/decider.ts';
import type { CaseEvent, CaseStage } from '../events.ts';
import type { CaseProcessCommand } from './commands.ts';
import type { CaseState } from './state.ts';
import { textProblem } from './texts.ts';

/** Ended with a result that can be judged; a case that was refused has none. */
const RATEABLE: readonly CaseStage[] = ['closed', 'forceClosed'];
const DAY_MS = 86_400_000;

/** Until when a case can be rated, and rated again; null while there is no result. */
export const rateableUntil = (
  { stage, closedAt }: Pick<CaseState, 'stage' | 'closedAt'>,
  days: number,
): string | null =>
  closedAt !== null && RATEABLE.includes(stage)
    ? new Date(Date.parse(closedAt) + days * DAY_MS).toISOString()
    : null;

/** 群众评价: once the case is closed, and as often as wanted until the time for it has passed; the last one counts. */
export const rateCase = (
  { score, words, days, at }: Extract<CaseProcessCommand, { type: 'RateCase' }>,
  state: CaseState,
): Decision<CaseEvent> => {
  const until = rateableUntil(state, days);
  if (until === null) return refused('notRateableYet', '案件办结后才能评价');
  if (Date.parse(at) > Date.parse(until))
    return refused('ratingTooLate', '已超过评价期限', { rateableUntil: until });
  const problem = words === '' ? undefined : textProblem('words', words);
  return problem ?? accepted({ type: 'CaseRated', data: { caseId: state.caseId, score, words, at } });
};
