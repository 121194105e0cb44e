import { z } from 'zod';

export const pastDeviceSchema = z.object({
  deviceId: z.string(),
  modelId: z.string(),
  intervalSeconds: z.number().positive(),
  /** Reports nothing in the last hours of the span: a station that has fallen silent. */
  silentHours: z.number().min(0).default(0),
  /** Reports that many faults within minutes, once in the span. */
  faultStorm: z.number().int().min(0).default(0),
});
export type PastDevice = z.infer<typeof pastDeviceSchema>;

/** The past that is to be made up: whole days from `fromMs`, up to `toMs`. The draws of a day do not depend on where the span ends. */
export const pastSchema = z.object({
  outputPath: z.string(),
  seed: z.number().int(),
  fromMs: z.number().int(),
  toMs: z.number().int(),
  devices: z.array(pastDeviceSchema),
});
export type PastConfig = z.infer<typeof pastSchema>;
