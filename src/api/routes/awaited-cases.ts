import type { Context } from 'hono';
import {
  type AwaitedRow,
  awaitedCursor,
  type CaseFilter,
  listAwaiting,
  type TaskSort,
} from '../../../projections/governance/case-list/queries.ts';
import { type Page, type PageRequest, pickPage } from '../../../projections/paging.ts';
import { type CaseTransitionCommand, dueOf, earliestDue } from '../../governance/index.ts';
import type { awaitedCaseAnswer } from '../answers/cases.ts';
import type { Shown } from '../answers/shown.ts';
import type { ApiDeps, ApiEnv } from '../deps.ts';
import { caseStateOf, presentCase, presentTask } from '../present.ts';
import { viewerOf } from './case-access.ts';
import { actorOf, presentStep, stepsOf } from './case-offers.ts';
import type { DuplicateFilter } from './duplicate-filter.ts';

/** Cases examined for one page: if most of them wait for somebody else, a page is short and its cursor continues. */
const READ_AT_MOST = 2000;

export interface AwaitedRequest {
  /** Steps for which cases wait. */
  readonly commands: readonly CaseTransitionCommand[];
  /** Its light is the one that each case has for whoever asks. */
  readonly filter: CaseFilter;
  readonly page: PageRequest;
  readonly sort: TaskSort;
  readonly now: string;
  /** Only those that have possible duplicates, or only those that have none. */
  readonly possibleDuplicate?: { readonly wanted: boolean; readonly filterDuplicates: DuplicateFilter };
}

/** Cases that wait for one of these steps by whoever asks, each with its deadline. */
export const readAwaited = (
  context: Context<ApiEnv>,
  deps: ApiDeps,
  { commands, filter: { light: soughtLight, ...among }, page, sort, now, possibleDuplicate }: AwaitedRequest,
): Promise<Page<Shown<typeof awaitedCaseAnswer>>> => {
  const { sql } = deps.core;
  const actor = actorOf(context, now);
  const viewer = viewerOf(context, deps);
  const sought = { commands, departmentIds: actor.departmentIds, among };
  // The query knows for which roles a case waits; whether it waits for this particular person is up to the decider.
  const taskOf = (row: AwaitedRow) => {
    const state = caseStateOf(row);
    const steps = stepsOf(context, deps, row, now)
      .filter(({ awaited, command }) => awaited && commands.includes(command))
      .map((step) => ({ ...presentStep(step), ...dueOf(step.command, actor, state, now) }));
    if (steps.length === 0) return undefined;
    const { deadline, provisional, light } = earliestDue(steps);
    if (soughtLight !== undefined && light !== soughtLight) return undefined;
    const { requests } = state;
    return {
      ...presentCase(row, deps.reference),
      deadline,
      provisional,
      light,
      task: presentTask(state),
      requests,
      steps,
    };
  };
  const read = (request: PageRequest) => listAwaiting(sql, viewer, sought, request, sort);
  const cursorOf = awaitedCursor(sql, sort);
  if (possibleDuplicate === undefined) return pickPage(read, page, taskOf, cursorOf, READ_AT_MOST);
  const { wanted, filterDuplicates } = possibleDuplicate;
  return filterDuplicates(context, { wanted, page, read, pick: taskOf, cursorOf });
};
