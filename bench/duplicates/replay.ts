import { readFileSync } from 'node:fs';
import type { Comparable, DuplicateRules } from '../../src/governance/duplicates/index.ts';
import {
  type Candidate,
  createRanker,
  distanceM,
  duplicateRulesSchema,
  limitHoursByMatter,
} from '../../src/governance/duplicates/index.ts';
import { filingStandardSchema } from '../../src/governance/index.ts';
import type { DayReport } from './city-day.ts';

const shipped = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../data/${path}`, import.meta.url), 'utf8'));

export const readRules = (): DuplicateRules =>
  duplicateRulesSchema.parse(shipped('governance/duplicate-rules.json'));

export const readLimits = (): ReadonlyMap<string, number> =>
  limitHoursByMatter(
    ['yuncheng', 'sensing'].flatMap(
      (name) => filingStandardSchema.parse(shipped(`standards/${name}.json`)).rows,
    ),
  );

export const comparable = (report: DayReport, now: number): Comparable => ({
  lon: report.lon,
  lat: report.lat,
  reportedAt: report.at,
  source: report.source,
  reporterId: report.reporterId,
  description: report.description,
  address: report.address,
  matterCode: report.matterCode,
  rowId: null,
  deviceId: report.deviceId,
  componentId: report.componentId,
  fedBack: report.fedBackAt <= now,
});

/** Earlier reports by grid square, so that a replay only examines the neighbours. */
const createSquares = (sizeM: number) => {
  const squares = new Map<string, DayReport[]>();
  const place = ({ lon, lat }: DayReport) =>
    [Math.floor((lon * 87_900) / sizeM), Math.floor((lat * 111_320) / sizeM)] as const;
  return {
    add(report: DayReport) {
      const key = place(report).join();
      const square = squares.get(key);
      if (square === undefined) squares.set(key, [report]);
      else square.push(report);
    },
    *around(report: DayReport): Generator<DayReport> {
      const [x, y] = place(report);
      for (const dx of [-1, 0, 1]) {
        for (const dy of [-1, 0, 1]) yield* squares.get([x + dx, y + dy].join()) ?? [];
      }
    },
  };
};

/** Earlier reports within reach whose case is not closed yet, for each report in its turn. */
export function* openNeighbours(
  day: readonly DayReport[],
  reachM: number,
  keepClosed = false,
): Generator<{ readonly report: DayReport; readonly earlier: readonly DayReport[] }> {
  const squares = createSquares(reachM);
  for (const report of day) {
    const earlier = [...squares.around(report)].filter(
      (other) => (keepClosed || other.closedAt > report.at) && distanceM(report, other) <= reachM,
    );
    yield { report, earlier };
    squares.add(report);
  }
}

/** Proposal of a linking method for a report: the case to link to, and its confidence (0 to 1). */
export interface Proposal {
  readonly report: DayReport;
  /** The first report of the proposed case; undefined if there is none. */
  readonly parent: DayReport | undefined;
  readonly score: number;
}

export interface Replay {
  readonly proposals: readonly Proposal[];
  readonly msPerReport: readonly number[];
}

/** Reports arrive one after the other; proposals that reach the threshold are linked at once, and nobody corrects them. */
export const replayRules = (
  day: readonly DayReport[],
  rules: DuplicateRules,
  limitHours: ReadonlyMap<string, number>,
  threshold: number,
): Replay => {
  const rank = createRanker({ rules, limitHours });
  const parents = new Map<string, DayReport>();
  const byId = new Map(day.map((report) => [report.reportId, report]));
  const msPerReport: number[] = [];
  const proposals: Proposal[] = [];
  for (const { report, earlier } of openNeighbours(day, rules.search.reachM)) {
    const candidates: Candidate[] = earlier.map((other) => ({
      ...comparable(other, report.at),
      caseId: other.reportId,
      parentId: parents.get(other.reportId)?.reportId ?? null,
    }));
    const started = performance.now();
    const [best] = rank(comparable(report, report.at), candidates, { from: threshold, most: 1 });
    msPerReport.push(performance.now() - started);
    const parent = best && byId.get(best.caseId)!;
    if (parent !== undefined) parents.set(report.reportId, parent);
    proposals.push({ report, parent, score: best?.score ?? 0 });
  }
  return { proposals, msPerReport };
};

export interface HintFigures {
  /** Duplicates for which the right case was among those shown, and stood first. */
  readonly shown: number;
  readonly first: number;
  readonly casesShownPerReport: number;
}

/** The view of an acceptor who links each report correctly if the right case is among those shown. */
export const replayHints = (
  day: readonly DayReport[],
  rules: DuplicateRules,
  limitHours: ReadonlyMap<string, number>,
): HintFigures => {
  const rank = createRanker({ rules, limitHours });
  const roots = new Map<string, string>();
  const parents = new Map<string, string>();
  let [duplicates, shown, first, cases] = [0, 0, 0, 0];
  for (const { report, earlier } of openNeighbours(day, rules.search.reachM)) {
    const candidates: Candidate[] = earlier.map((other) => ({
      ...comparable(other, report.at),
      caseId: other.reportId,
      parentId: parents.get(other.reportId) ?? null,
    }));
    const ranked = rank(comparable(report, report.at), candidates);
    cases += ranked.length;
    const root = roots.get(report.incidentId);
    if (root === undefined) {
      roots.set(report.incidentId, report.reportId);
      continue;
    }
    duplicates += 1;
    const place = ranked.findIndex(({ caseId }) => caseId === root);
    if (place >= 0) {
      shown += 1;
      parents.set(report.reportId, root);
    }
    if (place === 0) first += 1;
  }
  const share = (count: number) => Math.round((count / duplicates) * 1000) / 1000;
  return {
    shown: share(shown),
    first: share(first),
    casesShownPerReport: Math.round((cases / day.length) * 100) / 100,
  };
};

/** The naive rule: the earliest case of the same category within 50 m (all are within 24 h here). */
export const replayNaive = (day: readonly DayReport[], radiusM: number, openOnly: boolean): Replay => {
  const parents = new Map<string, DayReport>();
  const proposals: Proposal[] = [];
  for (const { report, earlier } of openNeighbours(day, radiusM, !openOnly)) {
    const same = earlier.filter(({ matterCode }) => matterCode !== null && matterCode === report.matterCode);
    const first = same.reduce<DayReport | undefined>(
      (found, other) => (found === undefined || other.at < found.at ? other : found),
      undefined,
    );
    const parent = first && (parents.get(first.reportId) ?? first);
    if (parent !== undefined) parents.set(report.reportId, parent);
    proposals.push({ report, parent, score: parent === undefined ? 0 : 1 });
  }
  return { proposals, msPerReport: [] };
};

export interface Figures {
  readonly duplicates: number;
  readonly linked: number;
  readonly correct: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** A link is correct if it leads to the first report of the very incident: a link to a second, unlinked one counts as wrong. */
export const judge = (proposals: readonly Proposal[]): Figures => {
  const firsts = new Map<string, string>();
  let [duplicates, linked, correct] = [0, 0, 0];
  for (const { report, parent } of proposals) {
    const first = firsts.get(report.incidentId);
    if (first === undefined) firsts.set(report.incidentId, report.reportId);
    else duplicates += 1;
    if (parent === undefined) continue;
    linked += 1;
    if (parent.reportId === first) correct += 1;
  }
  const [precision, recall] = [linked === 0 ? 1 : correct / linked, correct / duplicates];
  const rounded = (value: number) => Math.round(value * 1000) / 1000;
  return {
    duplicates,
    linked,
    correct,
    precision: rounded(precision),
    recall: rounded(recall),
    f1: rounded(correct === 0 ? 0 : (2 * precision * recall) / (precision + recall)),
  };
};
