import { z } from 'zod';

const level = z.number().min(-500).max(9000).optional();
const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);

/** Reference surfaces of levels: figures in different datums cannot be compared. */
export const DATUMS = ['1985-national', '1956-yellow-sea', 'wusong', 'local'] as const;

/**
 * Lines of one station from a given date, m above `datum`: each station has its own, and they change. Names in SL 323: WRZ warning, GRZ
 * guarantee, FRZ watch, FSLTDZ flood-limit level (汛限水位) with its season.
 */
export const stationLinesSchema = z
  .object({
    /** First day (Asia/Shanghai) on which they apply. */
    validFrom: z.iso.date(),
    datum: z.enum(DATUMS),
    watch: level,
    warning: level,
    guarantee: level,
    historicalMax: level,
    /** "Near the warning level" as defined by this station; default: the table's distance below the warning level. */
    blue: level,
    lowWater: z.object({ blue: level, warning: level, seasonMin: level, historicalMin: level }).optional(),
    floodLimits: z
      .array(
        z.object({
          from: monthDay,
          /** Inclusive; before `from` if the season spans the turn of the year. */
          until: monthDay,
          level: z.number(),
          season: z.string().min(1).max(20),
        }),
      )
      .max(24)
      .default([]),
    source: z.string().min(1).max(500),
  })
  .refine(({ watch, warning, guarantee, historicalMax }) => {
    const given = [watch, warning, guarantee].filter((each) => each !== undefined);
    const ordered = given.every((each, n) => n === 0 || given[n - 1]! <= each);
    return ordered && (historicalMax === undefined || warning === undefined || warning <= historicalMax);
  }, 'watch, warning and guarantee levels must increase in this order');
export type StationLines = z.infer<typeof stationLinesSchema>;
export type Datum = StationLines['datum'];

/** The lines that apply on a day in Asia/Shanghai: the latest published version with that or an earlier first day. */
export const linesOn = (versions: readonly StationLines[], onDay: string): StationLines | undefined => {
  let best: StationLines | undefined;
  for (const lines of versions) {
    if (lines.validFrom <= onDay && (best === undefined || lines.validFrom >= best.validFrom)) best = lines;
  }
  return best;
};

/** The flood-limit level on a day (`YYYY-MM-DD`), which a reservoir may not exceed in that season. */
export const floodLimitOn = (
  lines: StationLines,
  onDay: string,
): StationLines['floodLimits'][number] | undefined => {
  const day = onDay.slice(5);
  return lines.floodLimits.find(({ from, until }) =>
    from <= until ? day >= from && day <= until : day >= from || day <= until,
  );
};
