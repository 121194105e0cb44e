import { z } from 'zod';
import type { SettingsWith } from '../wire/settings.ts';

export const SL651_SETTINGS = {
  /** Height in metres that a relative level of the hourly array counts from. Default: kept relative. */
  levelBase: z.number(),
  /** Where the hourly array begins: at the time of observation, or with the hour the report was made in. */
  hourlyArrayFrom: z.enum(['observation', 'hourOfReport']),
  /** End of an answer: ESC keeps the station on the line, EOT lets it go. Default ESC. */
  answerEnd: z.enum(['ESC', 'EOT']),
};

export type Sl651Settings = SettingsWith<typeof SL651_SETTINGS>;

/** How the simulators play a station. */
export const SL651_PROFILE = {
  /** Element (two hex digits) by indicator; all of the same period, or a report would be two records. */
  codes: z.record(z.string(), z.string().regex(/^[0-9A-F]{2}$/)),
};
