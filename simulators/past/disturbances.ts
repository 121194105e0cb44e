import type { ModelProfile, SimulatedEvent } from '../../src/device-families/simulator-profile.ts';
import { createChance } from '../city/chance.ts';
import { applyEffect } from '../profile-source.ts';

/** Something that happens to a device for a while. */
export interface Disturbance {
  readonly event: SimulatedEvent;
  readonly fromMs: number;
  readonly toMs: number;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const SECOND_SEED = 31;
/** That something happens on a day: to a device that measures, and to a camera. */
const ON_A_DAY = { measuring: 0.07, seeing: 0.6 };
/** A device that reports each hour notices only what lasts for hours. */
const LASTS_HOURS = [3, 6] as const;

/** What happens to a device in a span; the draws of a day depend on the seed and the day alone. */
export const disturbancesOf = (
  { events, indicators }: ModelProfile,
  seed: number,
  fromMs: number,
  toMs: number,
): readonly Disturbance[] => {
  if (events.length === 0) return [];
  const probability = Object.keys(indicators).length > 0 ? ON_A_DAY.measuring : ON_A_DAY.seeing;
  const found: Disturbance[] = [];
  for (let day = fromMs, n = 0; day < toMs; day += DAY_MS, n += 1) {
    const chance = createChance(seed + SECOND_SEED, n);
    if (!chance.happens(probability)) continue;
    const event = chance.byShare(events.map((each) => ({ ...each, share: each.probability })));
    const at = Math.round(day + chance.between(6, 22) * HOUR_MS);
    const lasts = Math.max(event.durationSeconds * 1000, chance.between(...LASTS_HOURS) * HOUR_MS);
    found.push({ event, fromMs: at, toMs: Math.round(at + lasts) });
  }
  return found;
};

/** The values at a moment with what is happening then. */
export const effectAt = (
  values: Readonly<Record<string, number>>,
  disturbances: readonly Disturbance[],
  at: number,
  { indicators }: ModelProfile,
): Readonly<Record<string, number>> => {
  const now = disturbances.find(({ fromMs, toMs }) => at >= fromMs && at < toMs);
  if (now === undefined) return values;
  const result: Record<string, number> = { ...values };
  for (const [code, effect] of Object.entries(now.event.effects)) {
    const value = result[code];
    if (value === undefined) continue;
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = indicators[code]?.limits ?? {};
    result[code] = Math.round(Math.min(max, Math.max(min, applyEffect(value, effect, 1))) * 1000) / 1000;
  }
  return result;
};
