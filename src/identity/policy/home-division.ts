import type { Assignment } from '../events.ts';

/**
 * Home of a person after their roles changed: the division of the role that they have had longest; the last home if they
 * have none. A role that another division adds later does not move it, a transfer (the old roles removed) does.
 */
export const homeDivisionOf = (
  assignments: readonly Pick<Assignment, 'divisionCode'>[],
  last: string | null,
): string | null => assignments[0]?.divisionCode ?? last;
