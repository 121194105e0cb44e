import { z } from 'zod';
import { PROTOCOLS, WIRE_STANDARDS, type WireStandard } from '../../devices/wire/index.ts';

/**
 * A simulator profile: how many devices of a family there are, how often they report and what they measure while nothing
 * happens and while something does. Data that a device-family file carries as its member `simulator`.
 */

const decimals = z.number().int().min(0).max(6).default(2);
/** What the thing that is measured cannot exceed, whatever happens. */
const limits = z.object({ min: z.number().optional(), max: z.number().optional() }).default({});
const noise = z.number().min(0).default(0);

/** Values of one indicator, in the unit of the model. `noise` is the largest deviation to either side. */
export const generatorSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('constant'), value: z.number(), noise, decimals, limits }),
  z.object({
    kind: z.literal('dailyWave'),
    mean: z.number(),
    swing: z.number().min(0),
    /** Hour of the day in Asia/Shanghai at which it is highest. */
    peakHour: z.number().min(0).lt(24).default(14),
    noise,
    decimals,
    limits,
  }),
  /** A meter that counts up from `start` at its first report. */
  z.object({
    kind: z.literal('counter'),
    start: z.number(),
    perHour: z.number().min(0),
    decimals,
    limits,
  }),
  z
    .object({
      kind: z.literal('randomWalk'),
      /** Default: anywhere between the limits of the walk. */
      start: z.number().optional(),
      min: z.number(),
      max: z.number(),
      /** Largest change from one report to the next. */
      step: z.number().min(0),
      decimals,
      limits,
    })
    .refine(({ min, max }) => min < max, 'min must be below max'),
]);
export type Generator = z.infer<typeof generatorSchema>;

const confidence = z
  .object({ min: z.number().min(0).max(1), max: z.number().min(0).max(1) })
  .refine(({ min, max }) => min <= max, 'min must not be above max')
  .default({ min: 0.6, max: 0.95 });

/** What an event does to an indicator at its full strength: brings it to a value, adds to it, or multiplies it. */
export const effectSchema = z.union([
  z.strictObject({ to: z.number() }),
  z.strictObject({ add: z.number() }),
  z.strictObject({ times: z.number() }),
]);
export type Effect = z.infer<typeof effectSchema>;

/** A leak, a flood, a collapse. Rises for `rampSeconds`, holds for `durationSeconds`, falls for `rampSeconds`. */
export const simulatedEventSchema = z
  .object({
    name: z.string().min(1),
    /** That it begins with a report of a device to which nothing happens, 0–1. */
    probability: z.number().min(0).max(1),
    rampSeconds: z.number().min(0).default(0),
    durationSeconds: z.number().positive(),
    effects: z.record(z.string(), effectSchema).default({}),
    /** Seen with each report while the event holds at its full strength. */
    detections: z.array(z.object({ type: z.string(), confidence })).default([]),
  })
  .refine(
    ({ effects, detections }) => Object.keys(effects).length + detections.length > 0,
    'an event needs effects or detections',
  );
export type SimulatedEvent = z.infer<typeof simulatedEventSchema>;

/** How the devices of one standard are played, in the fields that the standard itself asks for. */
export type WireProfileOf<Standard extends WireStandard> = {
  readonly standard: Standard;
  /** Part of the model's devices, 0–1. */
  readonly share: number;
} & { readonly [Field in keyof Fields<Standard>]: z.infer<Fields<Standard>[Field]> };
type Fields<Standard extends WireStandard> = (typeof PROTOCOLS)[Standard]['profile'];

export type WireProfile = { [Standard in WireStandard]: WireProfileOf<Standard> }[WireStandard];

const profileOfStandard = (standard: WireStandard) =>
  z.object({
    standard: z.literal(standard),
    share: z.number().min(0).max(1),
    ...PROTOCOLS[standard].profile,
  });

/** Some of the model's devices are loggers that speak a standard in frames, behind a TCP gateway. */
export const wireProfileSchema = z.discriminatedUnion(
  'standard',
  WIRE_STANDARDS.map(profileOfStandard) as [ReturnType<typeof profileOfStandard>],
) as unknown as z.ZodType<WireProfile, WireProfile>;

export const modelProfileSchema = z.object({
  modelId: z.string(),
  /** Weight among the models of a mix. */
  share: z.number().positive().default(1),
  /** How many there are when the family plays alone; default: by share. */
  count: z.number().int().positive().optional(),
  intervalSeconds: z.number().positive(),
  indicators: z.record(z.string(), generatorSchema).default({}),
  /** `rate`: that a report comes with one, 0–1, while nothing happens. */
  detections: z.array(z.object({ type: z.string(), rate: z.number().min(0).max(1), confidence })).default([]),
  events: z.array(simulatedEventSchema).default([]),
  wire: wireProfileSchema.optional(),
});
export type ModelProfile = z.infer<typeof modelProfileSchema>;

export const simulatorProfileSchema = z.object({
  /** Weight among the families of a mix. */
  share: z.number().positive().default(1),
  models: z.array(modelProfileSchema).min(1),
});
export type SimulatorProfile = z.infer<typeof simulatorProfileSchema>;
/** As it stands in a file, before defaults. */
export type SimulatorProfileInput = z.input<typeof simulatorProfileSchema>;

/** What of a device model a profile must agree with. */
export interface ProfiledModel {
  readonly modelId: string;
  readonly indicators: readonly { readonly code: string }[];
  readonly detections: readonly { readonly type: string }[];
}

/** What a profile names and the models do not have; empty when they fit. */
export const profileProblems = (
  { models }: SimulatorProfile,
  known: readonly ProfiledModel[],
): readonly string[] =>
  models.flatMap((profile) => {
    const model = known.find(({ modelId }) => modelId === profile.modelId);
    if (model === undefined) return [`there is no model ${profile.modelId}`];
    const indicators = new Set(model.indicators.map(({ code }) => code));
    const types = new Set(model.detections.map(({ type }) => type));
    const { wire, events } = profile;
    const named = [
      ...Object.keys(profile.indicators),
      ...events.flatMap(({ effects }) => Object.keys(effects)),
      ...(wire !== undefined && 'codes' in wire ? Object.keys(wire.codes) : []),
    ];
    const seen = [...profile.detections, ...events.flatMap(({ detections }) => detections)];
    const affected = events.flatMap(({ effects }) => Object.keys(effects));
    return [
      ...named
        .filter((code) => !indicators.has(code))
        .map((code) => `${profile.modelId} has no indicator ${code}`),
      ...seen
        .filter(({ type }) => !types.has(type))
        .map(({ type }) => `${profile.modelId} has no detection ${type}`),
      ...affected
        .filter((code) => profile.indicators[code] === undefined)
        .map((code) => `an event of ${profile.modelId} changes ${code}, which has no generator`),
    ];
  });
