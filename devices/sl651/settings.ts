import { z } from 'zod';
import type { SettingsWith } from '../wire/settings.ts';

export const SL651_SETTINGS = {
  /** Base height in metres for a relative level of the hourly array. Default: kept relative. */
  levelBase: z.number(),
  /** Where the hourly array begins: at the time of observation, or at the hour of the report. */
  hourlyArrayFrom: z.enum(['observation', 'hourOfReport']),
  /** End of an answer: ESC keeps the station connected, EOT lets it disconnect. Default ESC. */
  answerEnd: z.enum(['ESC', 'EOT']),
};

export type Sl651Settings = SettingsWith<typeof SL651_SETTINGS>;

/** How the simulators play a station. */
export const SL651_PROFILE = {
  /** Element (two hex digits) by indicator; all of the same period, otherwise a report would be two records. */
  codes: z.record(z.string(), z.string().regex(/^[0-9A-F]{2}$/)),
};
