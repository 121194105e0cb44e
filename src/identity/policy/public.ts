import { divisionCovers } from '../../geography/index.ts';
import type { RightsHolder } from '../rights.ts';
import { ALLOWED, HIDDEN, type Policy } from './verdict.ts';

/**
 * Everybody without an account. It has no role and so no permission: what it may do is written here alone, and no right of a role
 * can reach it.
 */
export const THE_PUBLIC: RightsHolder = { userId: 'public', assignments: [] };

/** Who acted, in the envelope of events. */
export const PUBLIC_ACTOR = 'public';

export const PUBLIC_RIGHTS = ['report', 'attach', 'follow', 'rate', 'readNearby', 'readReference'] as const;
/** Reporting, sending photos for a report, following and rating one's own, what is accepted nearby, categories and places. */
export type PublicRight = (typeof PUBLIC_RIGHTS)[number];

/** What of the city the public sees and reports to. */
export interface PublicTarget {
  readonly divisionCode: string;
  /** Divisions that take reports of the public. */
  readonly served: readonly string[];
  /** Of a report: the caller has its tracking code. */
  readonly hasCode?: boolean;
  /** Of a case: it was accepted, and nothing speaks against showing it. */
  readonly isShown?: boolean;
}

const isServed = ({ divisionCode, served }: PublicTarget): boolean =>
  served.some((each) => divisionCovers(each, divisionCode));

/**
 * The public reports where it is served, follows and rates only what it has the code of, and sees of all other cases only those that were
 * accepted. A report without its code is answered like one that does not exist.
 */
export const publicPolicy: Policy<PublicRight, PublicTarget> = ({ person, action, before, after }) => {
  if (person !== THE_PUBLIC) return HIDDEN;
  switch (action) {
    case 'readReference':
    case 'attach':
      return ALLOWED;
    case 'report':
      return after !== undefined && isServed(after) ? ALLOWED : HIDDEN;
    case 'follow':
    case 'rate':
      return before?.hasCode === true ? ALLOWED : HIDDEN;
    case 'readNearby':
      return before?.isShown === true && isServed(before) ? ALLOWED : HIDDEN;
    default:
      return action satisfies never;
  }
};
