import { createRandom } from '../src/demo/random.ts';
import type {
  Effect,
  Generator,
  ModelProfile,
  SimulatedEvent,
} from '../src/device-families/simulator-profile.ts';

export interface SeenDetection {
  readonly type: string;
  /** 0–1. */
  readonly confidence: number;
}

/** What a device has to report at a moment. */
export interface ProfileReport {
  /** Empty if the model measures nothing. */
  readonly values: Readonly<Record<string, number>>;
  readonly detections: readonly SeenDetection[];
  /** Name of what is happening to the device. */
  readonly event: string | undefined;
}

/** Returns a device's reports one after the other; `atMs` is the time of observation and never goes back. */
export type ProfileSource = (atMs: number) => ProfileReport;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Asia/Shanghai has no summer time. */
export const BEIJING_OFFSET_MS = 8 * HOUR_MS;

/** A separate seed for each device of a run (FNV-1a). */
export const seedOf = (seed: number, text: string): number => {
  let hash = 0x811c9dc5 ^ seed;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
};

const round = (value: number, decimals: number): number => Number(value.toFixed(decimals));

/** The undisturbed value at a moment. */
const createValue = (generator: Generator, random: () => number): ((atMs: number) => number) => {
  const spread = (size: number): number => (random() * 2 - 1) * size;
  switch (generator.kind) {
    case 'constant':
      return () => generator.value + (generator.noise === 0 ? 0 : spread(generator.noise));
    case 'dailyWave': {
      const { mean, swing, peakHour, noise } = generator;
      return (atMs) => {
        const sincePeak = atMs + BEIJING_OFFSET_MS - peakHour * HOUR_MS;
        return mean + swing * Math.cos((2 * Math.PI * sincePeak) / DAY_MS) + spread(noise);
      };
    }
    case 'counter': {
      const { start, perHour } = generator;
      let firstMs: number | undefined;
      return (atMs) => {
        firstMs ??= atMs;
        return start + (perHour * (atMs - firstMs)) / HOUR_MS;
      };
    }
    case 'randomWalk': {
      const { min, max, step } = generator;
      let value = generator.start ?? min + random() * (max - min);
      return () => {
        value = Math.min(max, Math.max(min, value + spread(step)));
        return value;
      };
    }
    default:
      return generator satisfies never;
  }
};

/** What an effect makes of a value, at a strength from 0 to 1. */
export const applyEffect = (value: number, effect: Effect, strength: number): number => {
  if ('to' in effect) return value + (effect.to - value) * strength;
  if ('add' in effect) return value + effect.add * strength;
  return value * (1 + (effect.times - 1) * strength);
};

/** 0–1, or undefined once it is over. */
const strengthOf = (
  { rampSeconds, durationSeconds }: SimulatedEvent,
  elapsedMs: number,
): number | undefined => {
  const [rampMs, holdMs] = [rampSeconds * 1000, durationSeconds * 1000];
  if (elapsedMs < rampMs) return elapsedMs / rampMs;
  if (elapsedMs <= rampMs + holdMs) return 1;
  return elapsedMs < 2 * rampMs + holdMs ? (2 * rampMs + holdMs - elapsedMs) / rampMs : undefined;
};

/** The measuring side of a simulated device. The same profile, seed and times give the same reports. */
export const createProfileSource = (profile: ModelProfile, seed: number): ProfileSource => {
  const random = createRandom(seed);
  const generators = Object.entries(profile.indicators).map(([code, generator]) => ({
    code,
    generator,
    next: createValue(generator, random),
  }));
  let happening: { readonly event: SimulatedEvent; readonly sinceMs: number } | undefined;

  const happens = (atMs: number): number => {
    if (happening !== undefined) {
      const strength = strengthOf(happening.event, atMs - happening.sinceMs);
      if (strength !== undefined) return strength;
      happening = undefined;
    }
    for (const event of profile.events) {
      if (random() >= event.probability) continue;
      happening = { event, sinceMs: atMs };
      return strengthOf(event, 0) ?? 0;
    }
    return 0;
  };

  const seen = ({ type, confidence: { min, max } }: SimulatedEvent['detections'][number]): SeenDetection => ({
    type,
    confidence: round(min + random() * (max - min), 2),
  });

  return (atMs) => {
    const strength = happens(atMs);
    const event = happening?.event;
    const values: Record<string, number> = {};
    for (const { code, generator, next } of generators) {
      const effect = event?.effects[code];
      const undisturbed = next(atMs);
      const value = effect === undefined ? undisturbed : applyEffect(undisturbed, effect, strength);
      const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = generator.limits;
      values[code] = round(Math.min(max, Math.max(min, value)), generator.decimals);
    }
    const detections = profile.detections.filter(({ rate }) => random() < rate).map(seen);
    if (event !== undefined && strength === 1) detections.push(...event.detections.map(seen));
    return { values, detections, event: event?.name };
  };
};

/** Messages that a device sends with a report, on average, while nothing happens. */
export const messagesPerReport = ({ indicators, detections }: ModelProfile): number =>
  (Object.keys(indicators).length > 0 ? 1 : 0) + detections.reduce((sum, { rate }) => sum + rate, 0);
