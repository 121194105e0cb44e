import { roundedHalfEven } from '../exact.ts';

/** A sound level over a period of time. */
export interface NoiseSample {
  /** A-weighted, dB(A). */
  readonly dB: number;
  readonly seconds: number;
}

/**
 * Equivalent level: 10·lg(Σ t·10^(0.1·L) / Σ t), the discrete form of GB 3096-2008 3.3 and GB 12348-2008 3.2. Levels are combined by
 * energy and never by their arithmetic mean. Undefined if the total time is zero.
 */
export const equivalentLevel = (samples: readonly NoiseSample[]): number | undefined => {
  let energy = 0;
  let time = 0;
  for (const { dB, seconds } of samples) {
    energy += seconds * 10 ** (0.1 * dB);
    time += seconds;
  }
  return time > 0 ? 10 * Math.log10(energy / time) : undefined;
};

/** A level as reported: rounded to 0.1 dB by GB/T 8170. */
export const reportedLevel = (dB: number): number => roundedHalfEven(Number(dB.toFixed(9)), 1);

/** LN: the level that is exceeded for N percent of the time (L10, L50, L90). Undefined if the total time is zero. */
export const exceededLevel = (samples: readonly NoiseSample[], percent: number): number | undefined => {
  const sorted = samples.filter(({ seconds }) => seconds > 0).sort((a, b) => b.dB - a.dB);
  const total = sorted.reduce((time, { seconds }) => time + seconds, 0);
  let passed = 0;
  for (const { dB, seconds } of sorted) {
    passed += seconds;
    if (passed >= (percent / 100) * total) return dB;
  }
  return undefined;
};

/** Day-night level with 10 dB added to the 8 hours of night; a common formula that is not confirmed to be in GB 3096. */
export const dayNightLevel = (day: number, night: number): number =>
  10 * Math.log10((16 * 10 ** (0.1 * day) + 8 * 10 ** (0.1 * (night + 10))) / 24);
