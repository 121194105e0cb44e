import { z } from 'zod';

const every = z.number().int().min(2).optional();

export const deviceSchema = z.object({
  deviceId: z.string(),
  secret: z.string(),
  modelId: z.string(),
  intervalMs: z.number().positive(),
  /** Recorded hours that pass with each message. */
  hoursPerMessage: z.number().int().positive().default(1),
  /** In mode `once`: how many messages it sends. */
  messages: z.number().int().positive().optional(),
  /** From message `from` to before `to` the indicator has this value, or the camera sees this. */
  excursions: z
    .array(
      z.object({
        from: z.number().int(),
        to: z.number().int(),
        indicator: z.string().optional(),
        value: z.number().optional(),
        detection: z.string().optional(),
        confidence: z.number().optional(),
      }),
    )
    .default([]),
  /** The excursions repeat after this many messages. */
  excursionPeriod: z.number().int().positive().optional(),
  /** Sent before the first message: this many seconds of the past, with a record every given number of seconds. */
  past: z.object({ seconds: z.number().positive(), everySeconds: z.number().positive() }).optional(),
  misbehave: z
    .object({
      duplicateEvery: every,
      malformedEvery: every,
      outOfRangeEvery: every,
      unknownIndicatorEvery: every,
      futureClockEvery: every,
      oldClockEvery: every,
      withIdEvery: every,
      idReuseEvery: every,
      batchEvery: every,
    })
    .default({}),
});
export type SimulatedDevice = z.infer<typeof deviceSchema>;

/** Configuration of one run of the simulators. */
export const runSchema = z.object({
  brokerUrl: z.string(),
  ledgerPath: z.string(),
  seed: z.number().int(),
  mode: z.enum(['once', 'continuous']),
  devices: z.array(deviceSchema).min(1),
  connectConcurrency: z.number().int().positive().default(20),
  /** How long the last acknowledgements are waited for. */
  settleMs: z.number().positive().default(60_000),
});
