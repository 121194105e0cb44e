import { isRecord } from './is-record.ts';
import type { Facts } from './render.ts';

/** What a stream's events have said so far, and what one more of them says. */
export const factsAfter = (before: Facts, said: unknown): Facts => {
  if (!isRecord(said)) return before;
  const provisionalTimes = new Set(before.provisionalTimes as readonly string[]);
  const mark = (name: string, isProvisional: boolean): void => {
    if (isProvisional) provisionalTimes.add(name);
    else provisionalTimes.delete(name);
  };
  if (said.replyBy !== undefined) mark('replyBy', said.provisional === true);
  const clocks = (Array.isArray(said.clocks) ? said.clocks : []).filter(isRecord);
  for (const clock of clocks) if (clock.clock === 'handle') mark('deadline', clock.provisional === true);
  const last = clocks.at(-1);
  if (last !== undefined) mark('clockDeadline', last.provisional === true);
  return {
    ...before,
    ...said,
    ...(isRecord(said.changes) ? said.changes : {}),
    ...(last === undefined ? {} : { clockDeadline: last.deadline }),
    provisionalTimes: [...provisionalTimes],
  };
};

export const NO_FACTS: Facts = { provisionalTimes: [] };

/**
 * The combined fields of a stream's events, oldest first, later values replacing earlier ones. Corrections are included, and
 * `clockDeadline` is the deadline of the clock that changed last. `provisionalTimes` names those that were computed without the
 * notice of a year.
 */
export const factsIn = (data: readonly unknown[]): Facts => data.reduce(factsAfter, NO_FACTS);
