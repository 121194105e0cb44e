import { z } from 'zod';

const day = z.iso.date();
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const five = z.array(z.number()).length(5);
const signal = z.enum(['blue', 'yellow', 'orange', 'red']);

const tableOf = <Kind extends string, Definition extends z.ZodType>(kind: Kind, definition: Definition) =>
  z.object({
    kind: z.literal(kind),
    tableId: z.string().regex(/^[a-z0-9-]{1,64}$/),
    tableVersion: z.number().int().positive(),
    /** The standard as cited, for example `HJ 633-2026`. */
    standard: z.string().min(1),
    /** First and last day, in Asia/Shanghai, of observations to which it applies; null: until further notice. */
    validFrom: day,
    validUntil: day.nullable(),
    source: z.string().min(1),
    definition,
  });

const airIndex = tableOf(
  'airIndex',
  z
    .object({
      iaqi: z.array(z.number().int().nonnegative()).min(2),
      /** By item and averaging time (`PM2.5-24h`); µg/m³, CO mg/m³. Null: the item has no value for that IAQI. */
      breakpoints: z.record(z.string(), z.array(z.number().nonnegative().nullable())),
      /** For items whose breakpoints end early: the rule above the last one. */
      aboveTop: z.record(
        z.string(),
        z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('none'), use: z.string() }),
          z.object({ kind: z.literal('fixed'), iaqi: z.number().int() }),
        ]),
      ),
      /** Rounding by GB/T 8170 before the formula; null: none. */
      roundConcentration: z
        .object({ places: z.number().int().nonnegative(), except: z.record(z.string(), z.number().int()) })
        .nullable(),
      /** All of these are needed for a complete report. */
      pollutants: z.array(z.string()),
      hour: z.array(z.string()),
      day: z.array(z.string()),
      incomplete: z.enum(['publish', 'publishAbove100']),
      levels: z.array(
        z.object({
          upTo: z.number().int(),
          level: z.number().int(),
          levelZh: z.string(),
          category: z.string(),
          colour: z.string(),
          rgb: z.array(z.number().int()).length(3),
        }),
      ),
    })
    .refine(
      ({ iaqi, breakpoints }) => Object.values(breakpoints).every(({ length }) => length === iaqi.length),
      'each item has one breakpoint (or null) per IAQI',
    ),
);

const airLimits = tableOf(
  'airLimits',
  z.object({
    /** By item and averaging time: grade I and grade II. */
    limits: z.record(z.string(), z.record(z.string(), z.array(z.number().positive()).length(2))),
    validity: z.object({
      minMinutesPerHour: z.number(),
      minHoursPerDay: z.number(),
      minHoursPer8Hours: z.number(),
      min8HourMeansPerDay: z.number(),
      minDaysPerYear: z.number(),
      minDaysPerMonth: z.number(),
      minDaysInFebruary: z.number(),
    }),
  }),
);

const surfaceWater = tableOf(
  'surfaceWater',
  z.object({
    classes: z.array(z.string()).length(5),
    inferior: z.string(),
    items: z.record(
      z.string(),
      z.discriminatedUnion('compare', [
        z.object({ compare: z.literal('within'), range: z.tuple([z.number(), z.number()]) }),
        z.object({ compare: z.literal('atMost'), limits: five }),
        z.object({
          compare: z.literal('atLeast'),
          limits: five,
          /** The best class is also reached at this percentage of saturation. */
          orSaturationPercent: z.number().optional(),
        }),
      ]),
    ),
    /** Items for which no multiple over the limit is stated. */
    withoutMultiple: z.array(z.string()),
    /** Items that routine assessment excludes from the class. */
    notInRoutine: z.array(z.string()),
  }),
);

const noise = tableOf(
  'noise',
  z.object({
    ruleSet: z.string(),
    /** Limits in dB(A) by functional zone. */
    zones: z.record(z.string(), z.object({ day: z.number(), night: z.number() })),
    dayFrom: clock,
    dayUntil: clock,
    /** How far the loudest sound of a night may exceed the limit, by the kind of noise. */
    nightLmaxExcess: z.record(z.string(), z.number()),
    nightBelongsTo: z.enum(['start', 'end']),
  }),
);

const rainClass = tableOf(
  'rainClass',
  z
    .object({
      classes: z.array(z.string()),
      /** By hours: lower bound of each class, mm. */
      from: z.record(z.string(), z.array(z.number().nonnegative())),
    })
    .refine(
      ({ classes, from }) => Object.values(from).every(({ length }) => length === classes.length),
      'each duration has one lower bound per class',
    ),
);

const rainWarning = tableOf(
  'rainWarning',
  z.object({
    region: z.string(),
    /** Most severe first. */
    rules: z.array(z.object({ signal, mm: z.number().positive(), hours: z.number().int().positive() })),
  }),
);

const waterWarning = tableOf(
  'waterWarning',
  z.object({
    /** A blue line this far below the warning level, for stations that do not define one. */
    nearWarningMetres: z.number().nonnegative(),
    /** A signal ends once the level is this far behind its line. */
    clearingMetres: z.number().nonnegative(),
    /** From this return period of the flood, years. */
    floodReturnYears: z.partialRecord(signal, z.number()),
    /** From this percentage below the mean of the 30-day inflow. */
    inflowBelowMeanPercent: z.partialRecord(signal, z.number()),
  }),
);

/** A table of a standard as data, with the dates between which it applies. */
export const indexTableSchema = z.discriminatedUnion('kind', [
  airIndex,
  airLimits,
  surfaceWater,
  noise,
  rainClass,
  rainWarning,
  waterWarning,
]);
export type IndexTable = z.infer<typeof indexTableSchema>;
export type IndexTableKind = IndexTable['kind'];
export type TableOf<Kind extends IndexTableKind> = Extract<IndexTable, { kind: Kind }>;

/** The standard with which a value was computed. */
export interface StandardRef {
  readonly standard: string;
  readonly tableId: string;
  readonly tableVersion: number;
}

export const standardOf = ({ standard, tableId, tableVersion }: IndexTable): StandardRef => ({
  standard,
  tableId,
  tableVersion,
});

/**
 * The table of a kind that applies on a day in Asia/Shanghai (`YYYY-MM-DD`): of several the one that came into force last, in its
 * latest version. `which` chooses among parallel tables, such as rule sets. Undefined if none applies.
 */
export const tableFor = <Kind extends IndexTableKind>(
  tables: Iterable<IndexTable>,
  kind: Kind,
  onDay: string,
  which: (table: TableOf<Kind>) => boolean = () => true,
): TableOf<Kind> | undefined => {
  let best: TableOf<Kind> | undefined;
  for (const each of tables) {
    if (each.kind !== kind || each.validFrom > onDay) continue;
    if (each.validUntil !== null && each.validUntil < onDay) continue;
    const table = each as TableOf<Kind>;
    if (!which(table)) continue;
    const later =
      best === undefined ||
      table.validFrom > best.validFrom ||
      (table.validFrom === best.validFrom && table.tableVersion > best.tableVersion);
    if (later) best = table;
  }
  return best;
};
