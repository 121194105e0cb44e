import { metresBetween } from '../../../src/geography/distance.ts';
import type { Schemas } from '../../shared/api.ts';
import type { Point } from './grid-at.ts';

type Case = Schemas['Case'];
export interface NearbyCase {
  readonly shown: Case;
  readonly metres: number;
}

/** Nearer than this, it may be the same thing. */
const NEAR_M = 50;
const SHOWN = 3;

/** Open cases about as near and of the same category, nearest first. */
export const alike = (
  cases: readonly Case[],
  point: Point,
  matterCode: string | null,
): readonly NearbyCase[] =>
  cases
    .map((shown) => ({ shown, metres: Math.round(metresBetween(point, shown.location)) }))
    .filter(
      ({ shown, metres }) =>
        metres <= NEAR_M &&
        (matterCode === null || shown.matterCode === null || shown.matterCode === matterCode),
    )
    .sort((a, b) => a.metres - b.metres)
    .slice(0, SHOWN);
