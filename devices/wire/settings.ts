import { z } from 'zod';

/** As a device sends it: old factor codes begin with a digit. */
const sentCode = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,47}$/);
const indicator = z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/);

/** What can be set for a device in any protocol; each field's comment gives its default. */
export const COMMON_SETTINGS = {
  /** Unit in which a factor is sent, by the code as sent. Default: the standard's table, µg/m³ for ambient air. */
  units: z.record(sentCode, z.string().max(16)),
  /** Our indicator for a code as sent. Default: the standard's table. */
  indicators: z.record(sentCode, indicator),
  /** What the end of a TCP connection means: the device is gone, or nothing until it falls silent. Default: by the standard. */
  connectionEnd: z.enum(['offline', 'silence']),
  /**
   * JSON over MQTT: whether an `id` is never reused, or may be, such as a counter after a restart: then the time of
   * observation is part of it. Default: unique.
   */
  messageIds: z.enum(['unique', 'restarting']),
  /** Networks from which its frames may come over TCP, such as 10.1.0.0/16. Default: any. */
  sourceNetworks: z.array(z.string().min(1).max(64)).min(1).max(16),
};

/** Values by the fields of a shape, every one of them optional. */
export type PartialOf<Shape extends z.ZodRawShape> = {
  [Field in keyof Shape]?: z.infer<Shape[Field]> | undefined;
};

/** The settings of a device that a standard's codec reads: those of all devices and those of the standard. */
export type SettingsWith<Own extends z.ZodRawShape> = PartialOf<typeof COMMON_SETTINGS & Own>;
