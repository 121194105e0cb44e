export interface Sample {
  readonly at: number;
  readonly value: number;
  /** Its quality flags speak against it. */
  readonly doubtful: boolean;
}

/** Runs of samples without a gap: nothing is drawn where nothing came. */
export const runsOf = (samples: readonly Sample[], gapMs: number): readonly (readonly Sample[])[] => {
  const runs: Sample[][] = [];
  for (const sample of samples) {
    const run = runs[runs.length - 1];
    const last = run?.[run.length - 1];
    if (run === undefined || last === undefined || sample.at - last.at > gapMs) runs.push([sample]);
    else run.push(sample);
  }
  return runs;
};

const NICE = [1, 2, 5, 10] as const;

/** Round numbers, `most` of them at the most, that reach from below the lowest to above the highest. */
export const ticksOf = (lowest: number, highest: number, most: number): readonly number[] => {
  const span = highest - lowest || Math.abs(highest) || 1;
  const rough = span / Math.max(1, most - 2);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * NICE.find((each) => each * power >= rough)!;
  const first = Math.floor(lowest / step);
  const last = Math.max(Math.ceil(highest / step), first + 1);
  // By multiplication, so that 0.1 thrice is not 0.30000000000000004.
  return Array.from({ length: last - first + 1 }, (_none, n) => Number(((first + n) * step).toPrecision(12)));
};

const HOUR = 3_600_000;
/** China has no daylight saving: the city's clock is eight hours ahead all year. */
const CITY_AHEAD = 8 * HOUR;

/** Full hours of the city's clock within a span, so many hours apart. */
export const hoursWithin = (from: number, until: number, hoursApart: number): readonly number[] => {
  const apart = hoursApart * HOUR;
  const first = Math.ceil((from + CITY_AHEAD) / apart) * apart - CITY_AHEAD;
  return Array.from(
    { length: Math.max(0, Math.floor((until - first) / apart) + 1) },
    (_none, n) => first + n * apart,
  );
};
