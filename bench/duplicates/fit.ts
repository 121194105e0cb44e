import type { DuplicateRules, Levels } from '../../src/governance/duplicates/index.ts';
import { createComparer, FEATURE_LEVELS, FEATURES } from '../../src/governance/duplicates/index.ts';
import type { DayReport } from './city-day.ts';
import { comparable, openNeighbours } from './replay.ts';

/**
 * Weights from days with known ground truth: a conditional logit over "describes this open incident, or that one, or none of them", one
 * indicator per level, maximised by Adam with a small ridge. Each feature is shifted so that its neutral level weighs 0.
 */
const RIDGE = 0.5;
const ROUNDS = 350;
const RATE = 0.08;

const NEUTRAL: { readonly [F in keyof Levels]: Levels[F] } = {
  distance: 'near',
  time: 'inLimit',
  progress: 'waiting',
  matter: 'unknown',
  text: 'notComparable',
  topic: 'none',
  number: 'none',
  houseNumber: 'none',
  side: 'none',
  place: 'none',
  component: 'none',
  device: 'none',
  reporter: 'none',
  sources: 'people',
};

const COLUMNS = FEATURES.flatMap((feature) =>
  FEATURE_LEVELS[feature].filter((level) => level !== NEUTRAL[feature]).map((level) => `${feature}:${level}`),
);
const COLUMN_OF = new Map(COLUMNS.map((name, n) => [name, n + 1]));

/** One report: open incidents nearby, each with the columns that are 1 for its reports (column 0 is the base). */
interface Choice {
  readonly incidents: readonly { readonly same: boolean; readonly reports: readonly (readonly number[])[] }[];
}

export const choicesOf = (
  day: readonly DayReport[],
  rules: DuplicateRules,
  limitHours: ReadonlyMap<string, number>,
): Choice[] => {
  const compare = createComparer({ rules, limitHours });
  const choices: Choice[] = [];
  for (const { report, earlier } of openNeighbours(day, rules.search.reachM)) {
    const against = compare(comparable(report, report.at));
    const incidents = new Map<string, number[][]>();
    for (const other of earlier) {
      const { levels } = against(comparable(other, report.at));
      const columns = [0, ...FEATURES.flatMap((each) => COLUMN_OF.get(`${each}:${levels[each]}`) ?? [])];
      incidents.set(other.incidentId, [...(incidents.get(other.incidentId) ?? []), columns]);
    }
    choices.push({
      incidents: [...incidents].map(([id, reports]) => ({ same: id === report.incidentId, reports })),
    });
  }
  return choices;
};

const gradientOf = (choices: readonly Choice[], weights: Float64Array): Float64Array => {
  const gradient = new Float64Array(weights.length);
  for (const { incidents } of choices) {
    // As the ranking does: of an incident's reports the best match counts.
    const best = incidents.map(({ same, reports }) => {
      let [most, columns] = [Number.NEGATIVE_INFINITY, reports[0]!];
      for (const each of reports) {
        let sum = 0;
        for (const column of each) sum += weights[column]!;
        if (sum > most) [most, columns] = [sum, each];
      }
      return { same, columns, odds: Math.exp(most) };
    });
    const total = best.reduce((sum, { odds }) => sum + odds, 1);
    for (const { same, columns, odds } of best) {
      const error = (same ? 1 : 0) - odds / total;
      for (const column of columns) gradient[column]! += error;
    }
  }
  return gradient;
};

export const fitWeights = (choices: readonly Choice[]): DuplicateRules['weights'] => {
  const size = COLUMNS.length + 1;
  const weights = new Float64Array(size);
  weights[0] = -4;
  const [mean, square] = [new Float64Array(size), new Float64Array(size)];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const gradient = gradientOf(choices, weights);
    for (let n = 0; n < size; n += 1) {
      const slope = gradient[n]! - (n === 0 ? 0 : RIDGE * weights[n]!);
      mean[n] = 0.9 * mean[n]! + 0.1 * slope;
      square[n] = 0.99 * square[n]! + 0.01 * slope * slope;
      const corrected = Math.sqrt(square[n]! / (1 - 0.99 ** round)) + 1e-9;
      weights[n]! += (RATE * (1 - round / (ROUNDS + 1)) * (mean[n]! / (1 - 0.9 ** round))) / corrected;
    }
  }
  const rounded = (value: number) => Math.round(value * 10) / 10;
  const ofFeature = (feature: keyof Levels) =>
    Object.fromEntries(
      FEATURE_LEVELS[feature].map((level) => {
        const column = COLUMN_OF.get(`${feature}:${level}`);
        return [level, column === undefined ? 0 : rounded(weights[column]!)];
      }),
    );
  return {
    base: rounded(weights[0]!),
    ...Object.fromEntries(FEATURES.map((feature) => [feature, ofFeature(feature)])),
  } as DuplicateRules['weights'];
};
