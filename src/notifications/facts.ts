import type { Facts } from './render.ts';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * What the events of a stream say together, oldest first, later words over earlier ones. What was corrected counts as said, and
 * `clockDeadline` is when the clock that moved last has to be done.
 */
export const factsIn = (data: readonly unknown[]): Facts => {
  const facts: Record<string, unknown> = {};
  for (const said of data.filter(isRecord)) {
    Object.assign(facts, said, isRecord(said.changes) ? said.changes : {});
    const clock: unknown = Array.isArray(said.clocks) ? said.clocks.at(-1) : undefined;
    if (isRecord(clock)) facts.clockDeadline = clock.deadline;
  }
  return facts;
};
