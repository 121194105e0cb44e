import { parseArgs } from 'node:util';
import type { DayReport } from './duplicates/city-day.ts';
import { generateCityDay, REPORTS, TEST_SEED, TRAIN_SEEDS } from './duplicates/city-day.ts';
import { choicesOf, fitWeights } from './duplicates/fit.ts';
import {
  type Figures,
  judge,
  readLimits,
  readRules,
  replayHints,
  replayNaive,
  replayRules,
} from './duplicates/replay.ts';
import { percentile, round, writeResults } from './report.ts';

const HELP = `npm run bench:duplicates -- [--fit]

Plays a generated day of ${REPORTS} reports whose duplicates are known through the shipped rules and through the naive rule (same
category within 50 m). A link counts only if it leads to the first report of the very incident; nobody corrects a wrong one. The
model of the day, its noise and its seeds were fixed before the rules were written; rules were tuned on the train seeds, the figures
are those of the test seed. They go to bench/results/duplicates.json.

--fit   fits weights on the train seeds and prints them instead`;

const { values } = parseArgs({
  options: { fit: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
const rules = readRules();
const limits = readLimits();

const line = (name: string, { precision, recall, f1, linked, correct }: Figures): string =>
  `${name.padEnd(38)} precision ${precision.toFixed(3)}  recall ${recall.toFixed(3)}  F1 ${f1.toFixed(3)}  (${correct} of ${linked} links)`;

const measure = async (day: readonly DayReport[]): Promise<void> => {
  const thresholds = [...new Set([0.2, 0.3, 0.4, 0.5, 0.6, 0.7, rules.likelyFrom])].sort();
  const table = thresholds.map((threshold) => ({
    threshold,
    ...judge(replayRules(day, rules, limits, threshold).proposals),
  }));
  const shipped = replayRules(day, rules, limits, rules.likelyFrom);
  const ours = judge(shipped.proposals);
  const naive = judge(replayNaive(day, 50, false).proposals);
  const naiveOpen = judge(replayNaive(day, 50, true).proposals);
  const hints = replayHints(day, rules, limits);
  for (const { threshold, ...figures } of table) console.log(line(`rules, links from ${threshold}`, figures));
  console.log(line('naive: same category, 50 m, 24 h', naive));
  console.log(line('naive: and the case is open', naiveOpen));
  const report = {
    reports: day.length,
    seed: TEST_SEED,
    rules: `${rules.rulesId}@${rules.rulesVersion}`,
    threshold: rules.likelyFrom,
    ours,
    naive,
    naiveOpen,
    hints,
    table,
    msPerReport: {
      p50: round(percentile(shipped.msPerReport, 0.5), 3),
      p99: round(percentile(shipped.msPerReport, 0.99), 3),
    },
  };
  await writeResults('duplicates', report, {});
};

if (values.help) console.log(HELP);
else if (values.fit) {
  const weights = fitWeights(TRAIN_SEEDS.flatMap((seed) => choicesOf(generateCityDay(seed), rules, limits)));
  console.log(JSON.stringify(weights, null, 2));
} else await measure(generateCityDay(TEST_SEED));
