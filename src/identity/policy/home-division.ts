import type { Assignment } from '../events.ts';

/**
 * Home of a person after their roles changed: the division of the role that they hold for the longest; the last home where they
 * hold none. A role that another division adds later does not move it, a transfer (the old roles taken back) does.
 */
export const homeDivisionOf = (
  assignments: readonly Pick<Assignment, 'divisionCode'>[],
  last: string | null,
): string | null => assignments[0]?.divisionCode ?? last;
