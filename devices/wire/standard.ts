/** The standards that devices speak in frames; their names are also those of the topics `raw/{standard}` and of aliases. */
export const WIRE_STANDARDS = ['hj212', 'sl651', 'gb26875'] as const;
export type WireStandard = (typeof WIRE_STANDARDS)[number];

export const isWireStandard = (text: string): text is WireStandard =>
  (WIRE_STANDARDS as readonly string[]).includes(text);

/** ISO 8601 UTC; both ends, since HJ 212 names a period by its start and SL 651 by its end. */
export interface Period {
  readonly start: string;
  readonly end: string;
}

/** GB/T 26875.3 has no password in its frames. */
export const hasPasswords = (standard: WireStandard): boolean => standard !== 'gb26875';

/**
 * What the end of a device's TCP connection says where its settings do not: fire transmitters keep one open and beat on it, while
 * loggers and stations may come to report and go again, to save power or traffic.
 */
export const CONNECTION_END: Readonly<Record<WireStandard, 'offline' | 'silence'>> = {
  hj212: 'silence',
  sl651: 'silence',
  gb26875: 'offline',
};
