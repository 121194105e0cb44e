import { metresBetween } from '../../../src/geography/distance.ts';
import { keepText, keptText, local } from '../../shared/kept-text.ts';
import type { Point } from './grid-at.ts';

const MOST_REMEMBERED = 100;
const MOST_SHOWN = 6;
const NEAR_METRES = 500;
const NEAR_HOURS = 2;
const DAY_HOURS = 24;
const HOUR_MS = 3_600_000;

/** A category that somebody reported, with where and when its photo was taken, as far as known. */
export interface UsedMatter {
  readonly code: string;
  readonly at?: number | undefined;
  readonly point?: Point | undefined;
}
export type Occasion = Omit<UsedMatter, 'code'>;

const hoursApart = (a: number, b: number): number => {
  const apart = Math.abs(a - b) / HOUR_MS;
  return Math.min(apart % DAY_HOURS, DAY_HOURS - (apart % DAY_HOURS));
};

/** Once for having been used, once more each for the same time of day and the same place: what stands there comes again. */
const weightAt = (used: UsedMatter, { at, point }: Occasion): number =>
  1 +
  (used.at !== undefined && at !== undefined && hoursApart(used.at, at) <= NEAR_HOURS ? 1 : 0) +
  (used.point !== undefined && point !== undefined && metresBetween(used.point, point) <= NEAR_METRES
    ? 1
    : 0);

/** Codes by how often they were used of late at such a time and place, the latest first among equals. */
export const mostUsed = (used: readonly UsedMatter[], occasion: Occasion = {}): readonly string[] => {
  const weights = new Map<string, number>();
  for (const each of used) weights.set(each.code, (weights.get(each.code) ?? 0) + weightAt(each, occasion));
  return [...weights]
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_SHOWN)
    .map(([code]) => code);
};

const keyOf = (ownerId: string): string => `yiwang.phone.matters.${ownerId}`;

const read = (ownerId: string): readonly UsedMatter[] => {
  try {
    const kept = JSON.parse(keptText(local, keyOf(ownerId)) ?? '[]') as readonly (string | UsedMatter)[];
    // Earlier builds kept the codes alone.
    return kept.map((each) => (typeof each === 'string' ? { code: each } : each));
  } catch {
    return [];
  }
};

export const recentMatters = (ownerId: string, occasion: Occasion): readonly string[] =>
  mostUsed(read(ownerId), occasion);

export const noteMatter = (ownerId: string, used: UsedMatter): void => {
  keepText(local, keyOf(ownerId), JSON.stringify([used, ...read(ownerId)].slice(0, MOST_REMEMBERED)));
};
