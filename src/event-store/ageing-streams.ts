/**
 * Streams whose events are archived by age: messages of devices, and dead letters. All others are kept for ever. A store
 * may keep the two classes separately, so a repeated event id is only recognised among the streams of its class.
 */
export const AGEING_PREFIXES = ['reading-', 'detection-', 'rejected-'] as const;

export const isAgeing = (stream: string): boolean =>
  AGEING_PREFIXES.some((prefix) => stream.startsWith(prefix));
