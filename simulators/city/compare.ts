import { grouped } from './grouped.ts';
import type { Recomputation, RecomputedCase, RecomputedClock } from './recomputation/recompute.ts';
import type { Board, ShownCase, ShownClock, Snapshot } from './snapshot.ts';

/** A difference between what the product shows and what the log says. */
export interface Difference {
  /** Null for a count. */
  readonly caseNumber: string | null;
  readonly what: string;
  readonly shown: unknown;
  readonly recomputed: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** Stored instants come with and without fractions of a second. */
const instant = (text: string | null): number | null => (text === null ? null : Date.parse(text));

const unequal = (caseNumber: string | null, of: string, shown: Fields, recomputed: Fields): Difference[] =>
  [...new Set([...Object.keys(shown), ...Object.keys(recomputed)])]
    .filter((key) => shown[key] !== recomputed[key])
    .map((key) => ({ caseNumber, what: `${of}${key}`, shown: shown[key], recomputed: recomputed[key] }));

const shownFacts = (row: ShownCase): Fields => {
  const { extended, suspended, deferred, returned, supervised, urged, appealed, wrongDispatch } = row.flags;
  return {
    stage: row.stage,
    departmentId: row.departmentId,
    light: row.light,
    deadline: instant(row.deadline),
    overdue: row.overdue,
    reworks: row.reworkCount,
    ...{ extended, suspended, deferred, returned, supervised, urged, appealed, wrongDispatch },
  };
};
const recomputedFacts = ({ caseId: _id, caseNumber: _number, ...facts }: RecomputedCase): Fields => ({
  ...facts,
  deadline: instant(facts.deadline),
});

const clockFacts = (clock: ShownClock | RecomputedClock): Fields => ({
  run: clock.run,
  extensions: clock.extensions,
  yellowAt: instant(clock.yellowAt),
  redAt: instant(clock.redAt),
  deadline: instant(clock.deadline),
  light: clock.light,
  overdue: clock.overdue,
});

const ENDED = ['closed', 'forceClosed', 'rejected', 'declined', 'voided', 'archived', 'invalid'];

type Counts = Record<string, number>;
const count = (counts: Counts, key: string, by = 1): void => {
  if (by !== 0) counts[key] = (counts[key] ?? 0) + by;
};

/** The board's counts as one flat list. */
const shownCounts = ({ totals, lights, departments }: Board): Counts => {
  const counts: Counts = {};
  for (const [stage, { cases, overdue }] of Object.entries(totals.stages)) {
    count(counts, `stage ${stage}`, cases);
    count(counts, `stage ${stage} overdue`, overdue);
  }
  for (const [light, cases] of Object.entries(lights)) count(counts, `light ${light}`, cases);
  for (const { departmentId, stage, light, cases, overdue } of departments) {
    count(counts, `department ${departmentId} ${stage} ${light ?? '-'}`, cases);
    count(counts, `department ${departmentId} ${stage} ${light ?? '-'} overdue`, overdue);
  }
  return counts;
};
const recomputedCounts = (cases: readonly RecomputedCase[]): Counts => {
  const counts: Counts = {};
  for (const { stage, light, departmentId, overdue } of cases) {
    count(counts, `stage ${stage}`);
    count(counts, `stage ${stage} overdue`, Number(overdue));
    if (light !== null && !ENDED.includes(stage)) count(counts, `light ${light}`);
    if (departmentId === null) continue;
    count(counts, `department ${departmentId} ${stage} ${light ?? '-'}`);
    count(counts, `department ${departmentId} ${stage} ${light ?? '-'} overdue`, Number(overdue));
  }
  return counts;
};

/** Every count and every deadline of the product against the recomputation. */
export const compare = ({ cases, board }: Snapshot, recomputation: Recomputation): readonly Difference[] => {
  const shown = new Map(cases.map((row) => [row.caseId, row]));
  const numbers = new Map(recomputation.cases.map(({ caseId, caseNumber }) => [caseId, caseNumber]));
  const clocks = grouped(recomputation.clocks, ({ caseId }) => caseId);
  const differences: Difference[] = [];
  for (const row of recomputation.cases) {
    const { caseId, caseNumber } = row;
    const known = shown.get(caseId);
    shown.delete(caseId);
    if (known === undefined) {
      differences.push({ caseNumber, what: 'case', shown: undefined, recomputed: caseId });
      continue;
    }
    differences.push(...unequal(caseNumber, '', shownFacts(known), recomputedFacts(row)));
    const recomputed = new Map((clocks.get(caseId) ?? []).map((clock) => [clock.clock, clock]));
    for (const clock of known.clocks) {
      const other = recomputed.get(clock.clock);
      recomputed.delete(clock.clock);
      differences.push(
        ...unequal(
          caseNumber,
          `${clock.clock} `,
          clockFacts(clock),
          other === undefined ? {} : clockFacts(other),
        ),
      );
    }
    for (const name of recomputed.keys())
      differences.push({ caseNumber, what: `${name} clock`, shown: undefined, recomputed: name });
  }
  for (const { caseNumber, caseId } of shown.values())
    differences.push({ caseNumber, what: 'case', shown: caseId, recomputed: undefined });
  for (const { caseId, what, inEvent, recomputed } of recomputation.mismatches)
    differences.push({ caseNumber: numbers.get(caseId) ?? caseId, what, shown: inEvent, recomputed });
  return [...differences, ...unequal(null, '', shownCounts(board), recomputedCounts(recomputation.cases))];
};
