import { z } from 'zod';
import type { SettingsWith } from '../wire/settings.ts';

export const FIRE_SETTINGS = {
  /** A clear bit 0 of a state means "test" (the literal standard), or nothing. Default: standard. */
  fireTestBit: z.enum(['standard', 'ignored']),
};

export type FireSettings = SettingsWith<typeof FIRE_SETTINGS>;

/** How the simulators play a transmitter. */
export const FIRE_PROFILE = {
  /**
   * State bits of GB/T 26875.3 table 7 by detection type. Without bit 0 (1: in normal operation) it is a test:
   * `{"fireNormal": 1, "fireAlarm": 3, "fireFault": 5}`.
   */
  states: z.record(z.string(), z.number().int().positive()),
};
