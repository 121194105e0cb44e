import type { Facts } from './render.ts';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The combined fields of a stream's events, oldest first, later values replacing earlier ones. Corrections are included, and
 * `clockDeadline` is the deadline of the clock that changed last. `provisionalTimes` names those that were computed without the
 * notice of a year.
 */
export const factsIn = (data: readonly unknown[]): Facts => {
  const facts: Record<string, unknown> = {};
  const provisionalTimes = new Set<string>();
  const mark = (name: string, isProvisional: boolean): void => {
    if (isProvisional) provisionalTimes.add(name);
    else provisionalTimes.delete(name);
  };
  for (const said of data.filter(isRecord)) {
    Object.assign(facts, said, isRecord(said.changes) ? said.changes : {});
    if (said.replyBy !== undefined) mark('replyBy', said.provisional === true);
    const clocks = (Array.isArray(said.clocks) ? said.clocks : []).filter(isRecord);
    for (const clock of clocks) if (clock.clock === 'handle') mark('deadline', clock.provisional === true);
    const last = clocks.at(-1);
    if (last === undefined) continue;
    facts.clockDeadline = last.deadline;
    mark('clockDeadline', last.provisional === true);
  }
  return { ...facts, provisionalTimes: [...provisionalTimes] };
};
