import { z } from 'zod';
import type { SettingsWith } from '../wire/settings.ts';

export const HJ212_SETTINGS = {
  /** How the CRC is computed. Default: by the standard. */
  crc: z.enum(['hj212', 'hj212-unpadded', 'modbus-low-first']),
  /** Length of a 2051 period in minutes. Default 10. */
  minuteInterval: z.number().int().min(1).max(60),
  /** The values that alarm rules see as the indicator itself. Default: those of 2011. */
  primary: z.enum(['realtime', 'minute', 'hour', 'day']),
};

export type Hj212Settings = SettingsWith<typeof HJ212_SETTINGS>;

/** How the simulators play a logger. */
export const HJ212_PROFILE = {
  /** ST, the system code of HJ 212 table 5. */
  systemCode: z.string(),
  /** Factor code by indicator; indicators without one are not sent. */
  codes: z.record(z.string(), z.string()),
};
