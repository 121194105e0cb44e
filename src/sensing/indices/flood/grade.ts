import type { Severity } from '../../events.ts';
import { exact, subtract, toNumber } from '../exact.ts';
import { type StandardRef, standardOf, type TableOf } from '../tables.ts';
import { type Datum, floodLimitOn, type StationLines } from './station-lines.ts';

type WarningTable = TableOf<'waterWarning'>;

export interface LineReached {
  readonly line: 'blue' | 'warning' | 'guarantee' | 'historicalMax' | 'seasonMin' | 'historicalMin';
  readonly level: number;
}

export interface FloodGrade extends StandardRef {
  readonly signal: Severity | null;
  readonly reached: LineReached | null;
  /** At or above the watch level (设防水位): patrols, but no separate signal. */
  readonly watch: boolean;
  readonly lowWater: { readonly signal: Severity | null; readonly reached: LineReached | null };
  /** Flood-limit level of the season; `above` in m, null if not exceeded. */
  readonly floodLimit: {
    readonly level: number;
    readonly season: string;
    readonly above: number | null;
  } | null;
  readonly datum: Datum;
  readonly linesFrom: string;
}

export type FloodAnswer =
  | { readonly ok: true; readonly grade: FloodGrade }
  | { readonly ok: false; readonly reason: 'datumMismatch' };

type Rung = readonly [Severity, LineReached['line'], number | undefined];

/** Most severe first. Blue is "near the warning level", which has no number in the text. */
const floodRungs = (table: WarningTable, lines: StationLines): readonly Rung[] => [
  ['red', 'historicalMax', lines.historicalMax],
  ['orange', 'guarantee', lines.guarantee],
  ['yellow', 'warning', lines.warning],
  ['blue', 'blue', lines.blue ?? near(lines.warning, table.definition.nearWarningMetres)],
];
const near = (warning: number | undefined, distance: number): number | undefined =>
  warning === undefined ? undefined : toNumber(subtract(exact(warning), exact(distance)));

const lowRungs = ({ lowWater = {} }: StationLines): readonly Rung[] => [
  ['red', 'historicalMin', lowWater.historicalMin],
  ['orange', 'seasonMin', lowWater.seasonMin],
  ['yellow', 'warning', lowWater.warning],
  ['blue', 'blue', lowWater.blue],
];

/** The most severe signal whose line is reached; a signal issued before remains until the level is `clearing` m behind its line. */
const firstReached = (
  rungs: readonly Rung[],
  isReached: (level: number, slack: number) => boolean,
  before: Severity | null,
  clearing: number,
): { signal: Severity | null; reached: LineReached | null } => {
  for (const [signal, line, level] of rungs) {
    if (level === undefined) continue;
    if (isReached(level, signal === before ? clearing : 0)) return { signal, reached: { line, level } };
  }
  return { signal: null, reached: null };
};

/**
 * Flood and low-water signal of a level, m, by the station's lines (水情预警发布管理办法): yellow from the warning level, orange from the
 * guarantee level, red from the historical maximum. A level in a different datum than the lines is refused. `before` is the current
 * signal, for hysteresis.
 */
export const floodGrade = (
  table: WarningTable,
  lines: StationLines,
  measured: { readonly level: number; readonly datum: Datum; readonly onDay: string },
  before: { readonly flood?: Severity | null; readonly lowWater?: Severity | null } = {},
): FloodAnswer => {
  if (measured.datum !== lines.datum) return { ok: false, reason: 'datumMismatch' };
  const { level } = measured;
  const clearing = table.definition.clearingMetres;
  const season = floodLimitOn(lines, measured.onDay);
  return {
    ok: true,
    grade: {
      ...standardOf(table),
      ...firstReached(
        floodRungs(table, lines),
        (line, slack) => level >= line - slack,
        before.flood ?? null,
        clearing,
      ),
      watch: lines.watch !== undefined && level >= lines.watch,
      lowWater: firstReached(
        lowRungs(lines),
        (line, slack) => level <= line + slack,
        before.lowWater ?? null,
        clearing,
      ),
      floodLimit:
        season === undefined
          ? null
          : {
              level: season.level,
              season: season.season,
              above: level > season.level ? toNumber(subtract(exact(level), exact(season.level))) : null,
            },
      datum: lines.datum,
      linesFrom: lines.validFrom,
    },
  };
};

const GRAVEST_FIRST: readonly Severity[] = ['red', 'orange', 'yellow', 'blue'];

/** Signal by the flood's return period in years; "about five years" (blue) has no number in the text. */
export const floodSignalByReturnYears = (table: WarningTable, years: number): Severity | null =>
  GRAVEST_FIRST.find((signal) => years >= (table.definition.floodReturnYears[signal] ?? Infinity)) ?? null;

/** Low-water signal by how far the 30-day inflow is below its mean, in percent of the mean. */
export const lowWaterSignalByInflow = (table: WarningTable, belowPercent: number): Severity | null =>
  GRAVEST_FIRST.find(
    (signal) => belowPercent >= (table.definition.inflowBelowMeanPercent[signal] ?? Infinity),
  ) ?? null;
