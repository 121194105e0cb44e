import { z } from 'zod';

/** As a device sends it: old factor codes begin with a digit. */
const sentCode = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,47}$/);
const indicator = z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/);

/**
 * How a device deviates from its standard, or what the standard leaves open: everything optional, the default in the words of
 * each field. Part of what is known of a device, not of its model: two loggers of one maker are set up differently.
 */
export const wireSettingsSchema = z
  .object({
    /** HJ 212: how the CRC is computed. Default: by the standard. */
    crc: z.enum(['hj212', 'hj212-unpadded', 'modbus-low-first']),
    /** Unit in which a factor is sent, by the code as sent. Default: the standard's table, µg/m³ for ambient air. */
    units: z.record(sentCode, z.string().max(16)),
    /** Our indicator for a code as sent. Default: the standard's table. */
    indicators: z.record(sentCode, indicator),
    /** HJ 212: length of a 2051 period in minutes. Default 10. */
    minuteInterval: z.number().int().min(1).max(60),
    /** HJ 212: the values that alarm rules see as the indicator itself. Default: those of 2011. */
    primary: z.enum(['realtime', 'minute', 'hour', 'day']),
    /** SL 651: height in metres that a relative level of the hourly array counts from. Default: kept relative. */
    levelBase: z.number(),
    /** SL 651: where the hourly array begins: at the time of observation, or with the hour the report was made in. */
    hourlyArrayFrom: z.enum(['observation', 'hourOfReport']),
    /** SL 651: end of an answer: ESC keeps the station on the line, EOT lets it go. Default ESC. */
    answerEnd: z.enum(['ESC', 'EOT']),
    /**
     * What the end of a TCP connection says: that the device is gone, or nothing, and its silence tells. Default: by the standard
     * (`CONNECTION_END`).
     */
    connectionEnd: z.enum(['offline', 'silence']),
    /** GB/T 26875.3: bit 0 of a state clear says "test" (the letter of the standard), or nothing. Default: standard. */
    fireTestBit: z.enum(['standard', 'ignored']),
    /**
     * JSON over MQTT: whether an `id` never comes again, or begins again, such as a counter behind a restart: then the time of
     * observation is part of it. Default: unique.
     */
    messageIds: z.enum(['unique', 'restarting']),
    /** Networks that its frames may come from over TCP, such as 10.1.0.0/16. Default: any. */
    sourceNetworks: z.array(z.string().min(1).max(64)).min(1).max(16),
  })
  .partial()
  .strict();

export type WireSettings = z.infer<typeof wireSettingsSchema>;
