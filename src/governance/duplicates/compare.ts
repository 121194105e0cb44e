import type { CaseSource } from '../events.ts';
import { FEATURE_LEVELS, type Levels } from './features.ts';
import type { DuplicateRules } from './rules.ts';
import { createWordingReader, overlap, type Wording, without } from './text.ts';

/** What the comparison knows about a report or a case. */
export interface Comparable {
  readonly lon: number;
  readonly lat: number;
  /** Milliseconds since 1970 UTC. */
  readonly reportedAt: number;
  readonly source: CaseSource;
  readonly reporterId: string | null;
  readonly description: string;
  readonly address: string;
  readonly matterCode: string | null;
  /** Row of the filing standard, once a case is filed. */
  readonly rowId: string | null;
  readonly deviceId: string | null;
  readonly componentId: string | null;
  /** The department has reported it as handled: a report now may be a new incident. */
  readonly fedBack: boolean;
}

export interface Compared {
  readonly levels: Levels;
  readonly distanceM: number;
  readonly hours: number;
}

const METRES_PER_DEGREE = 111_320;
const HOUR_MS = 3_600_000;

/** On the plane tangent to the earth there: exact to a few millimetres within the range of the search. */
export const distanceM = (
  a: { readonly lon: number; readonly lat: number },
  b: { readonly lon: number; readonly lat: number },
): number =>
  Math.hypot(
    (a.lon - b.lon) * METRES_PER_DEGREE * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180),
    (a.lat - b.lat) * METRES_PER_DEGREE,
  );

const byUpperBounds = <Level>(value: number, bounds: readonly number[], levels: readonly Level[]): Level =>
  levels[bounds.findIndex((bound) => value <= bound)] ?? levels[bounds.length]!;

const ofDevice = (source: CaseSource): boolean => source === 'sensorAlarm' || source === 'videoAnalytics';

export interface ComparerOptions {
  readonly rules: DuplicateRules;
  /** Typical limit of a matter, hours on the wall clock. */
  readonly limitHours: ReadonlyMap<string, number>;
}

/** Compares one report with many cases; everything that depends only on the report is computed once. */
export const createComparer = ({ rules, limitHours }: ComparerOptions) => {
  const read = createWordingReader(rules);
  const groups = rules.confusable.map((group) => new Set(group));
  const canonical = (code: string | null) => (code === null ? null : (rules.equivalents[code] ?? code));
  const extent = (code: string | null) =>
    (code === null ? undefined : rules.extentM.matters[code]) ?? rules.extentM.default;
  const setOf = (code: string) => rules.otherSets.find((prefix) => code.startsWith(prefix)) ?? '';

  const matterLevel = (a: Comparable, b: Comparable): Levels['matter'] => {
    if (a.rowId !== null && a.rowId === b.rowId) return 'sameRow';
    const [codeA, codeB] = [canonical(a.matterCode), canonical(b.matterCode)];
    if (codeA === null || codeB === null) return 'unknown';
    if (codeA === codeB) return 'same';
    if (groups.some((group) => group.has(codeA) && group.has(codeB))) return 'confusable';
    if (setOf(codeA) !== setOf(codeB)) return 'unknown';
    return codeA.slice(0, codeA.lastIndexOf('-')) === codeB.slice(0, codeB.lastIndexOf('-'))
      ? 'sameMajor'
      : 'different';
  };

  return (report: Comparable) => {
    const own = read(report.description, report.address);
    return (candidate: Comparable): Compared => {
      const [codeA, codeB] = [canonical(report.matterCode), canonical(candidate.matterCode)];
      const other = read(candidate.description, candidate.address);
      const metres = distanceM(report, candidate);
      const allowed = Math.hypot(
        Math.max(extent(codeA), extent(codeB)),
        rules.positionErrorM[report.source],
        rules.positionErrorM[candidate.source],
      );
      const hours = Math.abs(report.reportedAt - candidate.reportedAt) / HOUR_MS;
      const limit = limitHours.get(codeB ?? '') ?? limitHours.get(codeA ?? '') ?? rules.typicalHours;
      const devices = [report, candidate].filter(({ source }) => ofDevice(source)).length;
      return {
        distanceM: metres,
        hours,
        levels: {
          distance: byUpperBounds(metres / allowed, rules.levels.distance, FEATURE_LEVELS.distance),
          time: byUpperBounds(hours / limit, rules.levels.time, FEATURE_LEVELS.time),
          progress: candidate.fedBack ? 'fedBack' : 'waiting',
          matter: matterLevel(report, candidate),
          text: devices > 0 ? 'notComparable' : textLevel(own, other, rules),
          topic: agreement(own.topics, other.topics),
          number: numberLevel(own, other),
          houseNumber: houseNumberLevel(own, other, rules.text.houseNumber.near),
          side: agreement(own.sides, other.sides),
          place: placeLevel(own.places, other.places),
          component:
            report.componentId === null || candidate.componentId === null
              ? 'none'
              : report.componentId === candidate.componentId
                ? 'agree'
                : 'conflict',
          device: report.deviceId !== null && report.deviceId === candidate.deviceId ? 'same' : 'none',
          reporter:
            report.source === 'gridWorker' &&
            candidate.source === 'gridWorker' &&
            report.reporterId !== null &&
            report.reporterId === candidate.reporterId
              ? 'sameWorker'
              : 'none',
          sources: FEATURE_LEVELS.sources[devices]!,
        },
      };
    };
  };
};

const byLowerBounds = <Level>(value: number, bounds: readonly number[], levels: readonly Level[]): Level =>
  levels[[...bounds].reverse().findIndex((bound) => value >= bound)] ?? levels[bounds.length]!;

const textLevel = (a: Wording, b: Wording, { levels }: DuplicateRules): Levels['text'] => {
  // The place is compared separately: here it would make everything at one address similar.
  const [own, other] = [without(a.words, a.address, b.address), without(b.words, a.address, b.address)];
  return byLowerBounds(overlap(own, other), levels.text, FEATURE_LEVELS.text);
};

const placeLevel = (a: ReadonlySet<string>, b: ReadonlySet<string>): Levels['place'] => {
  if (a.size === 0 || b.size === 0) return 'none';
  const shared = overlap(a, b);
  return shared === 1 ? 'agree' : shared > 0 ? 'partly' : 'conflict';
};

const intersects = <Item>(a: ReadonlySet<Item>, b: ReadonlySet<Item>): boolean => {
  for (const item of a) if (b.has(item)) return true;
  return false;
};

/** One number in common outweighs any that differ: people read several plates. */
const numberLevel = (a: Wording, b: Wording): Levels['number'] => {
  let level: Levels['number'] = 'none';
  for (const [kind, own] of a.numbers) {
    const other = b.numbers.get(kind)!;
    if (own.size === 0 || other.size === 0) continue;
    if (intersects(own, other)) return 'agree';
    level = 'conflict';
  }
  return level;
};

const houseNumberLevel = (a: Wording, b: Wording, near: number): Levels['houseNumber'] => {
  if (a.houseNumbers.length === 0 || b.houseNumbers.length === 0) return 'none';
  const apart = Math.min(
    ...a.houseNumbers.flatMap((own) => b.houseNumbers.map((other) => Math.abs(own - other))),
  );
  return apart === 0 ? 'agree' : apart <= near ? 'near' : 'conflict';
};

const agreement = (a: ReadonlySet<string>, b: ReadonlySet<string>): 'agree' | 'conflict' | 'none' => {
  if (a.size === 0 || b.size === 0) return 'none';
  return intersects(a, b) ? 'agree' : 'conflict';
};
